import assert from "node:assert/strict";
import fc from "fast-check";
import { decodePen, encodePen } from "../../../device-drivers/signature-pad/pen-report.ts";
import { type PadProfile, PROFILE_NAMES, PROFILES } from "../../../device-drivers/signature-pad/profiles.ts";

const share = () => fc.double({ min: 0, max: 1, noNaN: true });
const pens = fc.record({ isDown: fc.boolean(), x: share(), y: share(), pressure: share() });

for (const name of PROFILE_NAMES) {
  const profile: PadProfile = PROFILES[name];
  describe(`pen reports of the ${name} profile`, () => {
    it("say the place they were made from, as finely as the tablet counts", () => {
      fc.assert(
        fc.property(pens, ({ isDown, x, y, pressure }) => {
          const [mmX, mmY] = [x * profile.widthMm, y * profile.heightMm];
          const report = encodePen({ isDown, x: mmX, y: mmY, pressure }, profile);
          const pen = decodePen(report, profile);
          assert.ok(pen.ok && pen.value.isDown === isDown);
          assert.ok(Math.abs(pen.value.x - mmX) <= profile.widthMm / profile.x.max);
          assert.ok(Math.abs(pen.value.y - mmY) <= profile.heightMm / profile.y.max);
          assert.ok(Math.abs(pen.value.pressure - pressure) <= 1 / (profile.pressure?.max ?? 1));
          assert.deepEqual(encodePen(pen.value, profile), report);
        }),
      );
    });

    it("are refused when a byte is missing or too many", () => {
      const report = encodePen({ isDown: true, x: 1, y: 1, pressure: 0.5 }, profile);
      for (let length = 1; length < report.length; length++)
        assert.deepEqual(decodePen(report.subarray(0, length), profile), { ok: false, error: "length" });
      assert.deepEqual(decodePen(Buffer.concat([report, Buffer.of(0)]), profile), { ok: false, error: "length" });
      assert.deepEqual(decodePen(Buffer.alloc(0), profile), { ok: false, error: "other-report" });
    });

    it("of another number are no pen's", () => {
      const report = encodePen({ isDown: true, x: 1, y: 1, pressure: 0.5 }, profile);
      for (let number = 0; number < 256; number++) {
        report[0] = number;
        assert.equal(decodePen(report, profile).ok, number === profile.reportNumber);
      }
    });

    it("never say a place beside the pad, whatever the bytes", () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: profile.reportBytes, maxLength: profile.reportBytes }), (bytes) => {
          bytes[0] = profile.reportNumber;
          const pen = decodePen(bytes, profile);
          if (!pen.ok) return;
          const { x, y, pressure } = pen.value;
          assert.ok(x >= 0 && x <= profile.widthMm && y >= 0 && y <= profile.heightMm && pressure >= 0 && pressure <= 1);
        }),
      );
    });
  });
}
