import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((one) => Buffer.from(one));

function segment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** As entropy-coded data is: each FF followed by 00. */
function stuffed(data: Buffer): Buffer {
  return Buffer.from([...data].flatMap((byte) => (byte === 0xff ? [0xff, 0x00] : [byte])));
}

/** A picture by its markers: an APP segment that may hold anything, even an end marker, then one scan with a restart marker in it. */
const picture = fc
  .record({ app: bytes(40), scan: bytes(60) })
  .map(({ app, scan }) =>
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, Buffer.concat([app, Buffer.from([0xff, 0xd9])])),
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      stuffed(scan),
      Buffer.from([0xff, 0xd3]),
      stuffed(scan),
      Buffer.from([0xff, 0xd9]),
    ]),
  );
/** Noise on the line, without the one byte that could begin a picture. */
const noise = bytes(20).map((one) => one.map((byte) => (byte === 0xff ? 0xfe : byte)));
const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });

function pushInPieces(splitter: MjpegSplitter, all: Buffer, sizes: readonly number[]): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0, turn = 0; at < all.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    frames.push(...splitter.push(all.subarray(at, at + size)));
    at += size;
  }
  return frames;
}

describe("device-drivers/camera/mjpeg-splitter", () => {
  it("gives back each picture whole and in order, however the bytes arrive and whatever noise stands between", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, picture), { maxLength: 4 }), cuts, (parts, sizes) => {
        const splitter = new MjpegSplitter();
        const frames = pushInPieces(splitter, Buffer.concat(parts.flat()), sizes);
        assert.deepEqual(
          frames,
          parts.map(([, one]) => one),
        );
        assert.equal(
          splitter.droppedBytes,
          parts.reduce((sum, [one]) => sum + one.length, 0),
        );
      }),
    );
  });

  it("drops a picture that was cut off in its scan, and no other", () => {
    fc.assert(
      fc.property(picture, picture, fc.integer({ min: 2, max: 60 }), cuts, (broken, whole, missing, sizes) => {
        const scanLength = broken.length - broken.indexOf(Buffer.from([0xff, 0xda])) - 10;
        const cut = broken.subarray(0, broken.length - Math.min(missing, scanLength));
        const frames = pushInPieces(new MjpegSplitter(), Buffer.concat([cut, whole]), sizes);
        assert.deepEqual(frames, [whole]);
      }),
    );
  });

  it("accounts for every byte of any stream, and holds no more than its cap", () => {
    const startsAndEnds = fc.constantFrom(Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd9]), Buffer.from([0xff, 0xda, 0, 8]));
    fc.assert(
      fc.property(fc.array(fc.oneof(bytes(30), startsAndEnds, picture), { maxLength: 12 }), cuts, (parts, sizes) => {
        const all = Buffer.concat(parts);
        const splitter = new MjpegSplitter(100);
        const frames = pushInPieces(splitter, all, sizes);
        assert.ok(splitter.pendingBytes <= 100);
        assert.ok(frames.every((frame) => frame.length <= 100 && frame.readUInt16BE(0) === 0xffd8));
        assert.ok(frames.every((frame) => frame.readUInt16BE(frame.length - 2) === 0xffd9));
        const inFrames = frames.reduce((sum, frame) => sum + frame.length, 0);
        assert.equal(inFrames + splitter.droppedBytes + splitter.pendingBytes, all.length);
      }),
    );
  });

  it("finds the 24 pictures of a real clip", () => {
    const clip = readFileSync("test/fixtures/faces/live-a.mjpeg");
    const frames = pushInPieces(new MjpegSplitter(), clip, [65_536]);
    assert.equal(frames.length, 24);
    assert.deepEqual(Buffer.concat(frames), clip);
  });
});
