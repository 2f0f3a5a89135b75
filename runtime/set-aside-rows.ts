import type { Database } from "../base/database.ts";
import type { Outbox } from "../sync-agent/outbox/outbox.ts";
import type { Journal } from "./journal/journal.ts";
import type { SetAsideRow } from "./server/api.ts";

export interface SetAsideParts {
  readonly db: Database;
  readonly outbox: Pick<Outbox, "quarantined" | "releaseQuarantined">;
  readonly journal: Journal;
  /** There are rows to send. */
  readonly poke: () => void;
}

/** As many as a technician reads; the count of all stands beside them. */
const MOST_SHOWN = 20;
const MOST_WORDS = 300;

/** Rows that the hub refused for good, the oldest first, with its words for why: those hold nothing of a person. */
export function setAsideRows({ outbox }: Pick<SetAsideParts, "outbox">): SetAsideRow[] {
  return outbox
    .quarantined()
    .slice(0, MOST_SHOWN)
    .map(({ kind, problem, quarantinedAt }) => ({ kind, problem: problem.slice(0, MOST_WORDS), at: quarantinedAt }));
}

/**
 * Sends them again, after the hub's administrator has mended what was wrong; gives how many. Who did it is one commit with it. What the hub
 * still refuses is set aside once more.
 */
export function releaseSetAside({ db, outbox, journal, poke }: SetAsideParts, by: string): number {
  const released = db.transaction(() => {
    const rows = outbox.releaseQuarantined();
    if (rows > 0) journal.append("technician.acted", { act: "release-quarantined", about: `rows-${rows}`, by, confirmedBy: "" });
    return rows;
  });
  if (released > 0) poke();
  return released;
}
