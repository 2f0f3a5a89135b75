import assert from "node:assert/strict";
import type { Facts, Log } from "../../../base/log.ts";
import { ok } from "../../../base/result.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

describe("a card between two steps", () => {
  let hall: TestHouse;
  const lines: string[] = [];
  const write = (event: string, facts?: Facts) => void lines.push(JSON.stringify([event, facts]));
  const log: Log = { debug: write, info: write, warn: write, error: write, channel: () => log };
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { asked, ends, shows } = atKiosk(() => hall);
  const uninvited = () => asked("read-card").filter(({ args }) => !(args as { photo: boolean }).photo).length;

  /** The applicant's card has been read, and lies there until `take` is called. */
  async function atGuide() {
    lines.length = 0;
    hall = await openHouse({ log });
    let take = () => undefined as unknown;
    hall.peers.devices.commands["await-removal"] = () =>
      new Promise((resolve) => {
        take = () => resolve(ok({ removed: true }));
      });
    hall.touch({ kind: "start", item: "card-again" });
    await shows("guide");
    await hall.clock.advance(500);
    await until(() => asked("await-removal").length === 1);
    return { take: () => take() };
  }

  it("that is taken away for another's ends the session of the first, with nothing shown to the second", async () => {
    const { take } = await atGuide();
    hall.peers.devices.uninvited = () => ok({ card: sampleCard("002") });
    take();
    await ends("card-swapped");
    const ended = hall.journalled("session.ended");
    assert.deepEqual([ended[0]?.["reason"], ended[0]?.["wiped"]], ["card-swapped", true]);
  });

  it("may be taken up and laid down again", async () => {
    const { take } = await atGuide();
    hall.peers.devices.uninvited = () => ok({ card: sampleCard() });
    take();
    await until(() => uninvited() === 1);
    await hall.clock.advance(500);
    await until(() => asked("await-removal").length === 2);
    await shows("guide");
  });

  it("is read without its photo while nobody asked for it", async () => {
    const { take } = await atGuide();
    take();
    await until(() => uninvited() === 1);
    assert.deepEqual(
      asked("read-card").map(({ args }) => args),
      [{ photo: true }, { photo: false }],
    );
  });

  it("is left to the step that asks for one: the watch lets go first, and goes on afterwards", async () => {
    const { take } = await atGuide();
    take();
    await until(() => uninvited() === 1);
    hall.touch({ kind: "confirm" });
    await shows("result");
    assert.equal(asked("read-card").length, 3);
    await hall.clock.advance(500);
    await until(() => asked("await-removal").length === 2);
  });

  it("that still lies there, or lies there again, proves its holder without being lifted for the step that asks for it", async () => {
    await atGuide();
    hall.touch({ kind: "confirm" });
    await shows("result");
    assert.equal(asked("read-card").length, 1);
    hall.touch({ kind: "cancel" });
    await until(() => asked("await-removal").length === 2);
    await hall.close();
    const { take } = await atGuide();
    hall.peers.devices.uninvited = () => ok({ card: sampleCard() });
    take();
    await until(() => uninvited() === 1);
    await hall.clock.advance(500);
    await until(() => asked("await-removal").length === 2);
    hall.touch({ kind: "confirm" });
    await shows("result");
    assert.equal(asked("read-card").length, 2);
  });

  it("that nobody can read is nobody's, and the watch goes on", async () => {
    const { take } = await atGuide();
    hall.peers.devices.uninvited = () => failure("read-card", "card.unreadable", "yes");
    take();
    await until(() => uninvited() === 1);
    await hall.clock.advance(500);
    await until(() => asked("await-removal").length === 2);
    await shows("guide");
  });

  it("is watched no more when the reader fails: one line in the log, and the session goes on", async () => {
    const { take } = await atGuide();
    hall.peers.devices.uninvited = () => failure("read-card", "device.offline", "no");
    take();
    await until(() => lines.some((line) => line.includes("card-watch.ended")));
    await hall.clock.advance(5_000);
    assert.equal(lines.filter((line) => line.includes("card-watch.ended")).length, 1);
    assert.equal(uninvited(), 1);
    await shows("guide");
    hall.touch({ kind: "confirm" });
    await shows("result");
  });

  it("is watched no longer than the session", async () => {
    await atGuide();
    hall.peers.devices.commands["await-removal"] = () => ok({ removed: true });
    hall.touch({ kind: "cancel" });
    await until(() => !hall.peers.devices.leased);
    const before = hall.peers.devices.asked.length;
    await hall.clock.advance(3_000);
    assert.equal(hall.peers.devices.asked.length, before);
  });
});
