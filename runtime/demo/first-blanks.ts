import type { Clock } from "../../base/clock.ts";
import { addTables, Database } from "../../base/database.ts";
import type { Random } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { Blanks } from "../issuance/blanks.ts";
import { ISSUANCE_TABLES } from "../issuance/tables.ts";

/** What a technician would do on the first morning: a pack of each blank into the trays. Nothing on later starts. */
export function loadFirstBlanks(file: string, clock: Clock, random: Random): void {
  const db = new Database(file, [], "demo");
  addTables(db, "issuance", ISSUANCE_TABLES);
  const blanks = new Blanks(db, clock, random);
  if (blanks.batches().length === 0) {
    must(blanks.load("business-licence-original", "SL-Z0000001", 100));
    must(blanks.load("business-licence-duplicate", "SL-F0000001", 100));
  }
  db.close();
}
