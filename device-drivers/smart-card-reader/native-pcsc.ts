import { err, ok, type Result } from "../../base/result.ts";
import type { Pcsc, PcscCard, PcscFault, PcscListeners, PcscProblem, PcscService, SeenReader } from "./pcsc.ts";
import { WATCH_MS } from "./timing.ts";

interface NativeState {
  readonly name: string;
  readonly state: number;
}

interface NativeReader extends NativeState {
  connect(shareMode: number, protocols: number): Promise<NativeCard>;
}

interface NativeCard {
  transmit(apdu: Buffer): Promise<Buffer>;
  reconnect(shareMode: number, protocols: number, initialization: number): Promise<number>;
  disconnect(disposition: number): void;
}

interface NativeContext {
  listReaders(): NativeReader[];
  /** Null when cancelled, empty after `ms` without a change. */
  waitForChange(known: readonly NativeState[], ms: number): Promise<unknown[] | null>;
  cancel(): void;
  close(): void;
}

/** What we use of `smartcard` 3.7. */
export interface NativeModule {
  readonly Context: new () => NativeContext;
}

// Numbers of the PC/SC API (pcsclite.h, winscard.h).
const SHARE_EXCLUSIVE = 1;
const PROTOCOL_T0_OR_T1 = 3;
const LEAVE_CARD = 0;
const RESET_CARD = 1;
const STATE_CHANGED = 0x0002;
const STATE_PRESENT = 0x0020;
const STATE_MUTE = 0x0200;
/** A name that stands for "readers come and go". */
const ANY_READER: NativeState = { name: "\\\\?PnP?\\Notification", state: 0 };

/** The addon throws texts, not codes; those that are not here are `other`. */
const PROBLEMS: Readonly<Record<string, PcscProblem>> = {
  "PC/SC service not running": "no-service",
  "PC/SC service stopped": "no-service",
  // Seen when pcscd is killed: the socket to it breaks.
  "Communication error": "no-service",
  "Invalid handle": "no-service",
  "Reader unavailable": "no-reader",
  "Unknown reader": "no-reader",
  "No readers available": "no-reader",
  "No smart card present": "no-card",
  "Card was removed": "removed",
  "Card is unresponsive": "mute",
  "Card is unpowered": "mute",
  "Card is not supported": "mute",
  "Invalid ATR": "mute",
  // Seen with an answer to reset that is none.
  "Protocol mismatch": "mute",
  "Sharing violation": "in-use",
  "Card was reset": "reset",
  "Transaction failed": "not-transacted",
};

const BUSY: PcscFault = { problem: "other", text: "the call before has not returned" };

export function faultOf(cause: unknown): PcscFault {
  const text = cause instanceof Error ? cause.message : String(cause);
  return { problem: PROBLEMS[text] ?? "other", text };
}

export function nativePcsc({ Context }: NativeModule): Pcsc {
  return {
    open(listeners) {
      try {
        const service = new NativeService(new Context(), new Context(), listeners);
        service.start();
        return ok(service);
      } catch (cause) {
        return err(faultOf(cause));
      }
    },
  };
}

/**
 * Two contexts, because a call holds its context until it returns: one sleeps until something changes, one talks to
 * cards. What the addon does on this thread (list, cancel, disconnect, close) waits for such a call too, so none of it
 * is done to a context whose call hangs: that would freeze the process.
 */
class NativeService implements PcscService {
  readonly #watching: NativeContext;
  readonly #talking: NativeContext;
  readonly #listeners: PcscListeners;
  #listed: readonly NativeReader[] = [];
  #calls = 0;
  #closed = false;

  constructor(watching: NativeContext, talking: NativeContext, listeners: PcscListeners) {
    this.#watching = watching;
    this.#talking = talking;
    this.#listeners = listeners;
  }

  get readers(): readonly SeenReader[] {
    return this.#listed.map(seen);
  }

  /** Throws what the addon throws. */
  start(): void {
    this.#listed = this.#watching.listReaders();
    void this.#watch();
  }

  async connect(reader: string): Promise<Result<PcscCard, PcscFault>> {
    return this.#call(async () => {
      // A reader object belongs to the context that listed it.
      const found = this.#talking.listReaders().find(({ name }) => name === reader);
      if (!found) throw new Error("Unknown reader");
      return this.#card(await found.connect(SHARE_EXCLUSIVE, PROTOCOL_T0_OR_T1));
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    attempt(() => this.#watching.cancel());
    this.#letGo();
  }

  #card(card: NativeCard): PcscCard {
    return {
      transmit: (apdu) => this.#call(() => card.transmit(apdu)),
      release: async () => {
        // `disconnect` could reset it too, but on this thread, which would stand still until the card has answered.
        const isReset = await this.#call(() => card.reconnect(SHARE_EXCLUSIVE, PROTOCOL_T0_OR_T1, RESET_CARD));
        if (isReset.ok || isReset.error !== BUSY) attempt(() => card.disconnect(LEAVE_CARD));
      },
    };
  }

  async #call<T>(work: () => Promise<T>): Promise<Result<T, PcscFault>> {
    // One that hangs would make the next one wait on this thread.
    if (this.#calls > 0) return err(BUSY);
    this.#calls += 1;
    try {
      return ok(await work());
    } catch (cause) {
      return err(faultOf(cause));
    } finally {
      this.#calls -= 1;
      if (this.#closed) this.#letGo();
    }
  }

  #letGo(): void {
    if (this.#calls === 0) attempt(() => this.#talking.close());
  }

  async #watch(): Promise<void> {
    try {
      while (!this.#closed) {
        const known = this.#listed.map(({ name, state }) => ({ name, state: state & ~STATE_CHANGED }));
        await this.#watching.waitForChange([...known, ANY_READER], WATCH_MS);
        if (this.#closed) break;
        this.#listed = this.#watching.listReaders();
        this.#listeners.onReaders(this.readers);
      }
    } catch (cause) {
      if (!this.#closed) this.#listeners.onGone(faultOf(cause));
    }
    attempt(() => this.#watching.close());
  }
}

function seen({ name, state }: NativeState): SeenReader {
  if ((state & STATE_PRESENT) === 0) return { name, card: undefined };
  // pcscd counts insertions and removals in the upper half.
  return { name, card: { lay: state >>> 16, isMute: (state & STATE_MUTE) !== 0 } };
}

/** For what is done on the way out: the service may be gone already, and nothing follows from it. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
  }
}
