import type { BlankStatementBody, BlankStateWord } from "../../protocol/messages.ts";
import type { FindingCode } from "../api.ts";
import { type HubState, type KioskBook, type Statement, saysTheSame, stateAfter } from "./book.ts";
import { printsOf } from "./carry-forward.ts";
import { wrongCounts } from "./compare-counts.ts";
import { type Span, serialOf, sizeOf, spanOf } from "./serial-span.ts";
import { type Stretch, stretchesOf } from "./stretches.ts";

/** Something that does not fit, before it is a finding. */
export interface Found {
  readonly code: FindingCode;
  readonly kiosk: string;
  readonly blankType: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** What the words of the finding need; closed words and numbers of blanks only. */
  readonly facts: Readonly<Record<string, string>>;
  /** ISO 8601 */
  readonly since: string;
  /** Epoch ms: when the hub received the newest row that shows it. */
  readonly seenAt: number;
}

type Difference = Pick<Found, "code" | "facts" | "since" | "seenAt">;

/** All in which a kiosk's newest statement and the hub's book of it differ, or in which one of them contradicts itself. */
export function compareBook(book: KioskBook): Found[] {
  return [...byNumber(book), ...(book.statement ? brokenBatches(book.kiosk, book.statement) : []), ...wrongCounts(book)];
}

function byNumber(book: KioskBook): Found[] {
  const runs: { stretch: Stretch; span: Span; difference: Difference }[] = [];
  for (const stretch of stretchesOf(book)) {
    const difference = differenceOf(stretch, book.statement);
    if (!difference) continue;
    const before = runs.at(-1);
    const goesOn =
      before &&
      before.stretch.blankType === stretch.blankType &&
      before.span.series === stretch.span.series &&
      before.span.to + 1 === stretch.span.from &&
      before.difference.code === difference.code &&
      JSON.stringify(before.difference.facts) === JSON.stringify(difference.facts);
    if (goesOn) runs[runs.length - 1] = { ...before, span: { ...before.span, to: stretch.span.to } };
    else runs.push({ stretch, span: stretch.span, difference });
  }
  return runs.map(({ stretch: { blankType }, span, difference }) => ({
    kiosk: book.kiosk,
    blankType,
    first: serialOf(span.series, span.from),
    last: serialOf(span.series, span.to),
    count: sizeOf(span),
    ...difference,
  }));
}

function differenceOf({ entries, words }: Stretch, statement: Statement | null): Difference | null {
  const used = entries.findLast((entry) => entry.kind !== "loaded");
  if (used && !entries.some((entry) => entry.kind === "loaded")) {
    return { code: "issued-unloaded", facts: { hub: used.kind }, since: used.at, seenAt: used.receivedAt };
  }
  if (used && printsOf(entries) > 1) {
    return { code: "state-differs", facts: { hub: "twice" }, since: used.at, seenAt: used.receivedAt };
  }
  if (!statement) return null;
  // What the hub's book said when the statement was written: later lines may be here already.
  const hub = stateAfter(entries.filter(({ order }) => order < statement.order));
  const shown = { since: statement.body.at, seenAt: statement.receivedAt };
  if (words.length === 0) {
    // A pack whose numbers have all ended is not stated again, and one that was loaded since cannot be in it yet.
    return hub === "none" || ENDED.has(hub) ? null : { code: "count-differs", facts: { hub, kiosk: "" }, ...shown };
  }
  // A number that was given back and loaded again stands in two packs. Any other that does is in two states, of which one may be right.
  const live = words.filter((word) => word !== "returned");
  if (words.some((word) => saysTheSame(hub, word)) && live.every((word) => saysTheSame(hub, word))) return null;
  const kiosk = live.find((word) => !saysTheSame(hub, word)) ?? words.at(-1) ?? "inStock";
  return { code: codeOf(hub, kiosk), facts: { hub, kiosk }, ...shown };
}

const ENDED: ReadonlySet<HubState> = new Set(["issued", "spoiled", "returned"]);

function codeOf(hub: HubState, kiosk: BlankStateWord): FindingCode {
  if (hub === "none") return "count-differs";
  const unused = hub === "inStock" || hub === "failed";
  return unused && (kiosk === "printed" || kiosk === "issued" || kiosk === "unknown") ? "issued-unreported" : "state-differs";
}

function brokenBatches(kiosk: string, { body, receivedAt }: Statement): Found[] {
  return body.batches.filter(isBroken).map(({ blankType, first, last, loaded, runs }) => ({
    code: "batch-broken" as const,
    kiosk,
    blankType,
    first,
    last,
    count: loaded,
    facts: { loaded: String(loaded), runs: String(runs.reduce((sum, run) => sum + run.count, 0)) },
    since: body.at,
    seenAt: receivedAt,
  }));
}

/** The runs must lie end to end over the batch: no number left out, none in two states. */
function isBroken({ first, last, loaded, runs }: BlankStatementBody["batches"][number]): boolean {
  const batch = spanOf(first, last);
  const spans = runs.map((run) => ({ span: spanOf(run.first, run.last), count: run.count }));
  if (!batch || sizeOf(batch) !== loaded) return true;
  let next = batch.from;
  for (const { span, count } of spans.sort((one, other) => (one.span?.from ?? 0) - (other.span?.from ?? 0))) {
    if (!span || span.series !== batch.series || span.from !== next || sizeOf(span) !== count) return true;
    next = span.to + 1;
  }
  return next !== batch.to + 1;
}
