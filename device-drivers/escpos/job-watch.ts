import { type Clock, every, type Timer } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { TransportError } from "../transport/transport.ts";
import { type Hindrance, hindrance } from "./condition.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterProfile } from "./profile.ts";
import type { Reply } from "./reply-parser.ts";
import { SILENT_QUESTIONS, WATCH_EVERY_MS } from "./timing.ts";

/** How the printing of one receipt came to an end. */
export type Ending =
  | { readonly kind: "proved" }
  | { readonly kind: "hindered"; readonly by: Hindrance }
  | { readonly kind: "closed"; readonly why: TransportError }
  | { readonly kind: "stopped" }
  | { readonly kind: "silent"; readonly waitedMs: number };

export interface Proof {
  readonly kind: PrinterProfile["proof"]["is"];
  /** Four printable ASCII characters. */
  readonly id: string;
}

/** Watches one job from before its first byte until `dispose`: the first thing that ends it settles `ended`. */
export class JobWatch {
  readonly ended: Promise<Ending>;
  readonly #line: PrinterLine;
  readonly #clock: Clock;
  readonly #settle: (ending: Ending) => void;
  readonly #undo: (() => void)[] = [];
  readonly #proof: Proof;
  #proved = false;
  #ending: Ending | undefined;
  #owed = 0;
  #allSent = false;
  #fewerOwed: () => void = () => undefined;
  #asking: Timer | undefined;

  constructor(line: PrinterLine, clock: Clock, proof: Proof, signal: AbortSignal) {
    this.#line = line;
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.ended = promise;
    this.#proof = proof;
    this.#settle = (ending) => {
      this.#ending ??= ending;
      resolve(ending);
    };
    const stop = () => this.#settle({ kind: "stopped" });
    signal.addEventListener("abort", stop, { once: true });
    this.#undo.push(() => signal.removeEventListener("abort", stop));
    const unlisten = line.listen({
      onReply: (reply) => this.#heard(reply),
      onCondition: (condition) => {
        const by = hindrance(condition);
        if (by) this.#settle({ kind: "hindered", by });
      },
      onClose: (why) => this.#settle({ kind: "closed", why }),
    });
    this.#undo.push(unlisten);
    if (line.closed) this.#settle({ kind: "closed", why: line.closed });
    if (signal.aborted) stop();
  }

  /** True also where the proof came after another ending. */
  get proved(): boolean {
    return this.#proved;
  }

  /** The first ending; undefined while the job goes on. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** A GS r goes out behind the data so far: one answer more is owed. */
  marked(): void {
    this.#owed += 1;
  }

  /** The last byte goes out: from now on a proof is one. */
  allSent(): void {
    this.#allSent = true;
  }

  /** Waits until at most so many marks are unanswered; gives the ending that came instead. */
  async owesAtMost(marks: number): Promise<Ending | undefined> {
    while (this.#owed > marks && !this.#ending) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#fewerOwed = resolve;
      await Promise.race([promise, this.ended]);
    }
    return this.#ending;
  }

  /**
   * Asks for the state again and again, when no bytes of ours are on their way: the question would wait behind them, and
   * after XOFF there is no room for it. It also finds the printer that died: it is silent.
   */
  keepAsking(): void {
    let silent = 0;
    this.#asking = every(this.#clock, WATCH_EVERY_MS, async () => {
      if (this.#line.writing || !this.#line.sendingAllowed) return;
      const condition = await this.#line.inspect();
      silent = condition.online === undefined ? silent + 1 : 0;
      if (silent >= SILENT_QUESTIONS) this.#settle({ kind: "silent", waitedMs: silent * WATCH_EVERY_MS });
    });
  }

  dispose(): void {
    this.#asking?.cancel();
    for (const undo of this.#undo) undo();
  }

  #heard(reply: Reply): void {
    if (reply.kind === "buffered" && this.#owed > 0) {
      this.#owed -= 1;
      this.#fewerOwed();
    }
    if (!this.#allSent || !this.#proves(reply)) return;
    this.#proved = true;
    this.#settle({ kind: "proved" });
  }

  #proves(reply: Reply): boolean {
    switch (this.#proof.kind) {
      case "process-id":
        return reply.kind === "process" && reply.id === this.#proof.id;
      case "buffered-status":
        // Answers carry no number, but come in the order of the questions: the last one proves it all.
        return reply.kind === "buffered" && this.#owed === 0;
      case "none":
        return false;
      default:
        return unreachable(this.#proof.kind);
    }
  }
}
