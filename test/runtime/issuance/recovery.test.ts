import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, type Scripted } from "../support/peers.ts";
import { removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

const SUCCESS = "job-completed-successfully";

/** What the printer says of the job after the restart → what the ledger says then, and what becomes of the blank. */
const ANSWERS: readonly { says: string; answer: Scripted; state: string; blank: string }[] = [
  { says: "completed, all pages", answer: ok({ state: "completed", reason: SUCCESS, pages: 1 }), state: "printed", blank: "issued" },
  { says: "completed, no page counted", answer: ok({ state: "completed", reason: SUCCESS, pages: 0 }), state: "unknown", blank: "unknown" },
  {
    says: "completed, all pages, and the page counter agrees",
    answer: ok({ state: "completed", reason: SUCCESS, pages: 1, counter: { before: 10, after: 11, expected: 1 } }),
    state: "printed",
    blank: "issued",
  },
  {
    says: "completed, all pages, but the page counter stands still",
    answer: ok({ state: "completed", reason: SUCCESS, pages: 1, counter: { before: 10, after: 10, expected: 1 } }),
    state: "unknown",
    blank: "unknown",
  },
  {
    says: "aborted, no page, but the page counter moved",
    answer: ok({ state: "aborted", reason: "aborted-by-system", pages: 0, counter: { before: 10, after: 11, expected: 1 } }),
    state: "unknown",
    blank: "unknown",
  },
  { says: "restarted since", answer: ok({ state: "restarted" }), state: "unknown", blank: "unknown" },
  // A print queue that lost track says "completed" with this reason (measured on cupsd).
  {
    says: "completed, with a reservation",
    answer: ok({ state: "completed", reason: "processing-to-stop-point", pages: 1 }),
    state: "unknown",
    blank: "unknown",
  },
  { says: "aborted, no page", answer: ok({ state: "aborted", reason: "aborted-by-system", pages: 0 }), state: "held", blank: "unknown" },
  {
    says: "canceled, no page",
    answer: ok({ state: "canceled", reason: "job-canceled-by-user", pages: 0 }),
    state: "held",
    blank: "unknown",
  },
  {
    says: "aborted after a page",
    answer: ok({ state: "aborted", reason: "aborted-by-system", pages: 1 }),
    state: "unknown",
    blank: "unknown",
  },
  // A restarted printer forgets a job that it printed (measured: five pages on paper).
  { says: "not found", answer: ok({ state: "not-found" }), state: "unknown", blank: "unknown" },
  { says: "pending, for ever", answer: ok({ state: "pending" }), state: "unknown", blank: "unknown" },
  { says: "nothing: offline", answer: failure("find-job", "device.offline", "no"), state: "unknown", blank: "unknown" },
];

describe("a runtime that was killed", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const rows = () => hall.records.db.all("SELECT state, serial FROM issuance").map((row) => `${row["state"]} ${row["serial"]}`);

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
    } as const;
    const intended = ledger.intend(intent);
    assert.ok(intended.ok);
    if (at === "sent") ledger.advance(intended.value.id, "send");
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

  for (const { says, answer, state, blank } of ANSWERS) {
    it(`after the first byte asks the printer; "${says}" makes it ${state}, and prints nothing`, async () => {
      const { folder, id } = await killedWhile("sent");
      hall = await openHouse({ folder, findJob: answer });
      for (let n = 0; n < 30 && rows()[0]?.startsWith("sent"); n++) {
        await hall.clock.advance(2_000);
        for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      assert.deepEqual(rows(), [`${state} A0001`]);
      assert.equal(hall.records.blanks.stateOf("licence", "A0001"), blank);
      assert.deepEqual(hall.peers.devices.sheets, []);
      const asked = hall.peers.devices.asked.filter((call) => call.command === "find-job");
      assert.ok(asked.length > 0 && asked.every((call) => (call.args as { job: string }).job === id));
      assert.equal(hall.records.blanks.isHeld("licence"), blank === "unknown");
      await until(() => !hall.peers.devices.leased);
    });
  }
});
