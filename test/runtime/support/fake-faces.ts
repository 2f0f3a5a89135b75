import { join } from "node:path";
import { silentLog } from "../../../base/log.ts";
import { type Err, err, ok } from "../../../base/result.ts";
import { type Served, serve } from "../../../base/rpc.ts";
import type {
  ActionCount,
  FaceEngineContract,
  FaceEvidence,
  FaceFailure,
  FaceStatus,
  FailedLook,
  Guidance,
} from "../../../runtime/face-engine/api.ts";
import { status } from "./peers.ts";

const OPEN = "never";

type Verified = FaceEngineContract["requests"]["face.verify"]["result"];
type Captured = FaceEngineContract["requests"]["face.capture"]["result"];

/** face-engine as a peer. */
export class FakeFaces {
  readonly references: string[] = [];
  readonly looks: { readonly attempt: string; readonly minAssurance: string; readonly withinMs: number }[] = [];
  readonly captures: { readonly attempt: string; readonly sealTo: string; readonly context: string }[] = [];
  answer: () => Verified | "never" = () => verdict("match");
  captured: () => Captured | "never" = () => capture("live");
  status: FaceStatus = {
    camera: status("camera", "camera"),
    storedFaces: 0,
    ready: true,
    engine: "a vendor's engine 1",
    assurance: "rgb-challenge",
    runtime: "onnxruntime-node",
  };
  readonly #path: string;
  #served: Served<FaceEngineContract> | undefined;
  #attempt = "";

  constructor(sockets: string) {
    this.#path = join(sockets, "face-engine.sock");
  }

  async start(): Promise<void> {
    this.#served = await serve<FaceEngineContract>(
      this.#path,
      {
        "face.verify": ({ attempt, reference, minAssurance, withinMs }, { signal }) => {
          this.references.push(Buffer.from(reference, "base64").toString());
          return this.#look({ attempt, minAssurance, withinMs }, this.answer, signal);
        },
        "face.capture": ({ attempt, sealTo, context, minAssurance, withinMs }, { signal }) => {
          this.captures.push({ attempt, sealTo, context });
          return this.#look({ attempt, minAssurance, withinMs }, this.captured, signal);
        },
        "face.measure": () => err("face.busy"),
        "face.status": () => this.status,
      },
      silentLog,
    );
  }

  say(change: Partial<FaceStatus>): void {
    this.status = { ...this.status, ...change };
    this.#served?.notify("face.status", this.status);
  }

  show(jpeg: Buffer, guidance: Guidance = "come-closer", action: ActionCount | null = null): void {
    this.#served?.notify("face.guidance", { attempt: this.#attempt, guidance, action });
    this.#served?.notify("face.preview", { attempt: this.#attempt, jpeg: jpeg.toString("base64") });
  }

  async die(): Promise<void> {
    const served = this.#served;
    this.#served = undefined;
    await served?.close();
  }

  #look<T>(look: FakeFaces["looks"][number], answer: () => T | "never", signal: AbortSignal): Promise<T | Err<FailedLook>> {
    this.#attempt = look.attempt;
    this.looks.push(look);
    const answered = answer();
    if (answered !== OPEN) return Promise.resolve(answered);
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve(failedLook("face.cancelled")), { once: true }));
  }
}

const EVIDENCE: FaceEvidence = {
  engine: "a vendor's engine 1",
  modelSha256: "ab".repeat(32),
  thresholdSet: "t1",
  band: "above",
  liveness: "rgb-challenge",
  livenessChecks: "carrier-motion:live challenge:live",
  frames: 5,
  framesSeen: 31,
  restarts: 1,
  ms: 900,
};

export function verdict(decision: "match" | "mismatch" | "unsure" | "attack", evidence: Partial<FaceEvidence> = {}): Verified {
  return ok({ verdict: { decision }, evidence: { ...EVIDENCE, ...evidence } });
}

export function capture(decision: "live" | "attack" | "unsure"): Captured {
  const sealed = decision === "live" ? Buffer.from("sealed picture").toString("base64") : null;
  return ok({ verdict: { decision }, sealed, evidence: { ...EVIDENCE, band: null } });
}

export function failedLook(failure: FaceFailure): Err<FailedLook> {
  return { ok: false, error: { failure, framesSeen: 12, restarts: 4, ms: 25_000 } };
}
