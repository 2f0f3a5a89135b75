import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { identityFacts } from "../../../config/identity/facts.ts";
import { CardWatch } from "../../../runtime/effects/card-watch.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { APPLICANT, SessionWork } from "../../../runtime/session/work.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { failure } from "../support/peers.ts";
import { sampleCard } from "../support/sample-item.ts";

describe("the watch over a reader that takes its time to stop", () => {
  it("goes on when the person has left the step that wanted the reader before it was let go", async () => {
    const clock = new FakeClock();
    const stops: (() => void)[] = [];
    // A reader that is told to stop and says so only later.
    const execute = () => new Promise((resolve) => stops.push(() => resolve(failure("await-removal", "device.cancelled", "yes"))));
    const work = new SessionWork("s", { execute } as unknown as Hold, 0);
    work.keepCard(APPLICANT, "id-card-reader", identityFacts(sampleCard()), null);
    const watch = new CardWatch({ work, clock, random: systemRandom, log: silentLog, onForeign: () => undefined });
    watch.resume();
    await clock.advance(500);
    await settle(10);
    assert.equal(stops.length, 1);
    const letGo = watch.yield();
    watch.resume();
    stops[0]?.();
    await letGo;
    await clock.advance(500);
    await settle(10);
    assert.equal(stops.length, 2, "the card is watched again");
    const ended = watch.end();
    stops[1]?.();
    await ended;
    assert.equal(stops.length, 2);
  });

  it("is tried again at the next step when the reader failed at the last one", async () => {
    const clock = new FakeClock();
    let asked = 0;
    const execute = async () => {
      asked += 1;
      return failure("await-removal", "device.offline", "no");
    };
    const work = new SessionWork("s", { execute } as unknown as Hold, 0);
    work.keepCard(APPLICANT, "id-card-reader", identityFacts(sampleCard()), null);
    const watch = new CardWatch({ work, clock, random: systemRandom, log: silentLog, onForeign: () => undefined });
    for (const times of [1, 2]) {
      watch.resume();
      await clock.advance(5_000);
      await settle(10);
      assert.equal(asked, times, "once for each step");
    }
    await watch.end();
  });
});
