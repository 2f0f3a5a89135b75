import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { assertBalanced } from "../support/balance.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, type Scripted, STANDING } from "../support/peers.ts";
import { removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

const SUCCESS = "job-completed-successfully";

const completed = { state: "completed", reason: SUCCESS, pages: 1, counter: null };
const aborted = { state: "aborted", reason: "aborted-by-system", pages: 0, counter: null };
const counter = (after: number) => ({ before: 10, after, expected: 1 });
/** What the technician is shown of the printer's words: pages done, how far the counter moved, whether it was restarted. */
const said = (pagesDone: number | null, counterMoved: number | null = null, restarted = false) => ({
  pagesDone,
  counterMoved,
  counterExpected: counterMoved === null ? null : 1,
  restarted,
});

/** What the printer says of the job after the restart → what the ledger says then, what becomes of the blank, and what is kept of the words. */
const ANSWERS: readonly { says: string; answer: Scripted; state: string; blank: string; proof: ReturnType<typeof said> | null }[] = [
  { says: "completed, all pages", answer: ok(completed), state: "printed", blank: "printed", proof: said(1) },
  { says: "completed, no page counted", answer: ok({ ...completed, pages: 0 }), state: "unknown", blank: "unknown", proof: said(0) },
  {
    says: "completed, all pages, and the page counter agrees",
    answer: ok({ ...completed, counter: counter(11) }),
    state: "printed",
    blank: "printed",
    proof: said(1, 1),
  },
  {
    says: "completed, all pages, but the page counter stands still",
    answer: ok({ ...completed, counter: counter(10) }),
    state: "unknown",
    blank: "unknown",
    proof: said(1, 0),
  },
  {
    says: "aborted, no page, but the page counter moved",
    answer: ok({ ...aborted, counter: counter(11) }),
    state: "unknown",
    blank: "unknown",
    proof: said(0, 1),
  },
  {
    says: "restarted since, and the page counter moved",
    answer: ok({ state: "restarted", counter: counter(11) }),
    state: "unknown",
    blank: "unknown",
    proof: said(null, 1, true),
  },
  {
    says: "that it is another printer",
    answer: ok({ state: "another-printer", counter: null }),
    state: "unknown",
    blank: "unknown",
    proof: said(null),
  },
  // A print queue that lost track says "completed" with this reason (measured on cupsd).
  {
    says: "completed, with a reservation",
    answer: ok({ ...completed, reason: "processing-to-stop-point" }),
    state: "unknown",
    blank: "unknown",
    proof: said(1),
  },
  { says: "aborted, no page", answer: ok(aborted), state: "held", blank: "unknown", proof: said(0) },
  {
    says: "canceled, no page",
    answer: ok({ ...aborted, state: "canceled", reason: "job-canceled-by-user" }),
    state: "held",
    blank: "unknown",
    proof: said(0),
  },
  { says: "aborted after a page", answer: ok({ ...aborted, pages: 1 }), state: "unknown", blank: "unknown", proof: said(1) },
  // A restarted printer forgets a job that it printed (measured: five pages on paper).
  { says: "not found", answer: ok({ state: "not-found", counter: null }), state: "unknown", blank: "unknown", proof: said(null) },
  { says: "pending, for ever", answer: ok({ state: "pending", counter: null }), state: "unknown", blank: "unknown", proof: said(null) },
  { says: "nothing: offline", answer: failure("find-job", "device.offline", "no"), state: "unknown", blank: "unknown", proof: null },
];

describe("a runtime that was killed", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const rows = () => hall.records.db.all("SELECT state, serial FROM issuance").map((row) => `${row["state"]} ${row["serial"]}`);

  async function untilSettled() {
    for (let n = 0; n < 30 && rows()[0]?.startsWith("sent"); n++) {
      await hall.clock.advance(2_000);
      for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function killedWhile(at: "intent" | "sent") {
    const folder = temporaryFolder();
    const before = await openHouse({ folder });
    const { ledger } = before.records;
    const intent = {
      session: "s",
      caseId: "c",
      kind: "certificate",
      template: "licence",
      blankType: "licence",
      sha256: "ab".repeat(32),
      pages: 1,
      media: "iso_a3_297x420mm",
      sides: "one-sided",
    } as const;
    const intended = ledger.intend(intent);
    assert.ok(intended.ok);
    if (at === "sent") ledger.advance(intended.value.id, "send", "", { before: STANDING });
    await before.kill();
    return { folder, id: intended.value.id };
  }

  it("before the first byte finds the blank back in stock, and prints nothing", async () => {
    const { folder } = await killedWhile("intent");
    hall = await openHouse({ folder });
    assert.deepEqual(rows(), ["failed A0001"]);
    assert.equal(hall.records.blanks.inStock("licence"), 3);
    assert.deepEqual(hall.peers.devices.sheets, []);
    assert.equal(hall.screen(), "home");
  });

  for (const { says, answer, state, blank, proof } of ANSWERS) {
    it(`after the first byte asks the printer; "${says}" makes it ${state}, and prints nothing`, async () => {
      const { folder, id } = await killedWhile("sent");
      hall = await openHouse({ folder, findJob: answer });
      await untilSettled();
      assert.deepEqual(rows(), [`${state} A0001`]);
      assert.equal(hall.records.blanks.stateOf("licence", "A0001"), blank);
      assert.deepEqual(hall.peers.devices.sheets, []);
      const asked = hall.peers.devices.asked.filter((call) => call.command === "find-job").map((call) => call.args);
      const job = { job: id, pages: 1, media: "iso_a3_297x420mm", sides: "one-sided", before: STANDING };
      // Whoever asks for the last time has a job that still waits taken out of the printer.
      const last = asked.length === 6 ? [{ ...job, cancel: true }] : [];
      assert.deepEqual(asked, [...asked.slice(last.length).map(() => job), ...last]);
      assert.ok(asked.length === 1 || asked.length === 6);
      assert.deepEqual(hall.records.ledger.find(id)?.proof ?? null, proof);
      assertBalanced(hall.records);
      assert.equal(hall.records.blanks.isHeld("licence"), blank === "unknown");
      await until(() => !hall.peers.devices.leased);
    });
  }

  it("serves nobody while it has the devices to ask the printer, and writes nothing once it is told to stop", async () => {
    const { folder } = await killedWhile("sent");
    hall = await openHouse({ folder });
    let answer: (said: ReturnType<typeof ok>) => void = () => {};
    hall.peers.devices.commands["find-job"] = () => new Promise((resolve) => (answer = resolve as typeof answer));
    await hall.clock.advance(2_000);
    await until(() => hall.peers.devices.asked.some(({ command }) => command === "find-job"));
    assert.deepEqual([hall.screen(), hall.touch({ kind: "start", item: "sample" }).accepted], ["out-of-service", false]);
    const stopped = hall.close();
    answer(ok(completed));
    await stopped;
    hall = await openHouse({ folder, findJob: ok(completed) });
    assert.deepEqual(rows(), ["sent A0001"]);
    await untilSettled();
    assert.deepEqual(rows(), ["printed A0001"]);
    await hall.reaches("home");
  });

  it("after the printer's proof leaves the sheet printed: nobody saw whether it was taken, and the tray goes on", async () => {
    const { folder } = await killedWhile("sent");
    hall = await openHouse({ folder, findJob: ok(completed) });
    await untilSettled();
    assert.deepEqual(rows(), ["printed A0001"]);
    await hall.kill();
    hall = await openHouse({ folder });
    assert.deepEqual(rows(), ["printed A0001"]);
    const [open] = hall.records.ledger.open();
    assert.deepEqual([open?.state, open?.why], ["printed", "not-seen-taken"]);
    assert.equal(hall.records.blanks.isHeld("licence"), false);
    assertBalanced(hall.records);
  });
});
