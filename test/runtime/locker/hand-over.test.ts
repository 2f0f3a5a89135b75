import assert from "node:assert/strict";
import { Database } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { err, must, ok, type Result } from "../../../base/result.ts";
import type { DeviceFailure, FailureCode } from "../../../device-drivers/host/api.ts";
import { Boxes } from "../../../runtime/locker/boxes.ts";
import { handOver } from "../../../runtime/locker/hand-over.ts";
import { LOCKER_TABLES } from "../../../runtime/locker/tables.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const failed = (code: FailureCode, sent: DeviceFailure["sent"]): Result<never, DeviceFailure> =>
  err({ code, device: "cabinet", command: "open", sent, recovery: "operator", facts: {} });

describe("handing a document over from a box", () => {
  const opening = async (answer: Result<unknown, DeviceFailure>, shut: Result<unknown, DeviceFailure> = ok({ box: 1, door: "closed" })) => {
    const db = new Database(":memory:", LOCKER_TABLES);
    const boxes = new Boxes(db, new FakeClock(), systemRandom, Buffer.alloc(32, 7));
    boxes.install(1);
    const { code } = boxes.stored(must(boxes.putIn("case-a")).box, 1_000);
    const states: string[] = [];
    const hold = {
      execute: async (_kind: string, command: string) => {
        states.push(`${command}: ${boxes.list()[0]?.state}`);
        return command === "open" ? answer : shut;
      },
    } as unknown as Hold;
    const handed = await handOver(code, boxes, hold, "act-1", new AbortController().signal);
    const state = boxes.list()[0]?.state;
    db.close();
    return { handed, states, state };
  };

  it("the claim is on the disk before the lock is pulsed, and the box is free once its door was seen open", async () => {
    const { handed, states, state } = await opening(ok({ box: 1, door: "open" }));
    assert.deepEqual(states, ["open: opening", "await-closed: free"]);
    assert.deepEqual([handed.ok && handed.value.box.caseId, handed.ok && handed.value.shut, state], ["case-a", true, "free"]);
  });

  it("a door that is left open is told, and the document counts as collected", async () => {
    const { handed, state } = await opening(ok({ box: 1, door: "open" }), failed("device.timeout", "yes"));
    assert.deepEqual([handed.ok && handed.value.shut, state], [false, "free"]);
  });

  for (const [answer, kind, state] of [
    [failed("locker.not-opened", "yes"), "stayed-shut", "stored"],
    [failed("device.offline", "no"), "stayed-shut", "stored"],
    [failed("device.timeout", "indeterminate"), "unknown", "unknown"],
  ] as const) {
    it(`${answer.ok ? "" : `${answer.error.code}, sent ${answer.error.sent}`}: ${kind}, the box is ${state}`, async () => {
      const { handed, state: found } = await opening(answer);
      assert.deepEqual([handed.ok ? "handed over" : handed.error.kind, found], [kind, state]);
    });
  }
});
