import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import { CALIBRATION_FOLDER, checkCalibration } from "../../../runtime/face-engine/calibration.ts";
import { loadModels, MANIFEST_PATH } from "../../../runtime/face-engine/models.ts";
import { openEngine } from "../../../runtime/face-engine/open-engine.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { THRESHOLDS } from "./stage.ts";

describe("runtime/face-engine: when it refuses to start", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-models-"));
    cpSync(dirname(MANIFEST_PATH), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "started" : result.error?.code);
  const open = (changed: object = {}) =>
    openEngine({
      thresholds: { ...THRESHOLDS, ...changed },
      clock: new FakeClock(),
      random: systemRandom,
      manifestPath: join(folder, "models.json"),
    });

  it("starts with the models and the calibration that it ships with", async () => assert.equal(code(await open()), "started"));

  it("refuses a network of which one byte was changed, and names both hashes", async () => {
    appendFileSync(join(folder, "mobilefacenet.onnx"), "x");
    const refused = await open();
    assert.equal(code(refused), "face.model-changed");
    assert.match(JSON.stringify(refused), /"expected":"[0-9a-f]{64}","found":"[0-9a-f]{64}"/u);
  });

  it("refuses when a network is missing", async () => {
    rmSync(join(folder, "mobilefacenet.onnx"));
    assert.equal(code(await open()), "face.model-missing");
  });

  it("refuses a list of models that does not name them all", async () => {
    writeFileSync(join(folder, "models.json"), '{"engine":"x","models":{}}');
    assert.equal(code(await open()), "face.manifest-invalid");
  });

  for (const calibrationSha256 of ["", "0".repeat(64)]) {
    it(`refuses thresholds whose calibration is "${calibrationSha256.slice(0, 4)}", on record nowhere`, async () =>
      assert.equal(code(await open({ calibrationSha256 })), "face.calibration-missing"));
  }

  it("refuses thresholds other than the calibration found", async () => {
    assert.equal(code(await open({ pass: 0.5 })), "face.calibration-differs");
    assert.equal(code(await open({ reject: 0.1 })), "face.calibration-differs");
  });

  it("refuses a calibration made with another network", () => {
    assert.equal(code(checkCalibration(THRESHOLDS, "f".repeat(64), CALIBRATION_FOLDER)), "face.calibration-differs");
  });

  it("refuses a site's model against pictures of faces without its licence and origin, and one whose file is another", async () => {
    const path = join(folder, "site.onnx");
    cpSync(join(folder, "mobilefacenet.onnx"), path);
    const known = { id: "site", file: path, sha256: "0".repeat(64), side: 112, times: 1.5, channels: "bgr", mean: 0, deviation: 1 };
    const scored = { ...known, liveAt: 1, softmax: true, threshold: 0.5 };
    const origin = { licence: "bought, contract 7", provenance: "the vendor's own set" };
    for (const model of [scored, { ...scored, ...origin }]) {
      const refused = await openEngine({ thresholds: THRESHOLDS, clock: new FakeClock(), random: systemRandom, siteModels: [model] });
      assert.equal(code(refused), "face.site-model-refused");
    }
  });

  it("never loads the recogniser of face-api, which takes one Chinese stranger in three for the same person", () => {
    const models = loadModels();
    assert.ok(models.ok);
    assert.deepEqual(Object.keys(models.value.files).sort(), ["detector", "embedder", "landmarks"]);
  });
});
