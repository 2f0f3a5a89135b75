import assert from "node:assert/strict";
import { duplexPair } from "node:stream";
import fc from "fast-check";
import { Channel } from "../../../device-drivers/host/isolated/channel.ts";
import { checkFromChild } from "../../../device-drivers/host/isolated/messages.ts";
import { settle } from "../../support/fake-clock.ts";

function channel(mostBytes?: number) {
  const [ours, theirs] = duplexPair();
  const heard: unknown[] = [];
  const ends: string[] = [];
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const ended = (why: string) => {
    ends.push(why);
    end();
  };
  const near = new Channel(ours, { message: (value) => heard.push(value), wrong: ended, closed: () => ended("closed") }, mostBytes);
  return { near, ours, theirs, heard, ends, over };
}

describe("messages between device-host and a driver's process", () => {
  it("arrive whole and in order, however the bytes are cut", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), async (sent, cut) => {
        const { theirs, heard, ends, over } = channel();
        const bytes = Buffer.from(sent.map((one) => `${JSON.stringify(one)}\n`).join(""));
        for (let at = 0; at < bytes.length; at += cut) theirs.write(bytes.subarray(at, at + cut));
        theirs.end();
        await over;
        // By way of JSON, which knows no -0.
        assert.deepEqual(heard, JSON.parse(JSON.stringify(sent)));
        assert.deepEqual(ends, ["closed"]);
      }),
      { numRuns: 50, interruptAfterTimeLimit: 1_000 },
    ));

  it("are refused when one is too long, before all of it is kept", async () => {
    const { theirs, heard, ends } = channel(1_000);
    for (let part = 0; part < 10; part++) theirs.write("x".repeat(200));
    theirs.write('\n"after"\n');
    await settle();
    assert.deepEqual([heard, ends], [[], ["a message of more than 1000 bytes"]]);
  });

  it("are refused when one is not JSON; what comes after is not read", async () => {
    const { theirs, heard, ends } = channel();
    theirs.write("1\nnot json\n2\n");
    theirs.destroy();
    await settle();
    assert.deepEqual([heard, ends], [[1], ["a message that is not JSON"]]);
  });

  it("end once, and what is sent afterwards goes nowhere", async () => {
    const { near, ours, theirs, ends } = channel();
    theirs.end();
    await settle();
    ours.destroy();
    theirs.destroy();
    await settle();
    await new Promise<void>((resolve) => near.send({ ping: true }, resolve));
    assert.deepEqual(ends, ["closed"]);
  });

  it("of any other shape are told apart", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const isKnown = checkFromChild(value, "message").ok;
        assert.ok(!isKnown || (typeof value === "object" && value !== null && ("tell" in value || "answer" in value)));
      }),
    );
    assert.ok(!checkFromChild({ tell: "count", name: "A" }, "message").ok);
    assert.ok(!checkFromChild({ tell: "log", level: "shout", event: "e" }, "message").ok);
    assert.ok(checkFromChild({ tell: "lost", reason: "hang-up" }, "message").ok);
  });
});
