import assert from "node:assert/strict";
import type { Facts, Log } from "../../base/log.ts";
import { must } from "../../base/result.ts";
import { unseal } from "../../base/seal.ts";
import type { DeviceStatusBody } from "../../sync-agent/protocol/messages.ts";
import { openHouse, type TestHouse, until } from "./support/house.ts";
import { removeTemporaryFolders } from "./support/records.ts";

describe("what a kiosk says of the faces in its memory", () => {
  let hall: TestHouse;
  const errors: unknown[] = [];
  const nothing = () => undefined;
  const error = (event: string, facts?: Facts) => void errors.push([event, facts?.["faces"]]);
  const log: Log = { debug: nothing, info: nothing, warn: nothing, error, channel: () => log };
  beforeEach(async () => {
    errors.length = 0;
    hall = await openHouse({ log });
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const reports = () =>
    hall.records.db.all("SELECT id, sealed FROM outbox WHERE kind = 'device-status' ORDER BY seq").map((row) => {
      const { id, sealed } = row as unknown as { id: string; sealed: Uint8Array };
      return JSON.parse(must(unseal(hall.hubPrivateKey, `device-status:${id}`, sealed)).toString("utf8")) as DeviceStatusBody;
    });

  it("is 0, at the hub and at the technician's console", async () => {
    await hall.clock.advance(5_000);
    const report = reports().at(-1);
    assert.deepEqual([report?.storedFaces, report?.faceAssurance], [0, "rgb-challenge"]);
    assert.deepEqual(hall.house.overview("lin").face, hall.peers.faces.status);
  });

  it("raises an alarm once when it is not 0 though nobody is looked at, and tells the hub", async () => {
    await hall.clock.advance(5_000);
    hall.peers.faces.say({ storedFaces: 2 });
    await until(() => errors.length > 0);
    hall.peers.faces.say({ storedFaces: 2 });
    await hall.clock.advance(5_000);
    assert.deepEqual(errors, [["face.stored", 2]]);
    assert.deepEqual(hall.journalled("face.stored"), [{ faces: 2 }]);
    assert.equal(reports().at(-1)?.storedFaces, 2);
    hall.peers.faces.say({ storedFaces: 0 });
    await until(() => hall.neighbours.faces.status?.storedFaces === 0);
    await hall.clock.advance(5_000);
    assert.equal(reports().at(-1)?.storedFaces, 0);
  });

  it("is nobody's business while a face is being looked at", async () => {
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.looks.length === 1);
    for (const [storedFaces, ready] of [
      [7, false],
      [8, true],
    ] as const) {
      hall.peers.faces.say({ storedFaces, ready });
      await until(() => hall.neighbours.faces.status?.storedFaces === storedFaces);
    }
    assert.deepEqual([errors, hall.journalled("face.stored")], [[], []]);
  });
});
