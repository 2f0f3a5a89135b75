import assert from "node:assert/strict";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { checkCardNumber } from "../../../config/identity/id-number.ts";
import { decodeCardText } from "../../../device-drivers/id-card-reader/card-text.ts";
import {
  BASE_INFO,
  decodeReply,
  encodeReply,
  encodeRequest,
  FrameReader,
  REQUESTS,
  type RequestName,
} from "../../../device-drivers/id-card-reader/codec.ts";
import { redactor } from "../../../device-drivers/id-card-reader/redact.ts";
import { SAMPLE_CARDS, sampleBaseInfo, samplePhotoBlock } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const good = (data: Buffer) => encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data });
const cardFrame = (card: IdCard) => good(sampleBaseInfo(card));

/** What must not be found again, each long enough that it is there by no accident. */
function traces(card: IdCard): Buffer[] {
  const text = (value: string) => Buffer.from(value, "utf16le");
  const photo = samplePhotoBlock(card);
  const words = [
    card.number.slice(6),
    card.name,
    "address" in card ? card.address.slice(3, 9) : "",
    "latinName" in card ? card.latinName : "",
  ];
  return [...words.filter((word) => word.length > 1).map(text), ...[0, 300, 1_000].map((at) => photo.subarray(at, at + 6))];
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

function redacted(stream: Buffer, sizes: readonly number[] = [stream.length]): Buffer {
  const redact = redactor();
  return Buffer.concat([...cut(stream, sizes).map((part) => redact.received(part)), redact.end().received]);
}

const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 });
const card = fc.constantFrom<IdCard>(...Object.values(SAMPLE_CARDS));
/** A reading as a line may carry it: whole, cut off, with a byte changed, with fingerprints, or as noise. */
const piece = fc.oneof(
  card.map(cardFrame),
  fc.tuple(card, fc.integer({ min: 1, max: 1_294 })).map(([one, keep]) => cardFrame(one).subarray(0, keep)),
  fc.tuple(card, fc.integer({ min: 1, max: 1_294 })).map(([one, from]) => cardFrame(one).subarray(from)),
  fc.tuple(card, fc.nat(1_294), fc.integer({ min: 1, max: 255 })).map(([one, at, flip]) => {
    const frame = cardFrame(one);
    frame[at] = (frame[at] ?? 0) ^ flip;
    return frame;
  }),
  card.map((one) => good(Buffer.concat([Buffer.from("010004000200", "hex"), sampleBaseInfo(one).subarray(4), Buffer.alloc(512, 7)]))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);

describe("id-card-reader/redact", () => {
  it("leaves nothing of any card in the bytes, whatever happened on the line and however it is cut", () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), sizes, (pieces, at) => {
        const stream = Buffer.concat(pieces);
        const clean = redacted(stream, at);
        assert.equal(clean.length, stream.length);
        for (const one of Object.values(SAMPLE_CARDS)) {
          for (const trace of traces(one)) assert.ok(!clean.includes(trace), `${trace.toString("hex")} of ${one.layout}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same bytes however the line is cut", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 3 }), sizes, (pieces, at) => {
        const stream = Buffer.concat(pieces);
        assert.deepEqual(redacted(stream, at), redacted(stream));
      }),
      { numRuns: 100 },
    );
  });

  it("puts a specimen in the place of the person, which reads as a card again", () => {
    const [frame] = new FrameReader(new FakeClock()).push(redacted(cardFrame(SAMPLE_CARDS.rareName)));
    assert.ok(frame?.ok);
    const reply = must(decodeReply(frame.value));
    const read = must(decodeCardText(must(BASE_INFO.decode(reply.data)).text));
    assert.equal(reply.sw3, 0x90);
    assert.equal(read.layout === "resident" && read.name, "样张");
    assert.deepEqual(checkCardNumber(read), { ok: true, value: undefined });
  });

  it("keeps requests, and answers that hold nothing of a card, byte for byte", () => {
    const redact = redactor();
    const requests = Buffer.concat((Object.keys(REQUESTS) as RequestName[]).map(encodeRequest));
    assert.deepEqual(redact.sent(requests), requests);
    for (const sw3 of [0x80, 0x41, 0x90]) {
      const reply = encodeReply({ sw1: 1, sw2: 2, sw3, data: Buffer.alloc(0) });
      assert.deepEqual(redact.received(reply), reply);
    }
  });

  it("leaves a wrong frame wrong, so that a replay stumbles where the reader did", () => {
    const frame = cardFrame(SAMPLE_CARDS.resident);
    frame.writeUInt8(frame.readUInt8(1_294) ^ 1, 1_294);
    const told = (bytes: Buffer) => new FrameReader(new FakeClock()).push(bytes);
    assert.deepEqual(told(redacted(frame)), told(frame));
  });

  it("hides the serial number of the card itself and a newest address", () => {
    const serial = good(Buffer.from("0102030405060708", "hex"));
    assert.ok(!redacted(serial).includes("01020304", 0, "hex"));
    const address = good(Buffer.from("示例市临江区样张路18号3幢502室".padEnd(35), "utf16le"));
    assert.ok(!redacted(address).includes(Buffer.from("临江区", "utf16le")));
  });
});
