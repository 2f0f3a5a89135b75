import { type Clock, every, type Timer } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { TransportError } from "../transport/transport.ts";
import { type Hindrance, hindrance } from "./condition.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterProfile } from "./profiles.ts";
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
  #proved = false;
  #asking: Timer | undefined;

  constructor(line: PrinterLine, clock: Clock, proof: Proof, signal: AbortSignal) {
    this.#line = line;
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.ended = promise;
    this.#settle = resolve;
    const stop = () => resolve({ kind: "stopped" });
    signal.addEventListener("abort", stop, { once: true });
    this.#undo.push(() => signal.removeEventListener("abort", stop));
    const unlisten = line.listen({
      onReply: (reply) => {
        if (!proves(proof, reply)) return;
        this.#proved = true;
        resolve({ kind: "proved" });
      },
      onCondition: (condition) => {
        const by = hindrance(condition);
        if (by) resolve({ kind: "hindered", by });
      },
      onClose: (why) => resolve({ kind: "closed", why }),
    });
    this.#undo.push(unlisten);
    if (line.closed) resolve({ kind: "closed", why: line.closed });
    if (signal.aborted) stop();
  }

  /** True also where the proof came after another ending. */
  get proved(): boolean {
    return this.#proved;
  }

  /**
   * Asks for the state again and again. Only once all data is out: a question inside an image would become part of it.
   * It also finds the printer that died: it is silent.
   */
  keepAsking(): void {
    let silent = 0;
    this.#asking = every(this.#clock, WATCH_EVERY_MS, async () => {
      const condition = await this.#line.inspect();
      silent = condition.online === undefined ? silent + 1 : 0;
      if (silent >= SILENT_QUESTIONS) this.#settle({ kind: "silent", waitedMs: silent * WATCH_EVERY_MS });
    });
  }

  dispose(): void {
    this.#asking?.cancel();
    for (const undo of this.#undo) undo();
  }
}

function proves(proof: Proof, reply: Reply): boolean {
  switch (proof.kind) {
    case "process-id":
      return reply.kind === "process" && reply.id === proof.id;
    case "buffered-status":
      return reply.kind === "buffered";
    case "none":
      return false;
    default:
      return unreachable(proof.kind);
  }
}
