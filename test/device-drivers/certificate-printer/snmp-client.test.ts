import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { MARKER_LIFE_COUNT } from "../../../device-drivers/certificate-printer/marker-values.ts";
import { SnmpClient } from "../../../device-drivers/certificate-printer/snmp-client.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

/** In the answer to a request of ours the kind of message is the one byte after the community. */
const KIND = 2 + 3 + 2 + "public".length;
const GET = 0xa0;

describe("certificate-printer/snmp-client", () => {
  let agent: Socket;
  const clock = new FakeClock();
  const never = new AbortController().signal;
  beforeEach(async () => {
    agent = createSocket("udp4");
    await new Promise<void>((resolve) => agent.bind(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise<void>((resolve) => agent.close(() => resolve())));

  function client(version: "1" | "2c" = "2c"): SnmpClient {
    return new SnmpClient({ host: "127.0.0.1", port: agent.address().port, community: "public", version }, clock);
  }

  /** Answers each question with what `make` makes of its bytes. */
  function answer(make: (question: Buffer) => Buffer | undefined): void {
    agent.on("message", (question, from) => {
      const bytes = make(question);
      if (bytes) agent.send(bytes, from.port, from.address);
    });
  }

  const kind = (value: number) => (question: Buffer) => {
    assert.equal(question[KIND], GET);
    const bytes = Buffer.from(question);
    bytes[KIND] = value;
    return bytes;
  };

  const ANSWERS = [
    { what: "bytes that are no SNMP", make: () => Buffer.alloc(40, 0xa5), is: "malformed" },
    { what: "an empty datagram", make: () => Buffer.alloc(0), is: "malformed" },
    // On this the library throws inside the socket's event.
    { what: "a report, which version 2c does not have", make: kind(0xa8), is: "malformed" },
    { what: "the question itself", make: kind(GET), is: "malformed" },
    { what: "an answer for another number", make: (question: Buffer) => otherOid(kind(0xa2)(question)), is: "malformed" },
    { what: "an answer that is cut off", make: (question: Buffer) => kind(0xa2)(question).subarray(0, 20), is: "malformed" },
  ];
  for (const { what, make, is } of ANSWERS) {
    it(`${what}: no value, and nothing ends`, async () => {
      answer(make);
      const result = await client().get(MARKER_LIFE_COUNT, 1_500, never);
      assert.equal(result.ok ? "a value" : result.error, is);
      assert.equal(clock.pending, 0);
    });
  }

  it("a lost datagram: asked a second time, and answered", async () => {
    let asked = 0;
    answer((question) => (++asked === 1 ? undefined : kind(0xa2)(question)));
    const asking = client().get(MARKER_LIFE_COUNT, 1_500, never);
    while (asked === 0) await settle();
    await clock.advance(750);
    const result = await asking;
    assert.deepEqual([result.ok, asked], [true, 2]);
  });

  it("nobody there: no answer at the deadline, and no timer stays", async () => {
    const asking = client().get(MARKER_LIFE_COUNT, 1_500, never);
    await clock.advance(1_500);
    assert.deepEqual(await asking, { ok: false, error: "no-answer" });
    assert.equal(clock.pending, 0);
  });

  it("a caller that gives up is answered at once", async () => {
    const stop = new AbortController();
    const asking = client("1").get(MARKER_LIFE_COUNT, 1_500, stop.signal);
    stop.abort();
    assert.deepEqual(await asking, { ok: false, error: "stopped" });
    assert.equal(clock.pending, 0);
  });
});

function otherOid(answer: Buffer): Buffer {
  const bytes = Buffer.from(answer);
  // The last part of the number, before the value (05 00).
  bytes[bytes.length - 3] = 2;
  return bytes;
}
