import { readFileSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { ok, type Result } from "../../base/result.ts";
import type { Sensors } from "../../device-drivers/camera/frame-set.ts";
import { type Calibration, checkCalibration, type FaceThresholdSettings } from "./calibration.ts";
import { openDetector } from "./detector.ts";
import { openEmbedder } from "./embedder.ts";
import { type EngineParts, type FaceEngine, OpenEngine, runOnNothing, type Versions } from "./engine.ts";
import { FaceBuffers } from "./face-buffers.ts";
import { livenessPlan } from "./liveness/plan.ts";
import { openSiteModel, type SiteModel, type SiteModelRefusal } from "./liveness/site-model.ts";
import { loadModels, type Models, type StartFailure } from "./models.ts";
import { chooseOrt, type OrtName, type OrtRuntime } from "./ort-runtime.ts";
import { PictureDecoder } from "./picture.ts";
import { collectGarbage } from "./small-memory.ts";

export interface EngineOptions {
  readonly thresholds: FaceThresholdSettings;
  readonly clock: Clock;
  readonly random: Random;
  /** Hears of it when the native runtime would not load. */
  readonly log?: Log;
  readonly manifestPath?: string;
  readonly calibrationFolder?: string;
  /** As in the settings; checked here. */
  readonly siteModels?: readonly unknown[];
}

/** Checks models and calibration, loads the networks and runs each once: the first run of a network is several times slower. */
export async function openEngine(options: EngineOptions): Promise<Result<FaceEngine, StartFailure | SiteModelRefusal>> {
  const models = loadModels(options.manifestPath);
  if (!models.ok) return models;
  const calibration = checkCalibration(options.thresholds, models.value.embedderSha256, options.calibrationFolder);
  if (!calibration.ok) return calibration;
  const ort = await chooseOrt();
  if (!ort.ok) return ort;
  const { name, insteadOf } = ort.value;
  if (insteadOf) options.log?.warn("face.slow-runtime", { runtime: name, because: insteadOf });
  const detector = await openDetector(models.value, ort.value);
  if (!detector.ok) return detector;
  const embedder = await openEmbedder(models.value, ort.value);
  const siteModels = await openSiteModels(options.siteModels ?? [], ort.value);
  if (!siteModels.ok) return siteModels;
  const { clock, random, thresholds } = options;
  const planFor = (sensors: Sensors) => livenessPlan({ sensors, siteModels: siteModels.value, random });
  const own = { decoder: new PictureDecoder(), buffers: new FaceBuffers(), tidyUp: collectGarbage };
  const parts: EngineParts = { clock, random, thresholds, planFor, detector: detector.value, embedder, ...own };
  await runOnNothing(parts);
  return ok(new OpenEngine(parts, versions(models.value, calibration.value, ort.value.name)));
}

async function openSiteModels(settings: readonly unknown[], ort: OrtRuntime): Promise<Result<SiteModel[], SiteModelRefusal>> {
  const opened: SiteModel[] = [];
  for (const one of settings) {
    const model = await openSiteModel(
      one,
      (file) => readFileSync(file),
      (bytes) => ort.open(bytes),
    );
    if (!model.ok) return model;
    opened.push(model.value);
  }
  return ok(opened);
}

function versions(models: Models, { name, pass, reject }: Calibration, runtime: OrtName): Versions {
  const thresholdSet = `${name} pass=${pass} reject=${reject}`;
  return { engine: models.engine, modelSha256: models.embedderSha256, thresholdSet, runtime };
}
