import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeRecord, EF05, EF06, encodeRecord, recordBytes, SSSE_AID } from "../../../device-drivers/smart-card-reader/records.ts";

const date = EF05.issued.element;
const cardNumber = EF05.cardNumber.element;
const number = EF06.number.element;
const name = EF06.name.element;
const ELEMENTS = [date, EF05.validUntil.element, cardNumber, number, name];

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");
const characters = (set: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...set), minLength: 1, maxLength });

describe("smart-card-reader/records", () => {
  it("knows the application by its name in GBK", () => {
    assert.equal(SSSE_AID.toString("hex").toUpperCase(), "7378312E73682EC9E7BBE1B1A3D5CF");
  });

  it("asks for as many bytes as the commands in the field do", () => {
    assert.deepEqual([recordBytes(cardNumber), recordBytes(number), recordBytes(name)], [0x0b, 0x14, 0x20]);
  });

  it("reads back every date, number and name that it writes", () => {
    const day = fc
      .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
      .map((one) => one.toISOString().slice(0, 10));
    const cases = [
      [date, day],
      [cardNumber, characters("0123456789ABCXYZ", 9)],
      [number, characters("0123456789X", 18)],
      [name, characters("林晓岚样张·A龘㐂", 7)],
    ] as const;
    for (const [element, values] of cases) {
      fc.assert(
        fc.property(fc.option(values), (value) => {
          assert.deepEqual(decodeRecord<string>(element, encodeRecord<string>(element, value)), { ok: true, value });
        }),
      );
    }
  });

  it("takes padding of 00, F and blanks for what it is", () => {
    assert.deepEqual(decodeRecord(date, bytes("05 04 FFFFFFFF")), { ok: true, value: null });
    assert.deepEqual(decodeRecord(date, bytes("05 04 00000000")), { ok: true, value: null });
    assert.deepEqual(decodeRecord(cardNumber, bytes("07 09 413132 0000 FFFFFFFF")), { ok: true, value: "A12" });
    assert.deepEqual(decodeRecord(number, bytes("08 04 31 78 20 20")), { ok: true, value: "1X" });
    // A card whose records are longer than their element.
    assert.deepEqual(decodeRecord(cardNumber, bytes("07 03 413132 000000 FFFFFF")), { ok: true, value: "A12" });
  });

  it("refuses another element, a length that lies, a second element, and what is no such value", () => {
    const wrong = [
      [date, "06 04 20190520", /tag 06/],
      [date, "05 04 2019", /length/],
      [date, "05 03 201905", /no date/],
      [date, "05 04 20190231", /no date/],
      [date, "05 04 2019052A", /no date/],
      [cardNumber, "07 0A 41414141414141414141", /length/],
      [cardNumber, "07 02 4131 08 01 31", /more than one/],
      [cardNumber, "07 02 2D2D", /letters/],
      [name, "09 02 C1 81 30", /more than one/],
      [name, "09 01 C1", /GBK/],
      [name, "09 02 0A0A 41", /more than one/],
    ] as const;
    for (const [element, hex, problem] of wrong) {
      const decoded = decodeRecord<string>(element, bytes(hex));
      assert.match(decoded.ok ? `ok ${decoded.value}` : decoded.error, problem, hex);
    }
  });

  it("never throws, whatever is cut off or added, and never tells what it found", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        for (const element of ELEMENTS) decodeRecord<string>(element, Buffer.from(noise));
      }),
    );
    const whole = encodeRecord(number, "990101199004120029");
    for (let size = 0; size < whole.length; size++) {
      const cut = decodeRecord(number, whole.subarray(0, size));
      assert.ok(!cut.ok && !cut.error.includes("9901"), `${size} bytes`);
    }
  });
});
