import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { systemRandom } from "../../../base/random.ts";
import { must, type Result } from "../../../base/result.ts";
import type { CameraSettings } from "../../../config/settings/settings.ts";
import type { CameraFailure } from "../../../device-drivers/camera/camera.ts";
import { type FrameSet, frameSets, sensors } from "../../../device-drivers/camera/frame-set.ts";
import { makeCamera } from "../../../device-drivers/camera/make-camera.ts";
import { ModuleCamera } from "../../../device-drivers/camera/module-camera.ts";
import {
  decodeModuleRecord,
  encodeModuleRecord,
  HEAD_BYTES,
  type ModuleRecord,
  moduleRecordBytes,
} from "../../../device-drivers/camera/module-codec.ts";
import type { ModuleScript } from "../../../device-drivers/camera/module-simulator.ts";
import { ModuleStream } from "../../../device-drivers/camera/module-stream.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { next } from "./pictures.ts";

const FACES = resolve("test/fixtures/faces");
const PAIRS = { ed25519: generateKeyPairSync("ed25519"), p256: generateKeyPairSync("ec", { namedCurve: "P-256" }) };

const record: fc.Arbitrary<ModuleRecord> = fc
  .record({
    seq: fc.nat(),
    nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
    liveness: fc.constantFrom("none", "live", "not-live"),
    score: fc.integer({ min: 0, max: 65_535 }).map((score) => score / 65_535),
    certificate: fc.stringMatching(/^[A-Z0-9-]{0,40}$/),
    jpeg: fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    ir: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    depth: fc.option(fc.uint16Array({ minLength: 6, maxLength: 6 }).map((mm) => ({ width: 3, height: 2, mm }))),
  })
  .map((one) => ({ ...one }));

describe("what a module's adapter sends", () => {
  for (const [name, { publicKey, privateKey }] of Object.entries(PAIRS)) {
    it(`comes out as it went in, and its ${name} signature is known`, () => {
      fc.assert(
        fc.property(record, (one) => {
          assert.deepEqual(must(decodeModuleRecord(encodeModuleRecord(one, privateKey), publicKey)), { record: one, signature: "good" });
        }),
        { numRuns: 30 },
      );
    });
  }

  it("is not the module's word any more when one bit of it was changed, or when it was never signed", () => {
    const { publicKey, privateKey } = PAIRS.ed25519;
    fc.assert(
      fc.property(record, fc.nat(), fc.nat({ max: 7 }), (one, place, bit) => {
        const bytes = encodeModuleRecord(one, privateKey);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const decoded = decodeModuleRecord(bytes, publicKey);
        assert.ok(!decoded.ok || decoded.value.signature === "bad");
        assert.equal(must(decodeModuleRecord(encodeModuleRecord(one, null), publicKey)).signature, "bad");
        assert.equal(must(decodeModuleRecord(encodeModuleRecord(one, null), null)).signature, "unsigned");
      }),
      { numRuns: 50 },
    );
  });

  it("is cut into records however the pipe cuts the bytes", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1 }),
        (all, cuts) => {
          const bytes = Buffer.concat(all.map((one) => encodeModuleRecord(one, null)));
          const stream = new ModuleStream(null);
          const found: ModuleRecord[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % cuts.length] ?? 1;
            found.push(...stream.push(bytes.subarray(at, at + size)).map((one) => must(one).record));
            at += size;
          }
          assert.deepEqual(found, all);
          assert.equal(stream.pendingBytes, 0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is not taken any more once nobody looks, though the pipe still holds some of it", () => {
    const bytes = encodeModuleRecord(must(first()), null);
    const stream = new ModuleStream(null);
    stream.push(bytes.subarray(0, 20));
    stream.close();
    assert.deepEqual(stream.push(bytes), []);
    stream.push(bytes.subarray(0, 20));
    assert.equal(stream.pendingBytes, 0);
  });

  it("that asks for a picture no camera makes is refused at its head", () => {
    const head = encodeModuleRecord({ ...must(first()), jpeg: Buffer.alloc(2_000_001) }, null).subarray(0, HEAD_BYTES);
    assert.equal(moduleRecordBytes(head).ok, false);
    const stream = new ModuleStream(null);
    assert.deepEqual(
      stream.push(head).map(({ ok }) => ok),
      [false],
    );
    assert.deepEqual(stream.push(encodeModuleRecord(must(first()), null)), [], "a stream that lost its place is not believed again");
  });

  function first(): Result<ModuleRecord, string> {
    const { privateKey, publicKey } = PAIRS.ed25519;
    const one = fc.sample(record, { numRuns: 1, seed: 7 })[0] as ModuleRecord;
    const decoded = decodeModuleRecord(encodeModuleRecord(one, privateKey), publicKey);
    return decoded.ok ? { ok: true, value: decoded.value.record } : decoded;
  }
});

describe("a module with liveness on board, behind its adapter program", () => {
  let folder: string;
  let stop: AbortController;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-module-"));
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
    rmSync(folder, { recursive: true });
  });

  const SCRIPT: ModuleScript = {
    film: join(FACES, "live-a.mjpeg"),
    irFilm: join(FACES, "live-a.mjpeg"),
    depth: "head",
    liveness: "live",
    everyMs: 20,
    privateKey: PAIRS.ed25519.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };

  function camera(changed: Partial<ModuleScript> = {}, clock = new FakeClock()): ModuleCamera {
    const file = join(folder, "script.json");
    writeFileSync(file, JSON.stringify({ ...SCRIPT, ...changed }));
    const simulator = resolve("device-drivers/camera/module-simulator.ts");
    const command = [process.execPath, "--disable-warning=ExperimentalWarning", simulator, file];
    const options = { id: "camera", command, sensors: { ir: true, depth: true }, key: PAIRS.ed25519.publicKey };
    return new ModuleCamera(options, { clock, random: systemRandom });
  }

  async function sets(from: ModuleCamera, count: number): Promise<Result<FrameSet, CameraFailure>[]> {
    const iterator = frameSets(from, stop.signal)[Symbol.asyncIterator]();
    const taken: Result<FrameSet, CameraFailure>[] = [];
    while (taken.length < count) {
      const one = await next(iterator);
      if (!one.ok) break;
      taken.push(one.value);
    }
    await iterator.return?.();
    return taken;
  }

  it("gives colour, infrared, depth and a signed word on liveness of one and the same moment", async () => {
    const from = camera();
    await from.probe();
    assert.deepEqual(sensors(from), { ir: true, depth: true, module: true });
    for (const set of await sets(from, 3)) {
      const { jpeg, ir, depth, module } = must(set);
      assert.equal(jpeg.readUInt16BE(0), 0xffd8);
      assert.equal(ir?.readUInt16BE(0), 0xffd8);
      assert.deepEqual([depth?.width, depth?.height, depth?.mm.length], [160, 120, 19_200]);
      assert.deepEqual([module?.isLive, module?.certificate], [true, "SAMPLE-0001"]);
    }
    assert.equal(from.status.state, "online");
  });

  it("says that it saw an attack", async () => {
    const [set] = await sets(camera({ liveness: "not-live" }), 1);
    assert.equal(must(set as Result<FrameSet, CameraFailure>).module?.isLive, false);
  });

  for (const [what, changed] of [
    ["a film of signed frames from another time", { fault: "stale-nonce" }],
    ["frames that nobody signed", { privateKey: undefined }],
    [
      "frames signed with another key",
      { privateKey: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString() },
    ],
    ["a module that says nothing of liveness", { liveness: "none" }],
  ] as const) {
    it(`never takes the word of ${what}: the frame is without, and the look ends`, async () => {
      const [set] = await sets(camera(changed as Partial<ModuleScript>), 1);
      assert.deepEqual(set, { ok: false, error: { code: "camera.one-eyed", detail: "a frame without module" } });
    });
  }

  it("takes a signed frame once, not again", async () => {
    const all = await sets(camera({ fault: "same-seq" }), 10);
    assert.equal(all.at(-1)?.ok, false);
  });

  it("ends with what is wrong when the adapter sends noise", async () => {
    const from = camera({ fault: "garbage" });
    const last = (await sets(from, 100)).at(-1);
    assert.equal(last?.ok, false);
    assert.match(JSON.stringify(last), /camera\.unreadable.*no frame/);
    assert.equal(from.status.state, "hardwareError");
  });

  it("is unplugged when the adapter says so and ends", async () => {
    const from = camera({ fault: "dies" });
    const last = (await sets(from, 100)).at(-1);
    assert.match(JSON.stringify(last), /camera\.unplugged.*no such device/);
    assert.equal(from.status.state, "noDevice");
  });

  it("is silent when nothing has come for a while", async () => {
    const clock = new FakeClock();
    const from = camera({ fault: "silent" }, clock);
    const iterator = from.sets(stop.signal)[Symbol.asyncIterator]();
    for (let at = 0; at < 3; at++) must(must(await next(iterator)));
    const coming = next(iterator);
    await clock.advance(10_000);
    assert.match(JSON.stringify(await coming), /camera\.silent/);
  });

  it("lets its program go as soon as nobody looks any more", async () => {
    const iterator = camera().frames(stop.signal)[Symbol.asyncIterator]();
    assert.equal(must(must(await next(iterator))).jpeg.readUInt16BE(0), 0xffd8);
    stop.abort();
    while ((await iterator.next()).done !== true);
  });

  it("is refused with a key that cannot be read, and missing without its program", async () => {
    const settings: CameraSettings = { source: "module", command: ["/nonexistent/adapter"], sensors: { ir: false, depth: true } };
    const withBadKey = makeCamera({ ...settings, publicKey: join(folder, "no.pem") }, true, new FakeClock(), systemRandom);
    assert.equal(withBadKey.status.state, "potentialFraud");
    const without = makeCamera(settings, true, new FakeClock(), systemRandom);
    await without.probe();
    assert.equal(without.status.state, "noDevice");
    assert.deepEqual(sensors(without), { ir: false, depth: true, module: false });
  });
});
