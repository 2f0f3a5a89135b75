import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import { sealKeyPair } from "../../../base/seal.ts";
import { MAX_REMOTE_PICTURE_CHARS, REMOTE_FACE_LASTS_MS } from "../../../config/identity/remote-face.ts";
import { loadCitizens } from "../../../runtime/demo/identity-department/citizens.ts";
import { IdentityDepartment } from "../../../runtime/demo/identity-department/identity-department.ts";
import { PictureOpener } from "../../../runtime/demo/identity-department/open-picture.ts";
import { type RunningDepartment, serveDepartment } from "../../../sync-agent/departments/sandbox/department-service.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { captured, HE, KEYS, KIOSK, LIN, realComparer, recordingLog, register, sealed } from "./identity-stage.ts";

describe("runtime/demo/identity-department", function () {
  this.timeout(60_000);
  const { folder, citizens } = register();
  let clock: FakeClock;
  let log: ReturnType<typeof recordingLog>;
  let running: RunningDepartment;
  /** Pictures that were handed to the comparison. */
  let compared: Buffer[];
  /** What they were compared with. */
  let photos: (string | null)[];
  let opened: number;
  let lin: Buffer;
  let he: Buffer;

  before(async () => {
    [lin, he] = await Promise.all([captured("live-a"), captured("live-b")]);
    await realComparer();
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    clock = new FakeClock();
    log = recordingLog();
    compared = [];
    photos = [];
    opened = 0;
    const openComparer = async () => {
      opened += 1;
      const real = await realComparer();
      return {
        compare(jpeg: Buffer, photo: string | null) {
          compared.push(jpeg);
          photos.push(photo);
          return real.compare(jpeg, photo);
        },
      };
    };
    const department = new IdentityDepartment({ citizens, privateKey: KEYS.privateKey, openComparer, clock, log });
    running = await serveDepartment(department, { host: "127.0.0.1", port: 0 }, log);
  });
  afterEach(() => running.close());

  async function ask(question: object) {
    const response = await fetch(`http://127.0.0.1:${running.port}/faces/verify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kiosk: KIOSK, item: "fund-certificate", ...question }),
    });
    const body = (await response.json()) as { reason?: string; message?: Record<string, string> };
    return { status: response.status, reason: body.reason, body };
  }
  const show = (who: typeof LIN, jpeg: Buffer, changed: Parameters<typeof sealed>[2] = {}) =>
    ask({ ...who, ...sealed(jpeg, clock, changed) });

  it("knows the citizen whose face and number belong together, by name, number, sex and date of birth", async () => {
    const { status, body } = await show(LIN, lin);
    assert.deepEqual([status, body], [200, { ...LIN, sex: "female", birth: "1990-04-12" }]);
  });

  it("knows another, years after his photo was taken", async () => {
    assert.equal((await show(HE, he)).status, 200);
  });

  it("takes a name and a number with blanks around them", async () => {
    assert.equal((await show({ name: ` ${LIN.name} `, number: ` ${LIN.number} ` }, lin)).status, 200);
  });

  for (const [what, who, whose] of [
    ["his face with her number", LIN, () => he],
    ["her face with his number", HE, () => lin],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await show(who, whose()).then(({ status, reason }) => [status, reason]), [403, "no-match"]);
    });
  }

  for (const [what, who] of [
    ["a number that nobody has", { ...LIN, number: "990101199307150049" }],
    ["her number with another name", { ...LIN, name: HE.name }],
    ["no number at all", { ...LIN, number: "林晓岚" }],
  ] as const) {
    it(`refuses ${what}, in the same words for each, after the work of a comparison and with no photo of anybody`, async () => {
      const { reason, body } = await show(who, lin);
      assert.deepEqual([reason, body.message?.["zh-CN"]], ["unknown-person", "姓名和身份证号码对不上，请核对后重新填写。"]);
      assert.deepEqual(photos, [null], "how long an answer takes must not say which numbers there are");
    });

    it(`says of a picture that cannot be compared what it says to everybody, for ${what}`, async () => {
      assert.equal((await show(who, await captured("nobody"))).reason, "no-face");
      assert.equal((await show(who, lin.subarray(0, 600))).reason, (await show(LIN, lin.subarray(0, 600))).reason);
    });
  }

  it("refuses a picture that was sent before, also when the first time failed", async () => {
    for (const who of [LIN, HE]) {
      const question = { ...who, ...sealed(lin, clock) };
      await ask(question);
      assert.equal((await ask(question)).reason, "bad-picture");
    }
  });

  it("of three copies that arrive at once takes one", async () => {
    const question = { ...LIN, ...sealed(lin, clock) };
    const answers = await Promise.all([ask(question), ask(question), ask(question)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 403, 403]);
  });

  it("takes a picture until its time is over, and not a moment longer", async () => {
    const [first, second] = [sealed(lin, clock), sealed(lin, clock)];
    await clock.advance(REMOTE_FACE_LASTS_MS);
    assert.equal((await ask({ ...LIN, ...first })).status, 200);
    await clock.advance(1);
    assert.equal((await ask({ ...LIN, ...second })).reason, "bad-picture");
  });

  for (const [what, changed] of [
    ["from a clock an hour ahead", { beganAt: new FakeClock().now() + 3_600_000 }],
    ["sealed at another kiosk", { kiosk: "kiosk-02" }],
    ["sealed to another service", { key: sealKeyPair().publicKey }],
  ] as const) {
    it(`refuses a picture ${what}`, async () => assert.equal((await show(LIN, lin, changed)).reason, "bad-picture"));
  }

  it("refuses a picture under another attempt's id, and an id that is none", async () => {
    const [first, second] = [sealed(lin, clock), sealed(lin, clock)];
    assert.equal((await ask({ ...LIN, picture: first.picture, attempt: second.attempt })).reason, "bad-picture");
    assert.equal((await ask({ ...LIN, picture: first.picture, attempt: "attempt-1" })).reason, "bad-picture");
    // Neither has used up the attempt.
    assert.equal((await ask({ ...LIN, ...first })).status, 200);
  });

  const bomb = () => {
    const jpeg = Buffer.from(lin);
    const header = jpeg.indexOf(Buffer.from("ffc0", "hex"));
    jpeg.writeUInt16BE(60_000, header + 5);
    jpeg.writeUInt16BE(60_000, header + 7);
    return jpeg;
  };
  for (const [what, reason, picture] of [
    ["no picture", "bad-picture", () => Buffer.from("not a picture")],
    ["nothing", "bad-picture", () => Buffer.alloc(0)],
    ["two bytes of a JPEG", "bad-picture", () => lin.subarray(0, 2)],
    ["a JPEG cut off in its header", "bad-picture", () => lin.subarray(0, 100)],
    ["noise", "bad-picture", () => systemRandom.bytes(40_000)],
    ["a JPEG that claims 60,000 × 60,000 pixels", "bad-picture", bomb],
    ["an empty hall", "no-face", () => captured("nobody")],
  ] as const) {
    it(`refuses ${what} under a good seal as ${reason}`, async () => {
      assert.deepEqual(await show(LIN, await picture()).then((answer) => [answer.status, answer.reason]), [403, reason]);
    });
  }

  it("refuses what is too large or badly formed before it looks at it", async () => {
    const picture = "A".repeat(MAX_REMOTE_PICTURE_CHARS + 1);
    assert.equal((await ask({ ...LIN, ...sealed(lin, clock), picture })).status, 400);
    assert.equal((await ask({ ...LIN, ...sealed(lin, clock), picture: "A".repeat(1_000_000) })).status, 413);
    for (const changed of [{ picture: "林" }, { picture: "" }, { picture: ["QUJD"] }, { kiosk: "" }, { more: 1 }]) {
      assert.equal((await ask({ ...LIN, ...sealed(lin, clock), ...changed })).status, 400, JSON.stringify(changed));
    }
  });

  it("takes a sealed picture of the greatest size that the hub lets pass", async () => {
    const padded = Buffer.concat([lin, Buffer.alloc(MAX_REMOTE_PICTURE_CHARS * 0.75 - 100 - lin.length)]);
    assert.equal((await show(LIN, padded)).status, 200);
  });

  it("a kiosk that asks more often than people can is told to wait; others are not", async () => {
    const reasons: (string | undefined)[] = [];
    for (let n = 0; n < 31; n++) reasons.push((await ask({ ...LIN, ...sealed(lin, clock), picture: "QUJD" })).reason);
    assert.deepEqual(reasons.slice(-2), ["bad-picture", "too-many"]);
    assert.equal((await show(LIN, lin)).status, 429);
    const elsewhere = sealed(lin, clock, { kiosk: "kiosk-02" });
    assert.equal((await ask({ ...LIN, ...elsewhere, kiosk: "kiosk-02" })).status, 200);
    await clock.advance(10 * 60_000);
    assert.equal((await show(LIN, lin)).status, 200);
  });

  it("wipes each picture, whatever came of it", async () => {
    await show(LIN, lin);
    await show(LIN, he);
    await show(LIN, await captured("nobody"));
    assert.equal(compared.length, 3);
    assert.ok(compared.every((jpeg) => jpeg.length > 1_000 && jpeg.every((byte) => byte === 0)));
  });

  it("loads the networks at the first question that needs them, and once", async () => {
    await show(LIN, lin, { kiosk: "kiosk-02" });
    assert.equal(opened, 0);
    await Promise.all([show({ ...LIN, name: "x" }, lin), show(LIN, lin), show(LIN, he)]);
    assert.equal(opened, 1);
  });

  it("its audit lines say which kiosk asked, for which item and what came of it; nothing of the person", async () => {
    await show(LIN, lin);
    await show(LIN, he);
    await show({ ...LIN, number: HE.number }, lin);
    await show(LIN, lin, { kiosk: "kiosk-02" });
    const audit = log.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "identity.face-asked");
    assert.deepEqual(
      audit.map(({ kiosk, item, outcome, asked }) => [kiosk, item, outcome, asked]),
      [
        [KIOSK, "fund-certificate", "match", 1],
        [KIOSK, "fund-certificate", "no-match", 2],
        [KIOSK, "fund-certificate", "unknown-person", 3],
        [KIOSK, "fund-certificate", "cannot-be-opened", 4],
      ],
    );
    assert.doesNotMatch(log.lines.join(), new RegExp([LIN.name, HE.name, LIN.number, HE.number].join("|")));
  });

  it("a register that is not there, or has a number with a slip of the finger, is refused by name", () => {
    assert.equal(loadCitizens(join(folder, "nowhere")).ok, false);
    const wrong = join(folder, "wrong");
    mkdirSync(wrong);
    writeFileSync(join(wrong, "register.json"), JSON.stringify({ citizens: [{ ...LIN, number: "990101199004120020", photo: "a.bmp" }] }));
    const read = loadCitizens(wrong);
    assert.deepEqual(read.ok ? "" : read.error.faults, [{ at: "/citizens/0/number", problem: "check-digit" }]);
  });

  it("sealed bytes changed in any way are refused, and nothing breaks", () => {
    const opener = new PictureOpener(KEYS.privateKey, clock);
    const { picture, attempt } = sealed(lin.subarray(0, 2_000), clock);
    const bytes = Buffer.from(picture, "base64");
    for (let n = 0; n < 500; n++) {
      const changed = mutated(bytes, n);
      const opened = opener.open({ picture: changed.toString("base64"), attempt, kiosk: KIOSK });
      assert.equal(opened.ok, false, `mutation ${n}`);
    }
    assert.equal(opener.open({ picture, attempt, kiosk: KIOSK }).ok, true);
  });
});

/** Every byte of the head once, then bits anywhere, cuts and additions. */
function mutated(bytes: Buffer, n: number): Buffer {
  const at = systemRandom.bytes(4).readUInt32BE() % bytes.length;
  if (n % 5 === 3) return bytes.subarray(0, at);
  if (n % 5 === 4) return Buffer.concat([bytes, systemRandom.bytes(1 + (n % 7))]);
  const copy = Buffer.from(bytes);
  const where = n < 120 ? n : at;
  copy[where] = (copy[where] ?? 0) ^ (1 << (n % 8));
  return copy;
}
