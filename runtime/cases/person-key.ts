import { existsSync, readFileSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import { createDurably } from "../../base/create-durably.ts";
import type { Database } from "../../base/database.ts";
import { keyedHash } from "../../base/personal.ts";
import type { Random } from "../../base/random.ts";
import type { Journal } from "../journal/journal.ts";

const KEY_BYTES = 32;
/** Not the number of a person, so that no hash of one is ever a mark. */
const MARKED = "person-hash key";

export interface PersonKey {
  readonly key: Uint8Array;
  /** There was none. */
  readonly isNew: boolean;
}

/** There is a file, but no key in it: what it was hashed by may be put back, so none is made over it. Names the file and what to do. */
export class PersonKeyUnusable extends Error {
  constructor(path: string, problem: string, cause?: unknown) {
    const todo = "put the right one back from a copy; if there is none, take this file away: a new key is made at the next start";
    super(`the key for hashes of persons, ${path}, ${problem}; ${todo}, and an alarm says which cases it no longer fits`, { cause });
    this.name = "PersonKeyUnusable";
  }
}

/** The key by which persons are hashed; made where there is no file. Throws `PersonKeyUnusable`. */
export function openPersonKey(path: string, random: Random): PersonKey {
  const isNew = !existsSync(path);
  if (isNew) createDurably(path, random.bytes(KEY_BYTES));
  const key = read(path);
  if (key.length !== KEY_BYTES) throw new PersonKeyUnusable(path, `has ${key.length} bytes, not ${KEY_BYTES}`);
  return { key, isNew };
}

/**
 * Notices a key that is not the one of before: lost and made anew, or exchanged. People are served all the same, for a hash only tells
 * whether two cases at this kiosk are of one person; but it is an alarm, once. Gives how many cases an earlier key hashed, else 0.
 */
export function notePersonKey({ key, isNew }: PersonKey, parts: { db: Database; journal: Journal; clock: Clock }): number {
  const { db, journal, clock } = parts;
  const mark = keyedHash(key, MARKED);
  return db.transaction(() => {
    const last = db.get<{ mark: string }>("SELECT mark FROM person_key ORDER BY number DESC LIMIT 1")?.mark ?? null;
    if (last === mark) return 0;
    db.run("INSERT INTO person_key (mark, since) VALUES (?, ?)", mark, clock.now());
    const cases = db.get<{ n: number }>("SELECT count(*) AS n FROM case_record")?.n ?? 0;
    // A kiosk of an earlier release kept no mark: there the key that lies there is the right one, and one that had to be made is not.
    if (cases === 0 || (last === null && !isNew)) return 0;
    journal.append("person-key.changed", { cases, lost: isNew });
    return cases;
  });
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new PersonKeyUnusable(path, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
