import assert from "node:assert/strict";
import { Turns } from "../../../runtime/face-engine/turns.ts";
import { settle } from "../../support/fake-clock.ts";

/** Something that ends when it is told to. */
function open<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { look: () => promise, end: resolve, fail: reject };
}

describe("runtime/face-engine/turns", () => {
  it("looks at one citizen at a time", async () => {
    const turns = new Turns(() => undefined);
    const first = open<string>();
    const served = turns.citizen(first.look);
    assert.equal(turns.isFree, false);
    assert.equal(await turns.citizen(async () => "second"), undefined);
    first.end("first");
    assert.equal(await served, "first");
    assert.equal(turns.isFree, true);
  });

  it("lets a technician measure only while nobody is looked at", async () => {
    const turns = new Turns(() => undefined);
    const citizen = open<string>();
    const served = turns.citizen(citizen.look);
    assert.equal(await turns.technician(async () => "measured"), undefined);
    citizen.end("served");
    await served;
    assert.equal(await turns.technician(async () => "measured"), "measured");
  });

  it("ends a technician's look when a citizen comes, and begins once the camera was let go", async () => {
    const turns = new Turns(() => undefined);
    const order: string[] = [];
    const measuring = turns.technician(
      (stop) =>
        new Promise<string>((resolve) =>
          stop.addEventListener("abort", () =>
            setImmediate(() => {
              order.push("let go");
              resolve("measured");
            }),
          ),
        ),
    );
    const served = await turns.citizen(async () => {
      order.push("looked");
      return "served";
    });
    assert.equal(served, "served");
    assert.equal(await measuring, undefined, "not its own end");
    assert.deepEqual(order, ["let go", "looked"]);
    assert.equal(turns.isFree, true);
  });

  it("counts a citizen who waits for the technician's look to end as a look that runs", async () => {
    const turns = new Turns(() => undefined);
    const [measuring, looking] = [open<string>(), open<string>()];
    const measured = turns.technician(measuring.look);
    const served = turns.citizen(looking.look);
    let hasEnded = false;
    const ended = turns.ended.then(() => {
      hasEnded = true;
    });
    measuring.end("measured");
    await measured;
    await settle();
    assert.equal(hasEnded, false);
    looking.end("served");
    await Promise.all([served, ended]);
  });

  it("is free again after a look that broke, and tells of each change", async () => {
    const changes: boolean[] = [];
    const turns: Turns = new Turns(() => changes.push(turns.isFree));
    await assert.rejects(turns.citizen(() => Promise.reject(new Error("broken"))));
    await assert.rejects(turns.technician(() => Promise.reject(new Error("broken"))));
    assert.equal(turns.isFree, true);
    assert.equal(changes[0], false);
    assert.equal(changes.at(-1), true);
  });
});
