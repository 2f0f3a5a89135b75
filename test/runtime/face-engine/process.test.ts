import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import type { FaceEngineContract } from "../../../runtime/face-engine/api.ts";
import { settle } from "../../support/fake-clock.ts";
import { cardPhoto, THRESHOLDS } from "./stage.ts";

describe("runtime/face-engine/main", function () {
  this.timeout(120_000);
  let folder: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-fe-"));
    mkdirSync(join(folder, "s"));
  });
  afterEach(() => {
    child?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** The process, which Node lets write nowhere but in the folder of sockets. */
  function start(face: object = THRESHOLDS): ChildProcess {
    const file = join(folder, "settings.json");
    writeFileSync(file, JSON.stringify(settings(face)));
    const permissions = ["--permission", "--allow-fs-read=*", `--allow-fs-write=${join(folder, "s")}`, "--allow-addons", "--allow-net"];
    child = spawn(process.execPath, [...permissions, "runtime/face-engine/main.ts", file], { stdio: ["ignore", "pipe", "pipe"] });
    return child;
  }

  it("verifies a person from start to end, writing nothing to disk and no picture to its log", async () => {
    const engine = start();
    let log = "";
    engine.stdout?.on("data", (chunk: Buffer) => {
      log += chunk.toString("utf8");
    });
    const client = new Client<FaceEngineContract>(join(folder, "s", "face-engine.sock"), systemClock, silentLog);
    await new Promise<void>((done) => client.onLink((up) => up && done()));
    const previews: string[] = [];
    client.on("face.preview", ({ jpeg }) => previews.push(jpeg));
    const reference = cardPhoto("a").toString("base64");
    const result = must(await client.call("face.verify", { attempt: "1", reference, minAssurance: "rgb-passive", withinMs: 45_000 }));
    assert.equal(must(result).verdict.decision, "match");
    assert.equal(must(result).evidence.thresholdSet, "starting-values-1 pass=0.6 reject=0.45");
    assert.ok(previews.length > 0);
    client.close();
    const exited = once(engine, "exit");
    engine.kill("SIGTERM");
    assert.deepEqual(await exited, [0, null]);
    assert.match(log, /"decision":"match"/u);
    assert.ok(log.length < 5_000 && !log.includes(reference.slice(1_000, 1_040)));
    assert.deepEqual(readdirSync(folder).sort(), ["s", "settings.json"]);
  });

  it("serves the next person after it was killed in the middle of an attempt, and holds no face then", async () => {
    const client = new Client<FaceEngineContract>(join(folder, "s", "face-engine.sock"), systemClock, silentLog);
    const linked = () => new Promise<void>((done) => client.onLink((up) => up && done()));
    try {
      const first = start();
      await linked();
      const looking = new Promise((done) => client.on("face.guidance", done));
      const reference = cardPhoto("a").toString("base64");
      const attempt = client.call("face.verify", { attempt: "1", reference, minAssurance: "rgb-challenge", withinMs: 60_000 });
      await looking;
      assert.ok(must(await client.call("face.status", {})).storedFaces > 0);
      first.kill("SIGKILL");
      const lost = await attempt;
      assert.deepEqual(lost.ok ? lost : lost.error.code, "rpc.away");
      start();
      await linked();
      const { storedFaces, ready } = must(await client.call("face.status", {}));
      assert.deepEqual({ storedFaces, ready }, { storedFaces: 0, ready: true });
      const second = must(await client.call("face.verify", { attempt: "2", reference, minAssurance: "rgb-passive", withinMs: 45_000 }));
      assert.equal(must(second).verdict.decision, "match");
      while (must(await client.call("face.status", {})).storedFaces > 0) await settle();
    } finally {
      client.close();
    }
  });

  it("stops in the middle of an attempt when it is told to, and lets the camera go", async () => {
    const engine = start();
    const client = new Client<FaceEngineContract>(join(folder, "s", "face-engine.sock"), systemClock, silentLog);
    try {
      await new Promise<void>((done) => client.onLink((up) => up && done()));
      const looking = new Promise((done) => client.on("face.guidance", done));
      const reference = cardPhoto("a").toString("base64");
      const attempt = client.call("face.verify", { attempt: "1", reference, minAssurance: "rgb-challenge", withinMs: 60_000 });
      await looking;
      const exited = once(engine, "exit");
      engine.kill("SIGTERM");
      assert.deepEqual(await exited, [0, null]);
      await attempt;
    } finally {
      client.close();
    }
  });

  it("refuses thresholds without a calibration on record, and says what to do", async () => {
    const engine = start({ ...THRESHOLDS, calibrationSha256: "0".repeat(64) });
    let log = "";
    engine.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString("utf8");
    });
    assert.deepEqual(await once(engine, "close"), [78, null]);
    assert.match(log, /face\.calibration-missing.*put the record of the calibration/u);
  });

  function settings(face: object): object {
    const hall = { "zh-CN": "示例市政务服务大厅", en: "Example City Service Hall" };
    return {
      kiosk: { id: "test", hall, region: "990101", production: false },
      data: "data",
      sockets: "s",
      catalogue: "catalogue",
      hub: { url: "http://127.0.0.1:9", publicKeys: "keys" },
      camera: { source: "file", path: resolve("test/fixtures/faces/live-a.mjpeg"), fps: 15 },
      face,
      technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"0".repeat(32)}:${"0".repeat(64)}` })),
    };
  }
});
