import { assertBook } from "./book.ts";
import type { Cell, Ending } from "./cells.ts";
import { look, serveNext } from "./look.ts";
import { BLANK_TYPE, Killed } from "./runtime-process.ts";
import { type Beginning, openWorld, type World } from "./world.ts";

/**
 * One cell from beginning to end: a certificate is ordered, the machine is cut, started again, asked, looked into and served on. Null
 * where things never come so far. Throws an AssertionError where the book and the paper do not agree.
 */
export async function runCell(cell: Cell, beginning: Beginning): Promise<Ending | null> {
  const world = await openWorld(cell, beginning);
  try {
    await world.until(ready(world));
    await world.befall();
    world.arm();
    let isCut = false;
    void world.happened.then(() => {
      isCut = true;
    });
    const told = await firstCitizen(world);
    if (cell.arrow !== null && !isCut) return null;
    await world.startAgain();
    assertBook(world, "after the restart");
    const first = world.runtime.db.get<{ id: string }>("SELECT id FROM issuance ORDER BY created_at, id LIMIT 1");
    const found = first && world.runtime.ledger.find(first.id);
    const state = found?.state ?? null;
    const blank = found?.serial ? world.runtime.blanks.stateOf(BLANK_TYPE, found.serial) : null;
    await world.mend();
    assertBook(world, "once the printer is cleared");
    const seen = look(world);
    await serveNext(world, (work) => world.until(work));
    const settled = first ? (world.runtime.ledger.find(first.id)?.state ?? null) : null;
    return { told, ledger: state, blank, ...seen, settled };
  } finally {
    await world.close();
  }
}

async function ready(world: World): Promise<void> {
  while (!world.runtime.isReady) await new Promise<void>((resolve) => world.clock.after(100, resolve));
}

/** What they are told; null where the runtime died with their session. */
async function firstCitizen(world: World): Promise<string | null> {
  const serving = world.runtime.serve("first").catch((cause: unknown) => {
    if (cause instanceof Killed || world.isCut) return null;
    throw cause;
  });
  const died = world.happened.then(() => (world.isCut ? null : serving));
  return world.until(Promise.race([serving, died]));
}
