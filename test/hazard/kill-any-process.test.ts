import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../../base/database.ts";
import { PROCESSES, type ProcessName } from "../../runtime/demo/hall.ts";
import type { OpenIssuance, View } from "../../runtime/server/api.ts";
import { chanceOf } from "../support/chance.ts";
import { answerTo, offers, tradeName } from "../support/citizen-journey.ts";
import { nothingOfThePersonStays } from "../support/nothing-left.ts";
import { plainFaceCatalogue } from "../support/plain-face-catalogue.ts";
import { Technician } from "../support/technician.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";

const ITEM = "business-registration";
const ROUNDS = Number(process.env["ZIZHU_KILL_ROUNDS"] ?? 35);
/** The moments of the kills hang on it. */
const SEED = Number(process.env["ZIZHU_SEED"] ?? 1);
/** A whole journey takes about this long when nothing is killed; a kill falls anywhere in it. */
const JOURNEY_MS = 9_000;

describe("killing any process at any moment of a licence being issued", function () {
  this.timeout(25 * 60_000);
  let folder: string;
  let hall: TestHall;
  let technician: Technician;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-kill-"));
    // Killed at random moments of the whole journey, not nearly always while the head is turned.
    hall = await openTestHall({ catalogue: plainFaceCatalogue(join(folder, "catalogue"), [ITEM]) });
    technician = new Technician(hall.ports.kiosk, hall.credentials);
    await hall.hardware.act({ act: "insert-card", card: "resident" });
  });
  after(async () => {
    await hall?.close();
    rmSync(folder, { recursive: true });
  });

  it(`keeps the three promises over ${ROUNDS} rounds`, async () => {
    const acknowledged = new Set<string>();
    const chance = chanceOf(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const victim = PROCESSES[round % PROCESSES.length] as ProcessName;
      await openTheDoors(hall, technician);
      const afterMs = Math.round(chance() * JOURNEY_MS);
      const killed = killLater(hall, victim, afterMs);
      await serve(hall, technician, tradeName(round), acknowledged).catch((cause) => {
        throw new Error(`round ${round}, ${victim} killed after ${afterMs} ms: ${(cause as Error).message}`, { cause });
      });
      await killed;
    }
    await openTheDoors(hall, technician);
    await everythingDelivered(hall, technician);
    const audit = await stopAndRead(hall, technician);
    assert.ok(acknowledged.size > 0 && audit.sheets.length > 0, "some rounds must get as far as a case and a print");
    checkNothingLost(acknowledged, audit);
    checkNothingPrintedTwice(audit);
    nothingOfThePersonStays(hall);
  });
});

function killLater(hall: TestHall, victim: ProcessName, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const pid = hall.supervisor.report().find(({ name }) => name === victim)?.pid ?? 0;
      if (pid > 0) process.kill(pid, "SIGKILL");
      resolve();
    }, afterMs);
  });
}

/** One willing person, from home to home, whatever happens in between; gives up like a person when the kiosk starts anew. */
async function serve(hall: TestHall, technician: Technician, shop: string, acknowledged: Set<string>): Promise<void> {
  const { citizen } = hall;
  await hall.hardware.act({ act: "insert-card", card: "resident" });
  await begin(hall, technician);
  const { session, revision } = await citizen.until("a session", (view) => view.session !== null);
  let answered = revision - 1;
  for (;;) {
    const view = await citizen.until("a turn", (next) => next.session !== session || (next.revision > answered && isTurn(next)), 120_000);
    if (view.session !== session) break;
    if (view.screen.kind === "result" && view.screen.caseNumber) acknowledged.add(view.screen.caseNumber);
    answered = view.revision;
    const intent = answerTo(view.screen, { tradeName: shop, capital: "20000", employees: "2", phone: "19900000001" });
    // The runtime may be the one that is killed: a touch then reaches nobody, and the next view tells what became of it.
    if (intent) await citizen.touch(intent).catch(() => undefined);
  }
  await hall.hardware.act({ act: "remove-card" });
  // The farewell may be left once the reader has seen the card go.
  while (citizen.view?.screen.kind === "ended") {
    await citizen.touch({ kind: "confirm" }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isTurn(view: View): boolean {
  return view.screen.kind === "ended" || answerTo(view.screen, {}) !== undefined;
}

/** Touches the item once it is on offer; the kiosk may close, or die, between the look and the touch. */
async function begin(hall: TestHall, technician: Technician): Promise<void> {
  const { citizen } = hall;
  for (;;) {
    await openTheDoors(hall, technician);
    const seen = citizen.view?.revision;
    const reply = await citizen.touch({ kind: "start", item: ITEM }).catch(() => null);
    if (reply?.accepted) return;
    await citizen.until("another view", (view) => view.revision !== seen, 10_000).catch(() => undefined);
  }
}

/** Until the item is on offer again; a technician looks into the tray for every blank whose fate nobody knows. */
async function openTheDoors(hall: TestHall, technician: Technician): Promise<void> {
  for (;;) {
    const view = await hall.citizen.until("home", ({ screen }) => screen.kind === "home", 120_000);
    if (offers(view.screen, ITEM)) return;
    await settleOpen(hall, technician);
    await hall.citizen
      .until("another view", (next) => next.revision !== view.revision || next.session !== view.session, 10_000)
      .catch(() => undefined);
  }
}

/** What nobody knows, and what nobody was seen to take: the kiosk was killed before the person touched on. */
async function settleOpen(hall: TestHall, technician: Technician): Promise<void> {
  const { openIssuances } = await technician.overview();
  for (const open of openIssuances) {
    const isForTechnician = open.state === "unknown" || open.why === "not-seen-taken";
    if (isForTechnician) await technician.act({ act: "resolve", issuance: open.id, finding: lookIntoTheTray(hall, open) });
  }
}

function lookIntoTheTray(hall: TestHall, issuance: OpenIssuance): "printed" | "blank-unused" {
  return hall.hardware.certificatePrinter.sheets.some(({ job }) => job === issuance.id) ? "printed" : "blank-unused";
}

async function everythingDelivered(hall: TestHall, technician: Technician): Promise<void> {
  for (;;) {
    await settleOpen(hall, technician);
    const { link, openIssuances } = await technician.overview();
    assert.equal(link.quarantined, 0, "no row may be refused for good");
    if (link.hub === "reachable" && link.waiting === 0 && openIssuances.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Audit {
  readonly registered: string[];
  readonly atHub: string[];
  readonly ledger: { id: string; state: string; serial: string | null; kind: string }[];
  readonly sheets: { job: string }[];
  readonly batches: Awaited<ReturnType<Technician["overview"]>>["batches"];
  readonly journalIntact: boolean;
}

async function stopAndRead(hall: TestHall, technician: Technician): Promise<Audit> {
  const { batches, journal } = await technician.overview();
  await hall.supervisor.stopAll();
  const kiosk = new Database(join(hall.folders.kiosk, "kiosk.db"), [], "test");
  const hub = new Database(join(hall.folders.hub, "hub.db"), [], "test");
  const numbers = (db: Database, sql: string) => db.all<{ number: string }>(sql).map(({ number }) => number);
  const audit = {
    registered: numbers(kiosk, "SELECT number FROM case_record"),
    atHub: numbers(hub, "SELECT number FROM cases"),
    ledger: kiosk.all<Audit["ledger"][number]>("SELECT id, state, serial, kind FROM issuance"),
    sheets: hall.hardware.certificatePrinter.sheets.map(({ job }) => ({ job })),
    batches,
    journalIntact: journal.intact,
  };
  kiosk.close();
  hub.close();
  return audit;
}

function checkNothingLost(acknowledged: ReadonlySet<string>, { registered, atHub }: Audit): void {
  assert.deepEqual([...atHub].sort(), [...registered].sort(), "each registered case is at the hub exactly once");
  for (const number of acknowledged) assert.ok(atHub.includes(number), `${number} was shown to the citizen`);
}

function checkNothingPrintedTwice({ ledger, sheets, batches, journalIntact }: Audit): void {
  const jobs = sheets.map(({ job }) => job);
  assert.equal(new Set(jobs).size, jobs.length, "no job came out twice");
  const certificates = ledger.filter(({ kind }) => kind === "certificate");
  const printed = certificates.filter(({ state, serial }) => state === (serial === null ? "printed" : "issued"));
  for (const { id } of printed) assert.ok(jobs.includes(id), `${id} is called printed and no sheet came out`);
  for (const job of jobs)
    assert.ok(
      printed.some(({ id }) => id === job),
      `${job} came out and the ledger says otherwise`,
    );
  const serials = printed.map(({ serial }) => serial);
  assert.equal(new Set(serials).size, serials.length, "no blank was issued twice");
  for (const batch of batches) {
    assert.equal(batch.loaded, batch.inStock + batch.issued + batch.spoiled + batch.returned, `${batch.blankType} is accounted for`);
  }
  assert.ok(journalIntact, "the journal's chain holds");
}
