import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { systemClock } from "../../../../base/clock.ts";
import { silentLog } from "../../../../base/log.ts";
import { err } from "../../../../base/result.ts";
import { FileSource } from "../../../../device-drivers/camera/file-source.ts";
import { Terminal } from "../../../../device-drivers/cli/terminal.ts";
import { failed } from "../../../../runtime/face-engine/attempt.ts";
import { run } from "../../../../runtime/face-engine/cli/run.ts";
import { type FaceEngine, OpenEngine } from "../../../../runtime/face-engine/engine.ts";
import { serveFaceEngine } from "../../../../runtime/face-engine/service.ts";
import { FakeClock, settle } from "../../../support/fake-clock.ts";
import { ClipCamera, clip, partsWith, THRESHOLDS, VERSIONS } from "../stage.ts";

const FILM = "test/fixtures/faces/live-a.mjpeg";

describe("zizhu face", () => {
  let folder: string;
  let stop: AbortController;
  const closing: (() => Promise<void>)[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-fcli-"));
    mkdirSync(join(folder, "s"));
    stop = new AbortController();
    const settings = {
      kiosk: { id: "K1", hall: { "zh-CN": "示例市样张大厅", en: "Specimen Hall" }, region: "990101", production: false },
      ...{ data: "data", sockets: "s", catalogue: "catalogue", hub: { url: "http://127.0.0.1:1", publicKeys: "keys" }, face: THRESHOLDS },
      technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"0".repeat(32)}:${"0".repeat(64)}` })),
    };
    writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    rmSync(folder, { recursive: true });
  });

  /** One `zizhu face …` to its end. */
  async function zizhu(...typed: string[]) {
    const [output, errors] = [new PassThrough(), new PassThrough()];
    const said = { out: "", notes: "" };
    output.setEncoding("utf8").on("data", (text: string) => {
      said.out += text;
    });
    errors.setEncoding("utf8").on("data", (text: string) => {
      said.notes += text;
    });
    const terminal = new Terminal({ input: new PassThrough(), output, errors });
    const parts = { environment: { LANG: "en_GB.UTF-8" }, terminal, clock: systemClock, stop: stop.signal };
    const code = await run({ ...parts, typed: ["--settings", join(folder, "settings.json"), ...typed] });
    await settle(1);
    return { code, ...said };
  }

  async function serve(engine: FaceEngine, camera: ClipCamera | FileSource) {
    const path = join(folder, "s", "face-engine.sock");
    const service = await serveFaceEngine(path, { engine, camera, viewAngleDegrees: 60, clock: systemClock, log: silentLog });
    closing.push(() => service.close());
  }

  const real = async () => new OpenEngine({ ...(await partsWith(new FakeClock())), clock: systemClock }, VERSIONS);

  it("says how the camera and the engine are", async () => {
    await serve(await real(), new FileSource({ id: "camera", path: FILM, fps: 15 }, systemClock));
    const { code, out } = await zizhu("status");
    assert.equal(code, 0);
    assert.match(out, /^camera +online$/mu);
    assert.match(out, /^stored faces +0$/mu);
    assert.match(out, /^engine +test, onnxruntime-node$/mu);
  });

  it("says in the exit code that the camera is out of order", async () => {
    await serve(await real(), new FileSource({ id: "camera", path: join(folder, "none.mjpeg"), fps: 15 }, systemClock));
    const { code, out } = await zizhu("status", "--lang", "zh-CN");
    assert.equal(code, 1);
    assert.match(out, /^摄像头 +\S+; .*none\.mjpeg cannot be read/mu);
  });

  it("measures through the real engine until enough of a face was seen, and then gives advice", async () => {
    await serve(await real(), new FileSource({ id: "camera", path: FILM, fps: 15 }, systemClock));
    const { code, out } = await zizhu("calibrate", "--seconds", "2");
    assert.match(out, /^\d+ cm {2}position .* good$/mu);
    assert.match(out, /Faces are too bright|Light is right|Light comes from behind|Faces are too dark/u);
    assert.ok(code === 0 || code === 1);
    assert.ok(!/NaN|undefined|\{/u.test(out), out);
  }).timeout(60_000);

  it("ends at Ctrl-C with advice on what was seen until then", async () => {
    const clock = new FakeClock();
    const camera = new ClipCamera(clock, clip("nobody"));
    camera.onFrame = (seq) => void (seq === 5 && stop.abort());
    await serve(new OpenEngine(await partsWith(clock), VERSIONS), camera);
    const { code, out } = await zizhu("calibrate");
    assert.equal(code, 1);
    assert.match(out, /Only 0 measures of a face/u);
  });

  for (const [error, exit, words] of [
    ["face.busy", 75, /A citizen is served/u],
    ["face.no-camera", 69, /The camera is out of order/u],
  ] as const) {
    it(`says what to do when measuring ends with ${error}`, async () => {
      const clock = new FakeClock();
      const engine: FaceEngine = {
        about: { engine: "test", runtime: "onnxruntime-node" },
        storedFaces: 0,
        assuranceWith: () => "none",
        verify: async () => failed("face.cancelled"),
        capture: async () => failed("face.cancelled"),
        measure: async () => (error === "face.busy" ? (err(error) as never) : err(error)),
      };
      await serve(engine, new ClipCamera(clock, clip("nobody")));
      const { code, notes } = await zizhu("calibrate");
      assert.equal(code, exit);
      assert.match(notes, words);
    });
  }

  it("says that the engine is not running", async () => {
    const { code, notes } = await zizhu("status");
    assert.equal(code, 69);
    assert.match(notes, /face-engine\.sock\) cannot be reached/u);
  }).timeout(10_000);

  for (const typed of [["toast"], ["calibrate", "now"], ["status", "--lang", "fr"], ["calibrate", "--seconds", "0"], ["--loud"]]) {
    it(`does not know "${typed.join(" ")}"`, async () => {
      const { code, notes } = await zizhu(...typed);
      assert.equal(code, 2);
      assert.match(notes, /is not known here/u);
    });
  }

  it("says what is wrong with the settings", async () => {
    writeFileSync(join(folder, "settings.json"), "{}");
    const { code, notes } = await zizhu("status");
    assert.equal(code, 78);
    assert.match(notes, /The settings are wrong/u);
  });
});
