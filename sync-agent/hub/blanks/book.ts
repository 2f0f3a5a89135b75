import type { BlankStatementBody, BlankStateWord, IssuanceBody } from "../../protocol/messages.ts";
import type { Span } from "./serial-span.ts";

/** What a row says of numbers. `held`: the print failed, and the sheet may have been drawn in; `failed`: it failed, and the sheet is back in stock. */
export type EntryKind = "loaded" | "counted" | "spoiled" | "returned" | "printed" | "issued" | "failed" | "held" | "unknown";

/** One line of the hub's book of a kiosk's numbers. */
export interface Entry {
  /** Place among all lines of this kiosk in the order in which the kiosk wrote them, whatever order they came in. */
  readonly order: number;
  readonly kind: EntryKind;
  readonly blankType: string;
  /** Null for `counted`. */
  readonly span: Span | null;
  readonly batch: string;
  /** "" for what a technician did. */
  readonly issuance: string;
  readonly count: number;
  readonly expected: number;
  readonly by: string;
  /** Stands for the lines of numbers that had ended when a statement agreed, at the statement's place. */
  readonly isCarried: boolean;
  /** ISO 8601, the kiosk's word. */
  readonly at: string;
  /** Epoch ms, at the hub. */
  readonly receivedAt: number;
}

/** The newest statement of a kiosk. `order`: the lines below it were written before it. */
export interface Statement {
  readonly order: number;
  readonly receivedAt: number;
  readonly body: BlankStatementBody;
}

export interface KioskBook {
  readonly kiosk: string;
  /** Rises with every row about a blank. */
  readonly version: number;
  /** In order. */
  readonly entries: readonly Entry[];
  readonly statement: Statement | null;
  /** Rows with lower numbers than others that came, since the last statement that agreed: deferred or set aside at the kiosk. */
  readonly missingRows: number;
}

/** What an issuance's row says of its blank. A kiosk of an older release does not say what a failed print left; then it is taken to be in stock. */
export function kindOf({ outcome, blank }: Pick<IssuanceBody, "outcome" | "blank">): EntryKind {
  return outcome === "failed" && blank === "unknown" ? "held" : outcome;
}

export type HubState = "none" | "inStock" | Exclude<EntryKind, "loaded" | "counted">;

/** What the lines of one number come to, in order. */
export function stateAfter(entries: readonly Entry[]): HubState {
  const kind = entries.at(-1)?.kind ?? "none";
  if (kind === "counted") throw new Error("a count is of no number");
  return kind === "loaded" ? "inStock" : kind;
}

/** Whether these lines, from one loading to the next, are of sheets that went back to the store unused. */
export function wasReturned(entries: readonly Entry[]): boolean {
  const prints = entries.filter(({ kind }) => kind !== "loaded" && kind !== "returned").map(({ kind }) => kind);
  // One that was in doubt and was found unused has ended as `failed`.
  const wasUnused =
    prints.every((kind) => kind === "failed" || kind === "held" || kind === "unknown") && (prints.at(-1) ?? "failed") === "failed";
  return stateAfter(entries) === "returned" && wasUnused;
}

/** The kiosk's words that say the same as the hub's: what is only reserved is not reported, and a failed print may leave either. */
const SAME: Readonly<Record<HubState, readonly BlankStateWord[]>> = {
  none: [],
  inStock: ["inStock", "reserved"],
  failed: ["inStock", "reserved", "unknown"],
  held: ["unknown"],
  printed: ["printed"],
  issued: ["issued"],
  spoiled: ["spoiled"],
  unknown: ["unknown"],
  returned: ["returned"],
};

export function saysTheSame(hub: HubState, kiosk: BlankStateWord): boolean {
  return SAME[hub].includes(kiosk);
}
