import assert from "node:assert/strict";
import { join } from "node:path";
import { Database } from "../../../base/database.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { enqueueCase, type Fault, faultyLine, openHub, openKiosk, removeTempFolders, seededRandom, tempFolder } from "../support.ts";

const ROWS = 400;

describe("sync-agent: chaos between kiosk and hub", () => {
  afterEach(removeTempFolders);

  for (const seed of [1, 2, 3]) {
    it(`${ROWS} cases arrive exactly once over a line that breaks, with both sides restarted from their files (run ${seed})`, async () => {
      const clock = new FakeClock();
      const random = seededRandom(seed);
      const [hubFolder, kioskFolder] = [tempFolder(), tempFolder()];
      let hub = await openHub({ clock, data: hubFolder });
      const counts: Record<Fault, number> = { pass: 0, "drop-before": 0, "answer-500": 0, "drop-after": 0 };
      const line = await faultyLine(
        () => hub.port,
        () => {
          const roll = random.fraction();
          const fault: Fault = roll < 0.5 ? "pass" : roll < 0.65 ? "drop-before" : roll < 0.8 ? "answer-500" : "drop-after";
          counts[fault] += 1;
          return fault;
        },
      );
      let kiosk = openKiosk(kioskFolder, line.url, clock);
      const written: string[] = [];
      let restarts = 0;
      for (let turn = 0; written.length < ROWS || kiosk.outbox.depth() > 0; turn++) {
        assert.ok(turn < 2_000, "does not end");
        for (let n = 0; n < 9 && written.length < ROWS; n++) written.push(enqueueCase(kiosk.outbox, clock));
        await kiosk.drain.step();
        if (random.fraction() < 0.15) {
          kiosk.db.close();
          kiosk = openKiosk(kioskFolder, line.url, clock);
          restarts += 1;
        }
        if (random.fraction() < 0.1) {
          await hub.close();
          hub = await openHub({ clock, data: hubFolder });
          restarts += 1;
        }
      }
      assert.equal(kiosk.outbox.quarantinedCount(), 0);
      kiosk.db.close();
      await line.close();
      await hub.close();
      const stored = new Database(join(hubFolder, "hub.db"), [], "test");
      assert.deepEqual(
        stored.all<{ id: string }>("SELECT id FROM cases ORDER BY inbox").map((row) => row.id),
        written,
      );
      stored.close();
      assert.ok(
        counts["drop-after"] > 0 && counts["drop-before"] > 0 && counts["answer-500"] > 0 && restarts > 0,
        "the run was not hard enough",
      );
    });
  }
});
