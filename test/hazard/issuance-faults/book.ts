import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { serialRange } from "../../../runtime/issuance/serials.ts";
import { BLANK_TYPE, PACK, type RuntimeProcess } from "./runtime-process.ts";

interface BlankRow {
  readonly serial: string;
  readonly state: string;
  readonly issuance: string | null;
}
interface IssuanceRow {
  readonly id: string;
  readonly serial: string | null;
  readonly state: string;
}

/** A sheet that left the tray. */
export interface Sheet {
  /** Null where the printer does not tell whose it is, and only the number on it does. */
  readonly job: string | null;
  readonly ink: "whole" | "part";
  readonly pdf: Buffer;
}

/** The book, and the paper: the n-th sheet out of the tray is the one with the n-th number. */
export interface Scene {
  readonly runtime: RuntimeProcess;
  readonly sheets: readonly Sheet[];
}

/** Top of the tray first. */
export const NUMBERS = must(serialRange(PACK.first, PACK.count));

/** The certificate of this issuance lies whole on the sheet of this number, which bears it. */
export function isOnSheet(scene: Scene, issuance: string, serial: string | null): boolean {
  const sheet = scene.sheets[NUMBERS.indexOf(serial ?? "")];
  const isOurs = sheet !== undefined && (sheet.job ?? issuance) === issuance && sheet.pdf.includes(`%sheet ${serial}\n`);
  return isOurs && sheet.ink === "whole";
}

/** The book against the paper, at any moment between two acts. */
export function assertBook(scene: Scene, when: string): void {
  const { runtime, sheets } = scene;
  const { db } = runtime;
  const blanks = db.all<BlankRow>("SELECT serial, state, issuance FROM blank WHERE blank_type = ? ORDER BY position", BLANK_TYPE);
  const issuances = db.all<IssuanceRow>("SELECT id, serial, state FROM issuance");
  const count = (...states: string[]) => blanks.filter(({ state }) => states.includes(state)).length;
  const open = new Set(runtime.ledger.open(null).map(({ serial }) => serial));

  assert.deepEqual(
    blanks.map(({ serial }) => serial),
    NUMBERS,
    `${when}: a number was lost`,
  );
  const isOpen = blanks.filter(({ serial }) => open.has(serial)).length;
  assert.equal(
    count("issued") + count("spoiled") + count("inStock") + isOpen,
    PACK.count,
    `${when}: loaded is not issued + spoiled + left + open`,
  );

  const given = issuances.filter(({ state }) => state !== "failed").map(({ serial }) => serial);
  assert.equal(new Set(given).size, given.length, `${when}: a number was given to two issuances`);

  const called = db
    .all<{ issuance: string }>("SELECT issuance FROM posted WHERE outcome IN ('printed', 'issued')")
    .map((row) => row.issuance);
  for (const { id, serial, state } of issuances) {
    if (state === "printed" || state === "issued" || called.includes(id))
      assert.ok(isOnSheet(scene, id, serial), `${when}: ${serial} is called ${state} and is on no sheet`);
    const whole = sheets.filter(({ job, ink }) => job === id && ink === "whole").length;
    assert.ok(whole <= 1, `${when}: ${whole} sheets came out for one issuance`);
  }
  for (const [at, { serial, state }] of blanks.entries()) {
    if (state === "inStock") assert.equal(sheets[at], undefined, `${when}: ${serial} counts as stock and has left the tray`);
  }
}

/** After the technician: every number has a final state or lies in the tray, and the tray may feed. */
export function assertNothingOpen({ runtime }: Pick<Scene, "runtime">): void {
  assert.deepEqual(runtime.ledger.open(null), [], "a number is still open");
  assert.equal(runtime.blanks.isHeld(BLANK_TYPE), false, "the tray is held although nothing is open");
}
