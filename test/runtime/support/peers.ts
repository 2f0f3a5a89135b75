import { join } from "node:path";
import type { Clock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { type Served, serve } from "../../../base/rpc.ts";
import type { DeviceFailure, DeviceHostContract, DeviceStatus, Execute, FailureCode } from "../../../device-drivers/host/api.ts";
import type { DeviceInfo } from "../../../device-drivers/host/device-info.ts";
import { Lease } from "../../../device-drivers/host/lease.ts";
import { modeHandlers } from "../../../device-drivers/host/serve-mode.ts";
import { TechnicianMode } from "../../../device-drivers/host/technician-mode.ts";
import type { CertificateJob, Standing } from "../../../device-drivers/kinds/certificate-printer.ts";
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

/** What the certificate printer says of itself before each job. */
export const STANDING: Standing = { printer: "urn:uuid:laser", upTimeS: 3_600, at: 0, count: 1_200 };

/** device-host as a peer on a real socket: its own lease and technician mode, with scripted devices. */
export class FakeDeviceHost {
  readonly asked: Execute[] = [];
  readonly resets: string[] = [];
  readonly commands: Record<string, (call: Execute) => Scripted | Promise<Result<unknown, DeviceFailure>>> = {
    "read-card": () => ok({ card: sampleCard(), photo: Buffer.from("photo of 艾测试").toString("base64") }),
    "await-removal": () => ok({ removed: true }),
    "find-job": () => ok({ state: "not-found", counter: null }),
    standing: () => ok(STANDING),
  };
  /** Cards that nobody asked for, as the watch between the steps meets them. Nobody lays one down unless a test says so. */
  uninvited: (call: Execute) => Scripted | Promise<Result<unknown, DeviceFailure>> = () => OPEN;
  readonly devices = [status("reader", "id-card-reader"), status("roll", "receipt-printer"), status("laser", "certificate-printer")];
  readonly #path: string;
  #served: Served<DeviceHostContract> | undefined;
  #lease = new Lease(systemRandom);
  mode: TechnicianMode;
  readonly #clock: Clock;

  constructor(sockets: string, clock: Clock) {
    this.#clock = clock;
    this.mode = this.#newMode();
    this.#path = join(sockets, "device-host.sock");
  }

  get leased(): boolean {
    return this.#lease.check("") !== "device.no-lease";
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
        "lease.acquire": ({ holder }, { peer }) =>
          this.mode.admits(peer) ? this.#lease.acquire(holder, peer) : err({ heldBy: "technician" }),
        "lease.release": ({ lease }) => {
          const released = !this.mode.isLease(lease) && this.#lease.release(lease) !== undefined;
          this.mode.look();
          return { released };
        },
        ...modeHandlers(this.mode),
        "device.info": ({ device }) => this.#info(device),
        "device.look": ({ device }) => this.#info(device),
        "device.reset": ({ device }) => {
          if (!this.devices.some(({ id }) => id === device)) return err({ code: "device.unknown" });
          if (this.#lease.holder === "citizen") return err({ code: "device.leased", heldBy: "citizen" });
          this.resets.push(device);
          return ok({ reset: true });
        },
        "device.statistics": () => ({}),
      },
      silentLog,
    );
    this.#served.onPeerGone((peer) => {
      this.#lease.releaseOf(peer);
      this.mode.peerGone(peer);
    });
  }

  say(changed: DeviceStatus): void {
    const at = this.devices.findIndex((one) => one.id === changed.id);
    this.devices[at] = changed;
    this.#served?.notify("device.status", changed);
  }

  /** As a SIGKILL: every call that is open gets no answer. */
  async die(): Promise<void> {
    const served = this.#served;
    this.#served = undefined;
    await served?.close();
    this.#lease = new Lease(systemRandom);
    this.mode = this.#newMode();
  }

  #info(device: string): Result<DeviceInfo, { code: "device.unknown" }> {
    const status = this.devices.find(({ id }) => id === device);
    if (!status) return err({ code: "device.unknown" });
    const healing = { attempt: 0, nextTryAt: null, givenUp: false, failures: [] };
    const about = { driver: "sample", isIsolated: false, models: ["sample"], options: {}, commands: [], statistics: {}, advice: [] };
    return ok({ status, healing, ...about });
  }

  #newMode(): TechnicianMode {
    return new TechnicianMode({
      clock: this.#clock,
      take: (peer) => this.#lease.acquire("technician", peer),
      giveBack: (lease) => void this.#lease.release(lease),
      tell: (report) => this.#served?.notify("mode.changed", report),
    });
  }

  #scripted(call: Execute) {
    if (isUninvited(call)) return this.uninvited(call);
    return this.commands[`${call.device}.${call.command}`]?.(call) ?? this.commands[call.command]?.(call) ?? printed(call);
  }

  async #execute(call: Execute, signal: AbortSignal): Promise<Result<unknown, DeviceFailure>> {
    const lease = this.#lease.check(call.lease);
    if (lease !== "held") return failure(call.command, lease, "no");
    this.asked.push(call);
    const cancelled = new Promise<Result<unknown, DeviceFailure>>((resolve) => {
      signal.addEventListener("abort", () => resolve(failure(call.command, "device.cancelled", "no")), { once: true });
    });
    const done = this.#scripted(call);
    return done === OPEN ? cancelled : Promise.race([done, cancelled]);
  }
}

function isUninvited({ command, args }: Execute): boolean {
  return command === "read-card" && !(args as { photo: boolean }).photo;
}

function printed(call: Execute): Scripted {
  if (call.device === "roll") return ok({ proof: "process-id" });
  return ok({ state: "completed", reason: "job-completed-successfully", pages: (call.args as CertificateJob).pages, counter: null });
}

type Question = AgentContract["requests"]["agent.query"]["params"];

/** sync-agent as a peer. */
export class FakeAgent {
  readonly asked: Question[] = [];
  answer: (question: Question) => Result<Record<string, unknown>, QueryFailure> | "never" = () => ok({});
  document: (question: Question) => AgentContract["requests"]["agent.document"]["result"] = () => err({ code: "query.hub-away" });
  download: (question: Question) => AgentContract["requests"]["agent.download"]["result"] = () => err({ code: "query.hub-away" });
  link: HubLink = { hub: "reachable", since: 0, waiting: 0, oldestMs: 0, quarantined: 0 };
  poked: () => void = () => undefined;
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
          const answer = this.answer(question);
          if (answer !== OPEN) return answer;
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve(err({ code: "query.hub-away" })), { once: true }));
        },
        "agent.document": (question) => this.document(question),
        "agent.download": (question) => this.download(question),
        "agent.poke": () => {
          this.poked();
          return {};
        },
        "agent.link": () => this.link,
      },
      silentLog,
    );
  }

  say(link: HubLink): void {
    this.link = link;
    this.#served?.notify("agent.link", link);
  }

  async die(): Promise<void> {
    await this.#served?.close();
    this.#served = undefined;
  }
}
