import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { identityFacts } from "../../../config/identity/facts.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { CardWatch } from "../../../runtime/effects/card-watch.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { APPLICANT, SessionWork } from "../../../runtime/session/work.ts";
import { call, readerBench } from "../../device-drivers/id-card-reader/reader-bench.ts";
import { settle } from "../../support/fake-clock.ts";
import { sampleCard } from "../support/sample-item.ts";

const MINE = sampleCard();
const ANOTHERS = sampleCard("002");

describe("the watch over a real reader's protocol", () => {
  let bench: Awaited<ReturnType<typeof readerBench>>;
  let watch: CardWatch;
  let foreign = 0;
  let read: () => Promise<IdCard>;
  // In small steps, with turns for the socket between them: its bytes take no time of the clock's.
  const passes = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      await bench.clock.advance(50);
      await settle(10);
    }
  };
  beforeEach(async () => {
    bench = await readerBench();
    foreign = 0;
    const { commands } = bench.reader;
    // The driver itself, without lease and queue: the watch gives one command at a time.
    const execute = (_kind: string, command: keyof typeof commands, args: never, { signal }: { signal: AbortSignal }) =>
      commands[command](args, call(signal));
    const work = new SessionWork("s", { execute } as unknown as Hold, 0);
    watch = new CardWatch({ work, clock: bench.clock, random: systemRandom, log: silentLog, onForeign: () => void foreign++ });
    read = async () => {
      const done = await bench.until(commands["read-card"]({ photo: true }, call()));
      assert.ok(done.ok);
      return done.value.card;
    };
    bench.simulator.insertCard(MINE);
    const card = await read();
    work.know(APPLICANT, card.number);
    work.keepCard(APPLICANT, "id-card-reader", identityFacts(card), null);
    watch.resume();
    await passes(2_000);
  });
  afterEach(async () => {
    await bench.until(watch.end());
    await bench.close();
  });

  it("sees no stranger in a card that just lies there", async () => {
    await passes(20_000);
    assert.equal(foreign, 0);
  });

  for (const { how, betweenMs } of [
    { how: "with a pause", betweenMs: 3_000 },
    { how: "in one movement", betweenMs: 0 },
  ]) {
    it(`sees a card that is changed for another's ${how}`, async () => {
      bench.simulator.removeCard();
      await passes(betweenMs);
      bench.simulator.insertCard(ANOTHERS);
      await passes(5_000);
      assert.equal(foreign, 1);
    });
  }

  it("sees nothing wrong in the same card that is lifted and laid down again", async () => {
    for (let times = 0; times < 3; times++) {
      bench.simulator.removeCard();
      await passes(times * 1_000);
      bench.simulator.insertCard(MINE);
      await passes(3_000);
    }
    assert.equal(foreign, 0);
    assert.deepEqual([...(await bench.until(watch.yield()))], ["id-card-reader"]);
  });

  it("gives the reader up at once to a step that wants it, which then reads whatever is laid down", async () => {
    const watched = await bench.until(watch.yield());
    assert.deepEqual([...watched], ["id-card-reader"]);
    bench.simulator.removeCard();
    bench.simulator.insertCard(ANOTHERS);
    assert.equal((await read()).number, ANOTHERS.number);
    assert.equal(foreign, 0);
  });

  it("says that no card lies there once it was taken", async () => {
    bench.simulator.removeCard();
    await passes(2_000);
    assert.deepEqual([...(await bench.until(watch.yield()))], []);
  });
});
