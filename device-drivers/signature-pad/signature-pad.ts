import type { Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { ok, type Result } from "../../base/result.ts";
import type { Signature } from "../../config/documents/signature.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  failed,
  type Observed,
  stopReason,
} from "../host/driver.ts";
import type { Transport } from "../transport/transport.ts";
import { InkRecorder } from "./ink-recorder.ts";
import { decodePen } from "./pen-report.ts";
import type { PadProfile } from "./profiles.ts";
import { PEN_AWAY_MS, REPORT_GAP_MS } from "./timing.ts";

/** USB delivers reports whole: so many bad ones in a row are another tablet's, or another mode's. */
const BAD_IN_A_ROW = 20;

type End = "pen-away" | "full" | "garbled" | "stopped" | "closed";

/** One signature that is being written. */
interface Writing {
  readonly ink: InkRecorder;
  away: Timer | undefined;
  end(how: End): void;
}

/** One open tablet. Attaches its listeners at once: make it in the tick in which the transport opened. */
export class SignaturePad implements DriverInstance<"signature-pad"> {
  readonly #transport: Transport;
  readonly #context: DriverContext<unknown>;
  readonly #profile: PadProfile;
  #writing: Writing | undefined;
  /** Known all the time: a pen that lies on the pad must not begin a signature. */
  #isPenDown = false;
  #heardAt = 0;
  #isClosed = false;
  #bad = 0;
  #others = 0;

  constructor(transport: Transport, context: DriverContext<unknown>, profile: PadProfile) {
    this.#transport = transport;
    this.#context = context;
    this.#profile = profile;
    transport.onData((report) => this.#heard(report));
    transport.onClose((why) => {
      this.#isClosed = true;
      this.#writing?.end("closed");
      context.lost(`${why.code}: ${why.facts["why"]}`);
    });
  }

  readonly commands: DriverInstance<"signature-pad">["commands"] = {
    sign: (_args, call) => this.#sign(call),
    clear: async () => {
      this.#writing?.ink.forget();
      return ok({ cleared: true });
    },
  };

  /** It says nothing while no pen is near; that it is there, the bus says. */
  async status(): Promise<Observed> {
    return { state: this.#isClosed ? "offline" : "online", paper: {}, cover: "unknown", reasons: [] };
  }

  async close(): Promise<void> {
    this.#writing?.end("closed");
    await this.#transport.close();
  }

  async #sign(call: Call): Promise<Result<Signature, DriverFailure>> {
    if (this.#isClosed) return failed("device.offline", "no", "operator");
    if (call.signal.aborted) return failed(stopReason(call.signal), "no", "retry");
    const ink = new InkRecorder(this.#profile, this.#isPenDown && this.#context.clock.monotonic() - this.#heardAt <= REPORT_GAP_MS);
    this.#bad = 0;
    this.#others = 0;
    const how = await this.#written(ink, call.signal);
    const signature = how === "closed" || how === "garbled" || this.#isGivenUp(call) ? undefined : ink.signature();
    const answer = signature ? ok(signature) : this.#failure(how, ink, call);
    ink.forget();
    this.#context.count(answer.ok ? "GoodReadCount" : "FailedReadCount");
    return answer;
  }

  #written(ink: InkRecorder, signal: AbortSignal): Promise<End> {
    return new Promise((resolve) => {
      const stop = () => this.#writing?.end("stopped");
      this.#writing = {
        ink,
        away: undefined,
        end: (how) => {
          this.#writing?.away?.cancel();
          this.#writing = undefined;
          signal.removeEventListener("abort", stop);
          resolve(how);
        },
      };
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  /** At the deadline whoever has signed has signed; whoever has gone away, or is still writing, has not. */
  #isGivenUp({ signal }: Call): boolean {
    return signal.aborted && (stopReason(signal) !== "device.timeout" || this.#isPenDown);
  }

  #failure(how: End, ink: InkRecorder, { signal }: Call): Result<never, DriverFailure> {
    // Whether somebody wrote: then they have to be asked to do it once more.
    const sent = ink.pointsHeld > 0 ? "yes" : "no";
    const facts = { points: ink.pointsHeld, otherReports: this.#others };
    switch (how) {
      case "closed":
        return failed("device.offline", sent, "operator", facts);
      case "garbled":
        this.#context.count("CommunicationErrorCount");
        return failed("device.bad-reply", sent, "maintenance", { ...facts, badReports: this.#bad, profile: this.#profile.model });
      case "full":
        return failed("device.bad-reply", sent, "retry", { ...facts, why: "ink without end" });
      case "pen-away":
      case "stopped":
        return failed(stopReason(signal), sent, "retry", facts);
    }
  }

  #heard(report: Buffer): void {
    const { clock } = this.#context;
    const pen = decodePen(report, this.#profile);
    wipe(report);
    const writing = this.#writing;
    if (!pen.ok) {
      if (pen.error === "other-report") this.#others += 1;
      else this.#bad += 1;
      if (this.#bad >= BAD_IN_A_ROW) writing?.end("garbled");
      return;
    }
    this.#bad = 0;
    this.#isPenDown = pen.value.isDown;
    this.#heardAt = clock.monotonic();
    if (!writing) return;
    writing.ink.take(pen.value, this.#heardAt);
    writing.away?.cancel();
    if (writing.ink.isFull) writing.end("full");
    else writing.away = clock.after(PEN_AWAY_MS, () => this.#laidAside(writing));
  }

  // A dot or a swipe is no end: the person may only have tried whether the pen writes.
  #laidAside(writing: Writing): void {
    this.#isPenDown = false;
    if (writing.ink.signature()) writing.end("pen-away");
  }
}
