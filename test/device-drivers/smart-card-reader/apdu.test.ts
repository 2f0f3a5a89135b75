import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Command,
  decodeCommand,
  decodeResponse,
  encodeCommand,
  encodeResponse,
  getResponse,
  readRecord,
  selectApplication,
  selectFile,
} from "../../../device-drivers/smart-card-reader/apdu.ts";
import { SSSE_AID } from "../../../device-drivers/smart-card-reader/records.ts";
import { meaningOf, SW } from "../../../device-drivers/smart-card-reader/sw.ts";

const byte = fc.integer({ min: 0, max: 255 });
const command: fc.Arbitrary<Command> = fc
  .record({
    ...{ cla: byte, ins: byte, p1: byte, p2: byte },
    data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 255 })),
    le: fc.option(fc.integer({ min: 1, max: 256 })),
  })
  .map(({ data, le, ...header }) => ({ ...header, ...(data ? { data: Buffer.from(data) } : {}), ...(le === null ? {} : { le }) }));

const hex = (one: Command) => encodeCommand(one).toString("hex").toUpperCase();

describe("smart-card-reader/apdu", () => {
  it("writes the commands that are in the field, byte for byte", () => {
    assert.equal(hex(selectApplication(SSSE_AID)), "00A404000F7378312E73682EC9E7BBE1B1A3D5CF");
    assert.equal(hex(selectFile(0x02, 0xef05)), "00A4020002EF05");
    assert.equal(hex(selectFile(0x00, 0xef05)), "00A4000002EF05");
    assert.equal(hex(readRecord(5, 7, 11)), "00B2072C0B");
    assert.equal(hex(readRecord(0, 1, 0x14)), "00B2010414");
  });

  it("reads back every command that it writes", () => {
    fc.assert(fc.property(command, (one) => assert.deepEqual(decodeCommand(encodeCommand(one)), { ok: true, value: one })));
  });

  it("refuses a command that is cut short or has bytes too many", () => {
    const whole = encodeCommand({ ...selectFile(0x02, 0xef05), le: 256 });
    for (const bytes of [whole.subarray(0, 3), whole.subarray(0, 6), Buffer.concat([whole, whole])]) {
      assert.equal(decodeCommand(bytes).ok, false, bytes.toString("hex"));
    }
    assert.equal(decodeCommand(Buffer.from("00A40000000002EF05", "hex")).ok, false, "extended length");
  });

  it("writes no command that does not fit: that is a bug of the caller", () => {
    assert.throws(() => encodeCommand({ ...selectFile(0, 0), data: Buffer.alloc(256) }), RangeError);
    assert.throws(() => encodeCommand(readRecord(0, 1, 257)), RangeError);
  });

  it("reads back every answer with a status that cards give", () => {
    const sw = fc.integer({ min: 0, max: 0xffff }).filter((one) => /^(6[1-9a-f]|9.)/.test(one.toString(16).padStart(4, "0")));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), sw, (data, status) => {
        const response = { data: Buffer.from(data), sw: status };
        assert.deepEqual(decodeResponse(encodeResponse(response)), { ok: true, value: response });
      }),
    );
  });

  it("of 65536 status words only those that begin with 6 or 9, but not 60, are answers", () => {
    let accepted = 0;
    for (let sw = 0; sw <= 0xffff; sw++) if (decodeResponse(encodeResponse({ data: Buffer.alloc(0), sw })).ok) accepted += 1;
    assert.equal(accepted, 31 * 256);
  });

  it("takes neither half a status nor more than a short answer for one", () => {
    for (const size of [0, 1, 259]) assert.equal(decodeResponse(Buffer.alloc(size, 0x90)).ok, false, `${size} bytes`);
  });

  it("fetches the rest of an answer in the command's class, and what PBOC cards keep in class 8X with 00", () => {
    assert.equal(hex(getResponse(0x00, 0x0f)), "00C000000F");
    assert.equal(hex(getResponse(0xa0, 0x00)), "A0C0000000");
    assert.equal(hex(getResponse(0x84, 0x10)), "00C0000010");
  });

  it("says in words what each known status means, and shows an unknown one", () => {
    for (const [sw, { technician }] of SW) {
      assert.deepEqual(meaningOf(sw), SW.get(sw));
      assert.match(technician, /\p{Script=Han}/u);
    }
    assert.equal(meaningOf(0x61ff).kind, "more");
    assert.equal(meaningOf(0x6c0b).kind, "length");
    assert.match(meaningOf(0x63c2).technician, /2/);
    assert.deepEqual([meaningOf(0x9abc).kind, /9ABC/.test(meaningOf(0x9abc).technician)], ["unknown", true]);
  });
});
