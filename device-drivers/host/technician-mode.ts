import { isDeepStrictEqual } from "node:util";
import type { Clock, Timer } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { LeaseHolder, ModeRefusal, ModeReport, ModeState } from "./api.ts";
import { MODE_TABLE, type ModeInput } from "./mode-table.ts";

/** Peers let go of what they closed in a moment; one that hangs does not keep the kiosk out of service. */
export const EXIT_WITHIN_MS = 10_000;

export interface ModeParts {
  readonly clock: Clock;
  /** The technician's lease for this peer, or who still has the devices. */
  readonly take: (peer: number) => Result<{ lease: string }, { heldBy: LeaseHolder }>;
  readonly giveBack: (lease: string) => void;
  readonly tell: (report: ModeReport) => void;
}

type Entered = Result<{ lease: string }, ModeRefusal>;

/** Who asked, from the question to the end of the mode. */
interface Owner {
  readonly peer: number;
  readonly name: string;
  readonly withinMs: number;
  readonly answer: (entered: Entered) => void;
  lease: string | null;
}

/** The mode as the host keeps it: who is to be asked, who has agreed, whose it is. All steps are `MODE_TABLE`'s. */
export class TechnicianMode {
  readonly #parts: ModeParts;
  readonly #peers = new Map<number, string>();
  /** Peers that have not agreed to the open question, with what they wait for. */
  readonly #waiting = new Map<number, string>();
  #state: ModeState = "inactive";
  #request = 0;
  #since: number;
  #ended: ModeReport["ended"] = null;
  #heldBy: LeaseHolder | null = null;
  #owner: Owner | undefined;
  #question: { readonly until: number; readonly timer: Timer } | undefined;
  #leaving: (() => void)[] = [];
  #told: ModeReport;

  constructor(parts: ModeParts) {
    this.#parts = parts;
    this.#since = parts.clock.now();
    this.#told = this.report();
  }

  report(): ModeReport {
    return {
      state: this.#state,
      request: this.#request,
      by: this.#owner?.name ?? null,
      waitingFor: [...this.#waiting].map(([peer, why]) => ({ name: this.#peers.get(peer) ?? "", why })),
      heldBy: this.#heldBy,
      since: this.#since,
      until: this.#question?.until ?? null,
      ended: this.#ended,
    };
  }

  /** Who registers while a question is open is asked too: it may have come back to serve somebody. */
  register(peer: number, name: string): ModeReport {
    this.#peers.set(peer, name);
    if (this.#state === "enter-pending") this.#waiting.set(peer, "");
    this.#tell();
    return this.report();
  }

  enter(peer: number, name: string, withinMs: number, signal: AbortSignal): Promise<Entered> {
    if (this.#owner) return Promise.resolve(err({ kind: "taken", by: this.#owner.name }));
    if (signal.aborted) return Promise.resolve(err({ kind: "withdrawn" }));
    return new Promise((resolve) => {
      const owner: Owner = { peer, name, withinMs, answer: resolve, lease: null };
      this.#owner = owner;
      signal.addEventListener("abort", () => {
        if (this.#owner === owner && this.#state === "enter-pending") this.#take("exit");
      });
      this.#take("ask");
    });
  }

  /** False when that question is not open, or was not this peer's to answer. */
  answer(peer: number, request: number, agree: "yes" | "later" | "no", why: string): boolean {
    if (!this.#question || request !== this.#request || !this.#waiting.has(peer)) return false;
    if (agree === "later") this.#waiting.set(peer, why);
    else if (agree === "no" && this.#state === "enter-pending") this.#take("refusal", { by: this.#peers.get(peer) ?? "", why });
    else this.#waiting.delete(peer);
    this.look();
    return true;
  }

  async exit(peer: number): Promise<boolean> {
    if (this.#owner?.peer !== peer) return false;
    const left = new Promise<void>((resolve) => this.#leaving.push(resolve));
    this.#take("exit");
    await left;
    return true;
  }

  /**
   * Who died while it was asked counts as agreed: its session died with it, its lease ended with its connection, and when it is back it is
   * asked anew. Who died as the technician ends the mode.
   */
  peerGone(peer: number): void {
    this.#peers.delete(peer);
    this.#waiting.delete(peer);
    if (this.#owner?.peer === peer) this.#take("owner-gone");
    this.look();
  }

  /** While it is asked for, only a peer that has not agreed yet may take the devices: it may have begun to serve somebody. */
  admits(peer: number): boolean {
    return this.#state === "inactive" || (this.#state === "enter-pending" && this.#waiting.has(peer));
  }

  /** The mode's own lease ends with the mode, not before. */
  isLease(lease: string): boolean {
    return this.#owner?.lease === lease;
  }

  /** Somebody has agreed or gone, or the devices may have become free. */
  look(): void {
    this.#heldBy = null;
    if (this.#waiting.size === 0) this.#goOn();
    this.#tell();
  }

  #goOn(): void {
    if (this.#state === "exit-pending") this.#take("all-agreed");
    if (this.#state !== "enter-pending" || !this.#owner) return;
    const taken = this.#parts.take(this.#owner.peer);
    if (taken.ok) {
      this.#owner.lease = taken.value.lease;
      this.#take("all-agreed");
    } else this.#heldBy = taken.error.heldBy;
  }

  #take(input: ModeInput, no?: { by: string; why: string }): void {
    const from = this.#state;
    const to = MODE_TABLE[from][input];
    if (to === from) return;
    const refusal = this.#refusal(input, no);
    this.#state = to;
    this.#since = this.#parts.clock.now();
    switch (to) {
      case "enter-pending":
        this.#ask(this.#owner?.withinMs ?? 0);
        break;
      case "active":
        this.#closeQuestion();
        this.#owner?.answer(ok({ lease: this.#owner.lease ?? "" }));
        break;
      case "exit-pending":
        this.#ended = input === "exit" ? "exited" : "technician-gone";
        if (this.#owner?.lease) this.#parts.giveBack(this.#owner.lease);
        this.#ask(EXIT_WITHIN_MS);
        break;
      case "inactive":
        if (from === "enter-pending") this.#ended = refusal.kind;
        this.#rest(refusal);
        break;
      default:
        unreachable(to);
    }
    this.look();
  }

  #ask(withinMs: number): void {
    const { clock } = this.#parts;
    this.#closeQuestion();
    this.#request += 1;
    for (const peer of this.#peers.keys()) this.#waiting.set(peer, "");
    this.#question = { until: clock.now() + withinMs, timer: clock.after(withinMs, () => this.#take("time-out")) };
    // Before anybody's answer, even when there is nobody to ask.
    this.#tell();
  }

  #closeQuestion(): void {
    this.#question?.timer.cancel();
    this.#question = undefined;
    this.#waiting.clear();
    this.#heldBy = null;
  }

  #rest(refusal: ModeRefusal): void {
    this.#closeQuestion();
    // Who is in the mode already has its answer; a promise hears only the first.
    this.#owner?.answer(err(refusal));
    this.#owner = undefined;
    for (const resolve of this.#leaving.splice(0)) resolve();
  }

  #refusal(input: ModeInput, no: { by: string; why: string } | undefined): Exclude<ModeRefusal, { kind: "taken" }> {
    if (input === "refusal" && no) return { kind: "refused", ...no };
    const { waitingFor, heldBy } = this.report();
    return input === "time-out" ? { kind: "not-answered", waitingFor, heldBy } : { kind: "withdrawn" };
  }

  #tell(): void {
    const report = this.report();
    if (isDeepStrictEqual(report, this.#told)) return;
    this.#told = report;
    this.#parts.tell(report);
  }
}
