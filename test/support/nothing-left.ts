import assert from "node:assert/strict";
import { SAMPLE_CARDS } from "../../device-drivers/id-card-reader/sample-cards.ts";
import type { TestHall } from "./test-hall.ts";

/** Neither kiosk, logs nor hub hold the person in clear. What a department keeps of its own citizens is its own affair. */
export function nothingOfThePersonStays(hall: TestHall, ...more: readonly string[]): void {
  const { name, number, address } = SAMPLE_CARDS.resident;
  const needles = [name, number, address, ...more].flatMap((text) => [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")]);
  const kept = hall
    .written()
    .filter(({ file }) => !file.startsWith(hall.folders.departments))
    .filter(({ bytes }) => needles.some((needle) => bytes.includes(needle)));
  assert.deepEqual(
    kept.map(({ file }) => file),
    [],
  );
}

export const NOTHING_KEPT = { local: 0, session: 0, cookie: "", databases: 0, caches: 0 } as const;
