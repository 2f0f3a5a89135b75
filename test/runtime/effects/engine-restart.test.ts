import assert from "node:assert/strict";
import { atKiosk } from "../support/at-kiosk.ts";
import { failedLook, verdict } from "../support/fake-faces.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person whose face is looked at while the engine is restarted", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
    hall.peers.devices.say(status("slot", "smart-card-reader"));
    await until(() => hall.neighbours.devices.byKind("smart-card-reader") !== undefined);
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { shows, methods, faces, looks, atCamera } = atKiosk(() => hall);

  it("is looked at again after the engine was restarted, with the rest of the time, and loses neither the try nor the session", async () => {
    faces().answer = () => "never";
    await atCamera();
    await looks(1);
    await hall.clock.advance(20_000);
    await faces().die();
    await shows("identify-face", "restarting");
    assert.equal(hall.kiosk.view().timeLeft, null);
    await hall.clock.advance(3_000);
    faces().answer = () => verdict("match");
    await faces().start();
    for (let n = 0; n < 20 && faces().looks.length < 2; n++) await hall.clock.advance(300);
    await shows("result");
    const [first = 0, rest = 0] = faces().looks.map(({ withinMs }) => withinMs);
    assert.equal(first, 40_000, "movements take their time");
    assert.ok(rest > 10_000 && rest <= first - 23_000, `${rest} ms left`);
    assert.equal(new Set(faces().looks.map(({ attempt }) => attempt)).size, 2);
    assert.deepEqual(
      hall.journalled("identify.ended").map((one) => one["outcome"]),
      ["proved", "proved"],
    );
    assert.deepEqual(
      hall.journalled("face.not-judged").map((one) => one["failure"]),
      ["face.away"],
    );
  });

  it("is looked at again when the engine, told to end, calls the look off before it goes", async () => {
    let first = true;
    faces().answer = () => {
      const answer = first ? failedLook("face.cancelled") : verdict("match");
      first = false;
      return answer;
    };
    await atCamera();
    await shows("result");
    assert.equal(faces().looks.length, 2);
  });

  it("is led to another way when the engine goes down a third time", async () => {
    faces().answer = () => failedLook("face.cancelled");
    await atCamera();
    await shows("methods");
    assert.equal(faces().looks.length, 3);
    assert.deepEqual(hall.journalled("identify.ended").at(-1)?.["outcome"], "unavailable");
  });

  it("is led to another way when the engine does not come back in time", async () => {
    faces().answer = () => "never";
    await atCamera();
    await looks(1);
    await faces().die();
    await shows("identify-face", "restarting");
    await hall.clock.advance(12_000);
    await shows("methods");
    assert.equal(methods()["card-face"], "device-down");
    assert.equal(methods()["social"], null);
  });
});
