import type { ResidentCard } from "../../config/identity/id-card.ts";
import { encodeCardText } from "./card-text.ts";
import { BASE_INFO, decodeRequest, encodeFrame, frameAt, HEAD_BYTES, nextPreamble, PREAMBLE, xor } from "./codec.ts";

/** Stands for whoever's card was read, of whatever layout. */
const SPECIMEN: ResidentCard = {
  layout: "resident",
  name: "样张",
  sex: "female",
  nation: "01",
  birth: "1990-01-01",
  address: "示例市样张路1号",
  number: "990101199001010043",
  issuer: "示例市（样张）",
  validFrom: "2020-01-01",
  validTo: "2040-01-01",
};
const STATUS_BYTES = 3;
const TEXT_BYTES = 256;
const PHOTO_BYTES = 1_024;
const ADDRESS_BYTES = 70;
const LENGTHS_BYTES = 4;
/** With fingerprints a third length follows; which of the forms it is, the data's length tells. */
const FINGERPRINT_FORMS: readonly number[] = [1_286, 1_798, 2_310];

/** Takes the person out of a recorded line. As many bytes come out as went in, some of them later. */
export interface SamRedactor {
  /** What the driver sent. */
  sent(bytes: Uint8Array): Buffer;
  /** What the reader sent. */
  received(bytes: Uint8Array): Buffer;
  /** What was held back for a frame that never came to its end, as zeros. */
  end(): { readonly sent: Buffer; readonly received: Buffer };
}

/**
 * For traces that may leave the kiosk. Requests and status words stay as they were, what is on a card becomes a
 * specimen's with a right checksum, a frame that came wrong stays wrong, and what is no frame becomes zeros: a replay
 * takes the same path through the driver. Frames in length-first HID reports are no frames here and become zeros.
 */
export function redactor(): SamRedactor {
  const sent = new FrameRedactor((body) => (decodeRequest(body) ? body : Buffer.alloc(body.length)));
  const received = new FrameRedactor(specimenReply);
  return {
    sent: (bytes) => sent.push(bytes),
    received: (bytes) => received.push(bytes),
    end: () => ({ sent: sent.end(), received: received.end() }),
  };
}

class FrameRedactor {
  readonly #replace: (body: Buffer) => Buffer;
  #kept: Buffer = Buffer.alloc(0);

  constructor(replace: (body: Buffer) => Buffer) {
    this.#replace = replace;
  }

  push(bytes: Uint8Array): Buffer {
    this.#kept = Buffer.concat([this.#kept, bytes]);
    const out: Buffer[] = [];
    let at = 0;
    for (;;) {
      const start = nextPreamble(this.#kept, at);
      out.push(Buffer.alloc(start - at));
      at = start;
      const part = this.#partAt(at);
      if (!part) break;
      out.push(part);
      at += part.length;
    }
    this.#kept = Buffer.from(this.#kept.subarray(at));
    return Buffer.concat(out);
  }

  end(): Buffer {
    const rest = Buffer.alloc(this.#kept.length);
    this.#kept = Buffer.alloc(0);
    return rest;
  }

  /** What goes out for the bytes from `start` on; undefined while a frame is not complete. */
  #partAt(start: number): Buffer | undefined {
    const found = frameAt(this.#kept, start);
    if (found === "incomplete") return undefined;
    if (found === "length") return Buffer.alloc(1);
    if (found !== "checksum") return encodeFrame(this.#replace(found));
    const frame = this.#kept.subarray(start, start + HEAD_BYTES + this.#kept.readUInt16BE(start + PREAMBLE.length));
    // A good frame may begin inside a broken one, and the driver will find it there.
    return nextPreamble(frame, 1) < frame.length ? Buffer.alloc(1) : wrongFrame(frame);
  }
}

function wrongFrame(frame: Buffer): Buffer {
  const wrong = Buffer.alloc(frame.length);
  frame.copy(wrong, 0, 0, HEAD_BYTES);
  wrong[wrong.length - 1] = xor(wrong.subarray(PREAMBLE.length, -1)) ^ 0xff;
  return wrong;
}

function specimenReply(body: Buffer): Buffer {
  const reply = Buffer.alloc(body.length);
  body.copy(reply, 0, 0, STATUS_BYTES);
  const data = reply.subarray(STATUS_BYTES);
  const text = encodeCardText(SPECIMEN);
  const photo = Buffer.alloc(PHOTO_BYTES, 0x5a);
  if (data.length === BASE_INFO.size) BASE_INFO.encode({ textLength: undefined, photoLength: undefined, text, photo }).copy(data);
  else if (FINGERPRINT_FORMS.includes(data.length)) {
    const lengths = LENGTHS_BYTES + 2;
    Buffer.from([TEXT_BYTES >> 8, 0, PHOTO_BYTES >> 8, 0]).copy(data);
    data.writeUInt16BE(data.length - lengths - TEXT_BYTES - PHOTO_BYTES, LENGTHS_BYTES);
    text.copy(data, lengths);
    photo.copy(data, lengths + TEXT_BYTES);
  } else if (data.length === ADDRESS_BYTES) text.copy(data, 0, 52, 52 + ADDRESS_BYTES);
  return reply;
}
