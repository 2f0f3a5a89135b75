import assert from "node:assert/strict";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ISSUANCE_EVENTS, ISSUANCE_STATES, nextState } from "../../runtime/issuance/states.ts";
import { type Covered, Replay, stepOf } from "./replay.ts";
import { Spin } from "./spin.ts";

const WALKS = Number(process.env["ZIZHU_WALKS"] ?? 400);
/** In memory where there is some: thousands of commits, and none of them is asked to survive the machine. */
const ROOM = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

describe("the code, led through walks of the model", function () {
  this.timeout(180_000);
  const spin = new Spin();
  after(() => spin.close());
  const covered: Covered = { arrows: new Set(), crashes: new Set(), events: new Set() };

  it(`keeps the same book as the model at every step of ${WALKS} walks`, async () => {
    const seeds = Array.from({ length: WALKS }, (_, index) => index + 1);
    const walks = await spin.walks(seeds);
    let steps = 0;
    for (const [index, lines] of walks.entries()) {
      const replay = new Replay(mkdtempSync(join(ROOM, "zizhu-walk-")), index, covered);
      try {
        await replay.run(lines.map(stepOf));
      } catch (cause) {
        throw new Error(`walk ${index + 1}: ${(cause as Error).message}`, { cause });
      } finally {
        replay.close();
      }
      steps += lines.length;
    }
    console.log(`        ${steps} steps`);
  });

  it("has taken every arrow that the code knows", () => {
    const arrows = ISSUANCE_STATES.flatMap((from) =>
      ISSUANCE_EVENTS.flatMap((event) => (nextState(from, event) ? [`${from} ${event}`] : [])),
    );
    assert.deepEqual([...covered.arrows].sort(), arrows.sort());
  });

  it("has died at every step of the procedure, and lost the device process, the printer and the power", () => {
    assert.deepEqual(
      [...covered.crashes].sort(),
      [
        ...["recovering", "idle", "sheet looked up", "intended", "printer asked how it stands", "sent is written", "waiting for the print"],
        ...["about to ask", "waiting for an answer", "about to write the outcome", "waiting for the person"],
      ].sort(),
    );
    for (const event of ["crash_device", "power_cut", "printer_restart", "peeked_in_vain", "stock", "reloaded"])
      assert.ok(covered.events.has(event), event);
  });
});
