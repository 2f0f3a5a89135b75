import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { OpenIssuance } from "../../../runtime/server/api.ts";
import { assertBook, assertNothingOpen, isOnSheet, NUMBERS, type Scene } from "./book.ts";
import type { Ending } from "./cells.ts";

/** A technician is asked about the open number, looks for its sheet, and says what they saw. */
export function look(scene: Scene): Pick<Ending, "asked" | "found"> {
  const open = scene.runtime.ledger.open(null);
  assert.ok(open.length <= 1, "one tray, and two open numbers");
  const [one] = open;
  const found = one ? resolve(scene, one) : null;
  assertBook(scene, "once the technician has looked");
  assertNothingOpen(scene);
  return { asked: one ? inWords(one) : null, found };
}

/** With their own eyes: the sheet of that number lies whole in somebody's hand, spoiled somewhere, or still in the tray. */
function resolve(scene: Scene, { id, serial }: OpenIssuance): Ending["found"] {
  const hasLeft = scene.sheets[NUMBERS.indexOf(serial ?? "")] !== undefined;
  const finding = !hasLeft ? "blank-unused" : isOnSheet(scene, id, serial) ? "printed" : "spoiled";
  const event = { printed: "found-printed", spoiled: "found-spoiled", "blank-unused": "found-unused" } as const;
  must(scene.runtime.ledger.advance(id, event[finding]));
  return finding;
}

/** The tray is free, and the next citizen has the next sheet in hand, with its own number on it. */
export async function serveNext(scene: Scene, until: <T>(work: Promise<T>) => Promise<T>): Promise<void> {
  const { runtime } = scene;
  const number = NUMBERS[scene.sheets.length];
  assert.equal(await until(runtime.serve("next")), "printed", "the next citizen is not served");
  const next = runtime.db.get<{ id: string; serial: string }>(
    "SELECT id, serial FROM issuance WHERE session = 'next' AND state = 'issued'",
  );
  assert.equal(next?.serial, number, "the next citizen has another sheet than the book says");
  assert.ok(isOnSheet(scene, next?.id ?? "", number ?? null), "the sheet is not theirs, or bears another number than its own");
  assertBook(scene, "after the next citizen");
  assertNothingOpen(scene);
}

function inWords({ why, evidence }: OpenIssuance): string {
  const { problem = "", counterMoved = null, counterExpected = null, pagesDone = null, pages = 0 } = evidence ?? {};
  const said = [
    problem,
    pagesDone === null ? "" : `pages ${pagesDone} of ${pages}`,
    counterMoved === null ? "" : `counter +${counterMoved} of ${counterExpected}`,
  ];
  return [why ?? "", said.filter(Boolean).join(", ")].filter(Boolean).join(": ");
}
