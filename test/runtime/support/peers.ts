import { join } from "node:path";
import { silentLog } from "../../../base/log.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { type Served, serve } from "../../../base/rpc.ts";
import type { DeviceFailure, DeviceHostContract, DeviceStatus, Execute, FailureCode } from "../../../device-drivers/host/api.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import type { FaceEngineContract } from "../../../runtime/face-engine/api.ts";
import type { AgentContract, HubLink, QueryFailure } from "../../../sync-agent/agent/api.ts";
import { sampleCard } from "./sample-item.ts";

/** What a command comes to; "never" leaves it open until it is cancelled. */
export type Scripted = Result<unknown, DeviceFailure> | "never";

export function status(id: string, kind: DeviceStatus["kind"], state: DeviceStatus["state"] = "online"): DeviceStatus {
  return { id, kind, model: "sample", state, paper: {}, cover: "closed", sensors: {}, reasons: [], since: 0 };
}

export function failure(command: string, code: FailureCode, sent: DeviceFailure["sent"]): Result<never, DeviceFailure> {
  return err({ code, device: "x", command, sent, recovery: "operator", facts: {} });
}

const OPEN = "never";

/** device-host as a peer on a real socket, with scripted devices. Gives its last lease away like the real one. */
export class FakeDeviceHost {
  readonly asked: Execute[] = [];
  readonly commands: Record<string, (call: Execute) => Scripted> = {
    "read-card": () => ok({ card: sampleCard(), photo: Buffer.from("photo of 艾测试").toString("base64") }),
    "await-removal": () => ok({ removed: true }),
    "find-job": () => ok({ state: "not-found" }),
  };
  readonly devices = [status("reader", "id-card-reader"), status("roll", "receipt-printer"), status("laser", "certificate-printer")];
  readonly #path: string;
  #served: Served<DeviceHostContract> | undefined;
  #lease: { id: string; peer: number } | undefined;
  #leases = 0;

  constructor(sockets: string) {
    this.#path = join(sockets, "device-host.sock");
  }

  get leased(): boolean {
    return this.#lease !== undefined;
  }

  /** Jobs that reached the certificate printer: what would be paper. */
  get sheets(): CertificateJob[] {
    return this.asked.filter((call) => call.device === "laser" && call.command === "print").map((call) => call.args as CertificateJob);
  }

  async start(): Promise<void> {
    this.#served = await serve<DeviceHostContract>(
      this.#path,
      {
        "devices.list": () => [...this.devices],
        "device.execute": (call, { signal }) => this.#execute(call, signal),
        "lease.acquire": (_params, { peer }) => {
          if (this.#lease) return err({ heldBy: "citizen" });
          this.#leases += 1;
          this.#lease = { id: `lease-${this.#leases}`, peer };
          return ok({ lease: this.#lease.id });
        },
        "lease.release": ({ lease }) => {
          const held = this.#lease?.id === lease;
          if (held) this.#lease = undefined;
          return { released: held };
        },
        "device.statistics": () => ({}),
      },
      silentLog,
    );
    this.#served.onPeerGone((peer) => {
      if (this.#lease?.peer === peer) this.#lease = undefined;
    });
  }

  say(changed: DeviceStatus): void {
    const at = this.devices.findIndex((one) => one.id === changed.id);
    this.devices[at] = changed;
    this.#served?.notify("device.status", changed);
  }

  /** As a SIGKILL: every call that is open gets no answer. */
  async die(): Promise<void> {
    this.#lease = undefined;
    await this.#served?.close();
    this.#served = undefined;
  }

  async #execute(call: Execute, signal: AbortSignal): Promise<Result<unknown, DeviceFailure>> {
    if (call.lease !== this.#lease?.id) return failure(call.command, "device.no-lease", "no");
    this.asked.push(call);
    const done = this.commands[`${call.device}.${call.command}`]?.(call) ?? this.commands[call.command]?.(call) ?? printed(call);
    if (done !== OPEN) return done;
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(failure(call.command, "device.cancelled", "no")), { once: true });
    });
  }
}

function printed(call: Execute): Scripted {
  if (call.device === "roll") return ok({ proof: "process-id" });
  return ok({ state: "completed", reason: "job-completed-successfully", pages: (call.args as CertificateJob).pages });
}

/** sync-agent as a peer. */
export class FakeAgent {
  readonly asked: AgentContract["requests"]["agent.query"]["params"][] = [];
  answer: () => Result<Record<string, unknown>, QueryFailure> | "never" = () => ok({});
  link: HubLink = { hub: "reachable", since: 0, waiting: 0, oldestMs: 0, quarantined: 0 };
  readonly #path: string;
  #served: Served<AgentContract> | undefined;

  constructor(sockets: string) {
    this.#path = join(sockets, "sync-agent.sock");
  }

  async start(): Promise<void> {
    this.#served = await serve<AgentContract>(
      this.#path,
      {
        "agent.query": (question, { signal }) => {
          this.asked.push(question);
          const answer = this.answer();
          if (answer !== OPEN) return answer;
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve(err({ code: "query.hub-away" })), { once: true }));
        },
        "agent.poke": () => ({}),
        "agent.link": () => this.link,
      },
      silentLog,
    );
  }

  async die(): Promise<void> {
    await this.#served?.close();
    this.#served = undefined;
  }
}

type Verified = FaceEngineContract["requests"]["face.verify"]["result"];

/** face-engine as a peer. */
export class FakeFaces {
  readonly references: string[] = [];
  answer: () => Verified | "never" = () => verdict("match");
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
        "face.verify": ({ attempt, reference }, { signal }) => {
          this.#attempt = attempt;
          this.references.push(Buffer.from(reference, "base64").toString());
          const answer = this.answer();
          if (answer !== OPEN) return answer;
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve(err("face.cancelled")), { once: true }));
        },
        "face.status": () => ({ camera: status("camera", "camera"), storedFaces: 0, ready: true }),
      },
      silentLog,
    );
  }

  show(jpeg: Buffer): void {
    this.#served?.notify("face.guidance", { attempt: this.#attempt, guidance: "come-closer" });
    this.#served?.notify("face.preview", { attempt: this.#attempt, jpeg: jpeg.toString("base64") });
  }

  async die(): Promise<void> {
    await this.#served?.close();
    this.#served = undefined;
  }
}

export function verdict(decision: "match" | "mismatch" | "unsure" | "attack"): Verified {
  const evidence = {
    engine: "a vendor's engine 1",
    modelSha256: "ab".repeat(32),
    thresholdSet: "t1",
    band: "above",
    liveness: "rgb-passive",
    frames: 5,
    ms: 900,
  } as const;
  return ok({ verdict: { decision }, evidence });
}
