import type { Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { FlowEvent, PrintOrder, PrintOutcome } from "../../config/service-items/flow-types.ts";
import type { Asker } from "../issuance/documents.ts";
import type { About, Issued, Issuer } from "../issuance/issue.ts";
import type { Journal } from "../journal/journal.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";
import { again, type KeptReceipt, type ReceiptOrder, type Receipts } from "./receipts.ts";

export type DownloadOrder = Extract<PrintOrder, { kind: "download" }>;
/** An address from which a phone takes a department's file. Settles always; the error is for the technician. */
export type Download = (order: DownloadOrder, asker: Asker) => Promise<Result<{ readonly url: string }, string>>;
/** An address from which a phone takes a receipt that did not come out on paper. */
export type Paperless = (order: ReceiptOrder) => Result<string, string>;

export interface PrintParts {
  readonly issuer: Pick<Issuer, "copies" | "issue">;
  readonly hold: Hold;
  readonly about: About;
  readonly receipts: Receipts;
  readonly download: Download;
  readonly paperless: Paperless;
  readonly journal: Pick<Journal, "append">;
}

/**
 * Prints a step's sheets one after the other, each copy on a line of its own. Once one has not come out, nothing more is begun: a receipt
 * that follows would speak of a certificate that is not there.
 */
export async function printAll(
  visit: number,
  orders: readonly PrintOrder[],
  parts: PrintParts,
  progress: (prints: readonly PrintProgress[]) => void,
): Promise<FlowEvent> {
  const lines = orders.flatMap((order) => Array.from({ length: copiesOf(order) }, () => order));
  const prints = lines.map(lineOf);
  const outcomes: PrintOutcome[] = [];
  const show = (print: PrintProgress) => {
    prints[outcomes.length] = print;
    progress([...prints]);
  };
  for (const order of orders) {
    show({ ...lineOf(order), state: "printing" });
    for await (const print of comeOut(order, outcomes, parts)) {
      show(print);
      const outcome = outcomeOf(print);
      outcomes.push(outcome);
      if (lines[outcomes.length] === order && isOut(outcome)) show({ ...lineOf(order), state: "printing" });
    }
    if (!outcomes.every(isOut)) break;
  }
  // What was not begun has not come out either: nobody is to wait for it, and the slip that follows lists it.
  const notBegun = lines.slice(outcomes.length).map((order): PrintProgress => ({ ...lineOf(order), state: "failed" }));
  if (notBegun.length > 0) progress([...prints.slice(0, outcomes.length), ...notBegun]);
  return { kind: "print-done", visit, outcomes: [...outcomes, ...notBegun.map(outcomeOf)] };
}

/** The session's last receipt once more with the same number, marked 补打 unless the first certainly never left the printer. */
export async function printAgain(parts: PrintParts): Promise<PrintProgress> {
  const kept = parts.receipts.last;
  if (kept === null) throw new Error(`session ${parts.about.session} has no receipt to print again`);
  return printReceipt(kept, parts);
}

async function* comeOut(order: PrintOrder, before: readonly PrintOutcome[], parts: PrintParts): AsyncGenerator<PrintProgress, void> {
  switch (order.kind) {
    case "receipt":
      yield await printReceipt(parts.receipts.number(withPrints(order, before)), parts);
      return;
    case "download":
      yield await offer(order, parts);
      return;
    case "certificate":
    case "department-document":
      for await (const issued of parts.issuer.copies(order, parts.about, parts.hold)) yield progressOf(order, issued);
      return;
    default:
      unreachable(order);
  }
}

/** On paper; else, what has no cost, behind a code on the screen. */
async function printReceipt(kept: KeptReceipt, parts: PrintParts): Promise<PrintProgress> {
  const { issuer, about, hold, paperless, journal } = parts;
  const issued = await issuer.issue(again(kept), { ...about, reprintOf: kept.mayBeOut ? kept.issuance : null }, hold);
  const print = progressOf(kept.order, issued);
  if (issued.outcome !== "failed") {
    kept.issuance = issued.issuance;
    kept.mayBeOut = true;
  }
  if (issued.outcome === "printed") return print;
  const address = paperless(kept.order);
  if (!address.ok) return print;
  journal.append("receipt.paperless", { session: about.session, template: kept.order.template });
  return { ...print, state: "paperless", code: address.value };
}

async function offer(order: DownloadOrder, { download, about, journal }: PrintParts): Promise<PrintProgress> {
  const { template } = order;
  const { session, item } = about;
  const offered = await download(order, { session, item });
  journal.append("download.offered", { session, template, outcome: offered.ok ? "shown" : "unavailable" });
  return offered.ok
    ? { ...lineOf(order), state: "paperless", code: offered.value.url }
    : { ...lineOf(order), state: "failed", problem: "no-reply" };
}

/** A receipt lists what came out before it: the facts it was ordered from end where this step began. */
function withPrints(order: ReceiptOrder, outcomes: readonly PrintOutcome[]): ReceiptOrder {
  const before = Array.isArray(order.data["prints"]) ? order.data["prints"] : [];
  return { ...order, data: { ...order.data, prints: [...before, ...outcomes] } };
}

function copiesOf(order: PrintOrder): number {
  return order.kind === "certificate" || order.kind === "department-document" ? order.copies : 1;
}

function lineOf({ template, kind }: PrintOrder): PrintProgress {
  return { document: template, kind, state: "waiting", problem: null, serial: "", code: null };
}

function progressOf(order: PrintOrder, { outcome, problem, serial }: Issued): PrintProgress {
  return { ...lineOf(order), state: outcome, problem, serial };
}

function outcomeOf({ document, state, serial }: PrintProgress): PrintOutcome {
  if (state === "waiting" || state === "printing") throw new Error(`${document} has not come to its end`);
  return { template: document, outcome: state, serial };
}

function isOut({ outcome }: PrintOutcome): boolean {
  return outcome === "printed" || outcome === "paperless";
}
