import { join } from "node:path";
import { readJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { checkHubKeys } from "../../sync-agent/hub/keys.ts";
import { openRecords } from "../open-records.ts";
import { type HallFolders, KIOSK_ID, TECHNICIANS } from "./hall-files.ts";

/** What the technician would do on the first morning: a pack of each blank into the trays. Nothing on later starts. */
export function loadFirstBlanks(folders: HallFolders, clock: Clock, random: Random): void {
  const keys = readJson(join(folders.kiosk, "hub-keys.json"), checkHubKeys);
  // The hub and the kiosk are about to refuse these keys in words of their own.
  if (!keys.ok) return;
  const { db, blanks, stock } = openRecords(folders.kiosk, KIOSK_ID, keys.value.seal, clock, random);
  if (blanks.batches().length === 0) {
    const who = { by: TECHNICIANS.first, confirmedBy: "" };
    must(stock.load("business-licence-original", "SL-Z0000001", 100, who));
    must(stock.load("business-licence-duplicate", "SL-F0000001", 100, who));
  }
  db.close();
}
