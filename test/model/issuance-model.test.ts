import assert from "node:assert/strict";
import { Spin } from "./spin.ts";

/** One mistake → the promise it breaks. Without the mistake, each of these searches ends without an error. */
const MISTAKES: readonly { mistake: string; name: string; breaks: string }[] = [
  { mistake: "sending before the ledger is durable", name: "SEND_BEFORE_COMMIT", breaks: "sent_without_a_row" },
  { mistake: "a disk that forgets a commit", name: "COMMIT_NOT_DURABLE", breaks: "stock_is_not_in_the_tray" },
  { mistake: "sending again what is lost", name: "RETRY_LOST", breaks: "printed_twice" },
  { mistake: "sending again after a restart", name: "RETRY_SENT", breaks: "printed_twice" },
  { mistake: "taking “not found” for “not printed”", name: "TRUST_NOT_FOUND", breaks: "stock_is_not_in_the_tray" },
  { mistake: "taking “completed” for printed against the counter", name: "TRUST_COMPLETED", breaks: "false_printed" },
  { mistake: "releasing the blank when the printer gave up", name: "RELEASE_ON_ABORT", breaks: "stock_is_not_in_the_tray" },
  { mistake: "a technician who decides without looking", name: "RESOLVE_BLIND", breaks: "false_printed" },
  { mistake: "a technician who decides without looking, about the stock", name: "RESOLVE_BLIND", breaks: "stock_is_not_in_the_tray" },
  { mistake: "looking while the printer still has the job", name: "LOOK_BEFORE_CLEAR", breaks: "wrong_sheet_fed" },
  { mistake: "not looking a second time which sheet is next", name: "NO_SECOND_LOOK", breaks: "wrong_sheet_fed" },
  { mistake: "calling a sheet theirs that nobody saw taken", name: "TAKEN_UNSEEN", breaks: "issued_but_not_theirs" },
  { mistake: "not asking, after a restart, what became of a job", name: "FORGETS_TO_ASK", breaks: "stuck" },
  { mistake: "a hall where nobody looks", name: "NOBODY_LOOKS", breaks: "stuck" },
  // Not promised, and the reason why profiles refuse such printers and queues.
  { mistake: "a printer that prints a job again by itself", name: "PRINTER_PRINTS_AGAIN", breaks: "printed_twice" },
];

describe("the model of how a numbered sheet is issued", function () {
  this.timeout(180_000);
  const spin = new Spin();
  after(() => spin.close());

  it("issues no sheet twice, loses none and calls none printed that was not, in every state it can reach", async () => {
    const found = await spin.verify();
    console.log(`        ${found.states} states, depth ${found.depth}, ${found.memoryMb} MB`);
    assert.deepEqual([found.errors, found.error, found.isComplete], [0, "", true]);
    assert.ok(found.states > 1_000_000, `only ${found.states} states: has something been shut off?`);
  });

  for (const watch of [0, 1]) {
    it(`brings sheet ${watch} to an end from every state, as long as printer and technician do their part`, async () => {
      const found = await spin.settles(watch);
      console.log(`        ${found.states} states, depth ${found.depth}, ${found.memoryMb} MB`);
      assert.deepEqual([found.errors, found.error, found.isComplete], [0, "", true]);
    });
  }

  it("needs them to: when nobody looks, or somebody who could act never does, a sheet waits for ever", async () => {
    assert.match((await spin.settles(0, { mistake: "NOBODY_LOOKS" })).error, /acceptance cycle/u);
    assert.match((await spin.settles(0, {}, false)).error, /acceptance cycle/u);
  });

  for (const { mistake, name, breaks } of MISTAKES) {
    it(`would not stand ${mistake} (${breaks.replaceAll("_", " ")})`, async () => {
      const found = await spin.verify({ mistake: name, promise: breaks });
      assert.match(found.error, new RegExp(`assertion violated \\(*${breaks}\\b`, "u"));
    });
  }
});
