import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { hallDate } from "../../config/hall-time.ts";
import type { PrintOrder } from "../../config/service-items/flow-types.ts";

export type ReceiptOrder = Extract<PrintOrder, { kind: "receipt" }>;

/** A receipt of this session: its order, complete, and what became of it last. */
export interface KeptReceipt {
  readonly order: ReceiptOrder;
  readonly number: string;
  /** Id of its newest issuance that may have come out; null while there is none. */
  issuance: string | null;
  /** Paper with this number may be in the world already. */
  mayBeOut: boolean;
}

/** Without I, L, O and U: what is read out over a counter is heard right (Crockford). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTER_COUNT = 6;

/**
 * The receipts that one session printed, so that one can be had once more with the same number. In memory only, and gone with the session.
 */
export class Receipts {
  readonly #clock: Clock;
  readonly #random: Random;
  #last: KeptReceipt | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  get last(): KeptReceipt | null {
    return this.#last;
  }

  /** Gives a receipt its number, `20260105-7K2M9Q`, which a reprint keeps. */
  number(order: ReceiptOrder): KeptReceipt {
    const drawn = [...this.#random.bytes(LETTER_COUNT)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    const number = `${hallDate(this.#clock.now()).replaceAll("-", "")}-${drawn}`;
    const data = { ...order.data, receipt: { number } };
    this.#last = { order: { ...order, data }, number, issuance: null, mayBeOut: false };
    return this.#last;
  }

  forget(): void {
    this.#last = null;
  }
}

/** The same receipt for a second print: marked 补打 unless the first certainly never left the printer. */
export function again({ order, mayBeOut }: KeptReceipt): ReceiptOrder {
  return mayBeOut ? { ...order, data: { ...order.data, reprint: true } } : order;
}
