import type { Result } from "../../base/result.ts";

/** What became of a call to the PC/SC service, as far as a driver decides by it. */
export type PcscProblem =
  /** The service does not run, or ended. */
  | "no-service"
  | "no-reader"
  | "no-card"
  /** Taken out since it was connected to. */
  | "removed"
  /** Lies there and says nothing when it gets power, or something that is no answer to reset. */
  | "mute"
  /** Another program holds it. */
  | "in-use"
  /** Another program reset it: what had been selected is forgotten. */
  | "reset"
  /** The exchange broke off: a bad contact, a card being pulled, noise. */
  | "not-transacted"
  /** Whatever else; `text` says it. */
  | "other";

export interface PcscFault {
  readonly problem: PcscProblem;
  /** The service's own words. */
  readonly text: string;
}

/** A card in a reader. */
export interface SeenCard {
  /** Counts insertions at this reader: another number is another card, or the same one laid again. */
  readonly lay: number;
  /** It gave no answer to reset: upside down, dirty, or no chip at all. */
  readonly isMute: boolean;
}

export interface SeenReader {
  readonly name: string;
  readonly card: SeenCard | undefined;
}

/** A connection to one card, which nobody else can use meanwhile. */
export interface PcscCard {
  /** Never asked twice at a time. The answer may be empty: some readers say that of a card that was pulled. */
  transmit(apdu: Buffer): Promise<Result<Buffer, PcscFault>>;
  /** Resets the card, so that no PIN and no selection outlives this, and lets it go. Does nothing while a `transmit` hangs. */
  release(): Promise<void>;
}

/** A connection to the service. */
export interface PcscService {
  readonly readers: readonly SeenReader[];
  connect(reader: string): Promise<Result<PcscCard, PcscFault>>;
  close(): void;
}

export interface PcscListeners {
  /** All readers, whenever one came, went, or had its card changed. */
  onReaders(readers: readonly SeenReader[]): void;
  /** Called once when the service has ended; never after `close()`. */
  onGone(why: PcscFault): void;
}

/** PC/SC, as little of it as a card reader needs. */
export interface Pcsc {
  open(listeners: PcscListeners): Result<PcscService, PcscFault>;
}

/** Why there is no PC/SC on this machine: what a technician reads, in both languages. */
export interface PcscMissing {
  readonly reasons: readonly string[];
}

export type BringPcsc = () => Promise<Result<Pcsc, PcscMissing>>;
