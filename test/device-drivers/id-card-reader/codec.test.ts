import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BASE_INFO,
  decodeReply,
  decodeRequest,
  encodeFrame,
  encodeReply,
  encodeRequest,
  type Frame,
  FrameReader,
  MAX_FRAME_BYTES,
  REQUESTS,
  type RequestName,
} from "../../../device-drivers/id-card-reader/codec.ts";
import { SAMPLE_CARDS, sampleBaseInfo } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { STALE_FRAME_MS } from "../../../device-drivers/id-card-reader/timing.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const PREAMBLE = "aaaaaa9669";
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** Frames as integrators of these readers publish them. */
const READY: Record<RequestName, string> = {
  reset: "00 03 10 FF EC",
  status: "00 03 11 FF ED",
  "module-id": "00 03 12 FF EE",
  find: "00 03 20 01 22",
  select: "00 03 20 02 21",
  "read-base": "00 03 30 01 32",
  "read-base-and-fingerprints": "00 03 30 10 23",
  "read-newest-address": "00 03 30 03 30",
  "limit-radio-bytes": "00 04 61 FF 50 CA",
};

/** The bodies of the good frames. */
const bodies = (frames: readonly Frame[]) => frames.flatMap((frame) => (frame.ok ? [frame.value] : []));
const body = fc.uint8Array({ minLength: 2, maxLength: 64 });

describe("id-card-reader/codec", () => {
  for (const [name, rest] of Object.entries(READY) as [RequestName, string][]) {
    it(`sends "${name}" byte for byte as the standard's frame`, () => {
      assert.deepEqual(encodeRequest(name), hex(PREAMBLE + rest));
      assert.equal(decodeRequest(Buffer.from(REQUESTS[name].bytes)), name);
    });
  }

  it("makes the published good answers of find, select and an empty field", () => {
    const reply = (sw3: number, bytes: number) => encodeReply({ sw1: 0, sw2: 0, sw3, data: Buffer.alloc(bytes) });
    assert.deepEqual(reply(0x9f, 4), hex(`${PREAMBLE} 0008 00009F 00000000 97`));
    assert.deepEqual(reply(0x90, 8), hex(`${PREAMBLE} 000C 000090 0000000000000000 9C`));
    assert.deepEqual(reply(0x80, 0), hex(`${PREAMBLE} 0004 000080 84`));
  });

  it("makes a card's answer exactly 1295 bytes long, text at 14 and photo at 270", () => {
    const frame = encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data: sampleBaseInfo(SAMPLE_CARDS.resident) });
    assert.equal(frame.length, 1295);
    assert.deepEqual(frame.subarray(10, 14), hex("01000400"));
    assert.equal(frame.subarray(14, 20).toString("utf16le"), "林晓岚");
  });

  it("refuses block lengths that are not 256 and 1024", () => {
    const data = sampleBaseInfo(SAMPLE_CARDS.resident);
    data.writeUInt16BE(255, 0);
    const decoded = BASE_INFO.decode(data);
    assert.equal(decoded.ok ? "" : decoded.error.field, "textLength");
  });

  it("gives back the bodies of any frames, however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (all, cuts) => {
        const reader = new FrameReader(new FakeClock());
        const bytes = Buffer.concat(all.map((one) => encodeFrame(one)));
        const got: Buffer[] = [];
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const size = cuts[cut % cuts.length] ?? 1;
          got.push(...bodies(reader.push(bytes.subarray(at, at + size))));
          at += size;
        }
        assert.deepEqual(
          got,
          all.map((one) => Buffer.from(one)),
        );
        assert.deepEqual(reader.noise, { garbage: 0, length: 0, checksum: 0, stale: 0 });
      }),
    );
  });

  it("gives back any answer's status words and data", () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, fc.uint8Array({ maxLength: 100 }), (sw1, sw2, sw3, data) => {
        const [frame] = bodies(new FrameReader(new FakeClock()).push(encodeReply({ sw1, sw2, sw3, data: Buffer.from(data) })));
        assert.ok(frame);
        assert.deepEqual(decodeReply(frame), { ok: true, value: { sw1, sw2, sw3, data: Buffer.from(data) } });
      }),
    );
  });

  it("never lets a frame with one changed byte pass as another frame of the same length", () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, where, flip) => {
        const frame = encodeFrame(one);
        const at = where % frame.length;
        frame.writeUInt8(frame.readUInt8(at) ^ flip, at);
        const got = bodies(new FrameReader(new FakeClock()).push(frame));
        assert.ok(got.every((other) => other.length !== one.length));
      }),
    );
  });

  it("says which part is missing of an answer that is too short", () => {
    const short = decodeReply(Buffer.from([0, 0]));
    assert.equal(short.ok ? "" : short.error.field, "sw3");
  });

  it("finds the frame behind line noise, even noise that begins like a frame", () => {
    const reader = new FrameReader(new FakeClock());
    const got = bodies(reader.push(Buffer.concat([hex("AAAAAA96 00 AAAAAA AAAAAA9669 0003 20"), encodeRequest("find")])));
    assert.deepEqual(got, [hex("2001")]);
    assert.ok(reader.noise.garbage + reader.noise.checksum > 0);
  });

  it("throws a partial frame away when the line has been quiet for too long, and counts its bytes", async () => {
    const clock = new FakeClock();
    const reader = new FrameReader(clock);
    reader.push(encodeRequest("find").subarray(0, 8));
    await clock.advance(STALE_FRAME_MS + 1);
    assert.deepEqual(bodies(reader.push(encodeRequest("select"))), [hex("2002")]);
    assert.equal(reader.noise.stale, 8);
  });

  it("waits for a frame that comes byte by byte", async () => {
    const clock = new FakeClock();
    const reader = new FrameReader(clock);
    const got: Buffer[] = [];
    for (const byte of encodeRequest("find")) {
      got.push(...bodies(reader.push(Buffer.from([byte]))));
      await clock.advance(STALE_FRAME_MS - 1);
    }
    assert.deepEqual(got, [hex("2001")]);
  });

  it("says at once that a frame came whole and wrong, however it is cut", () => {
    const frame = encodeRequest("find");
    frame.writeUInt8(0x55, frame.length - 1);
    for (let cut = 0; cut < frame.length; cut++) {
      const reader = new FrameReader(new FakeClock());
      const told = [...reader.push(frame.subarray(0, cut)), ...reader.push(frame.subarray(cut))];
      assert.deepEqual(told, [{ ok: false, error: "checksum" }], `cut at ${cut}`);
    }
  });

  it("does not call an answer wrong when it stands behind, or has only begun behind, noise that looks like a frame", () => {
    const noise = hex(`${PREAMBLE} 0003 2001 00`);
    const answer = encodeRequest("select");
    const together = new FrameReader(new FakeClock());
    assert.deepEqual(together.push(Buffer.concat([noise, answer])), [{ ok: true, value: hex("2002") }]);
    const apart = new FrameReader(new FakeClock());
    assert.deepEqual(apart.push(Buffer.concat([noise, answer.subarray(0, 3)])), []);
    assert.deepEqual(apart.push(answer.subarray(3)), [{ ok: true, value: hex("2002") }]);
  });

  it("counts zeros behind a frame as padding, and zeros anywhere else as noise", () => {
    const reader = new FrameReader(new FakeClock());
    reader.push(Buffer.alloc(3));
    reader.push(Buffer.concat([encodeRequest("find"), Buffer.alloc(50)]));
    reader.push(Buffer.alloc(4));
    reader.push(hex("01 00 00"));
    assert.deepEqual([reader.padding, reader.noise.garbage], [54, 6]);
  });

  it("refuses a length that no frame of the standard has", () => {
    for (const length of [0, 1, 2, MAX_FRAME_BYTES - 6, 0xffff]) {
      const reader = new FrameReader(new FakeClock());
      const lie = hex(PREAMBLE + length.toString(16).padStart(4, "0"));
      assert.deepEqual(bodies(reader.push(Buffer.concat([lie, encodeRequest("find")]))), [hex("2001")], `length ${length}`);
    }
  });

  it("survives a million bytes of preambles without keeping them", () => {
    const reader = new FrameReader(new FakeClock());
    const flood = Buffer.alloc(1_000_000, hex(`${PREAMBLE}0910`));
    assert.deepEqual(reader.push(flood), []);
    const kept = flood.length - Object.values(reader.noise).reduce((sum, count) => sum + count);
    assert.ok(kept <= MAX_FRAME_BYTES, `${kept} bytes kept`);
  });

  it("comes back into step after each of 100 000 damaged frames", function () {
    this.timeout(60_000);
    const reader = new FrameReader(new FakeClock());
    const samples = (Object.keys(REQUESTS) as RequestName[]).map(encodeRequest);
    let seed = 20_260_105;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 100_000; round++) {
      const frame = Buffer.from(samples[next(samples.length)] ?? []);
      for (let hit = next(3); hit >= 0; hit--) frame.writeUInt8(next(256), next(frame.length));
      reader.push(frame.subarray(0, 1 + next(frame.length)));
      if (round % 100 !== 99) continue;
      reader.reset();
      assert.deepEqual(bodies(reader.push(encodeRequest("find"))), [hex("2001")]);
    }
    // Without a reset: what a damaged length swallows is given back by the next preambles within two longest frames.
    let isBack = false;
    for (let sent = 0; sent <= 2 * MAX_FRAME_BYTES && !isBack; sent += 10) isBack = bodies(reader.push(encodeRequest("find"))).length > 0;
    assert.ok(isBack);
  });
});
