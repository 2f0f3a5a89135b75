import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { err, must, ok } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import { FileSource } from "../../../device-drivers/camera/file-source.ts";
import type { FaceEngineContract, FaceMeasure, FaceStatus } from "../../../runtime/face-engine/api.ts";
import { failed } from "../../../runtime/face-engine/attempt.ts";
import type { FaceEngine, VerifyRequest } from "../../../runtime/face-engine/engine.ts";
import { serveFaceEngine } from "../../../runtime/face-engine/service.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

const MEASURE: FaceMeasure = {
  ...{ faces: 0, distanceMm: null, offCentre: null, faceLight: null, sceneLight: 9, sharpness: null, yaw: null, rollDegrees: null },
  ...{ guidance: "look-at-camera", frameMs: 1, cameraFps: null },
};
const PARAMS = { attempt: "1", reference: "AAAA", minAssurance: "rgb-passive", withinMs: 1_000 } as const;
const CAPTURE = { attempt: "2", sealTo: "pem", context: "c", minAssurance: "rgb-passive", withinMs: 1_000 } as const;

/** Each look waits until it is cancelled, as one does while nobody comes. */
class Patient implements FaceEngine {
  readonly about = { engine: "test", runtime: "onnxruntime-node" } as const;
  readonly requests: Pick<VerifyRequest, "signal" | "onGuidance" | "onPreview">[] = [];
  readonly looks: string[] = [];
  storedFaces = 0;
  onMeasured: ((measure: FaceMeasure) => void) | undefined;

  assuranceWith() {
    return "rgb-challenge" as const;
  }

  async verify(request: VerifyRequest) {
    return this.#wait("verify", request, failed("face.cancelled"));
  }

  async capture(request: Parameters<FaceEngine["capture"]>[0]) {
    return this.#wait("capture", request, failed("face.cancelled"));
  }

  async measure({ signal, onMeasured }: Parameters<FaceEngine["measure"]>[0]) {
    this.onMeasured = onMeasured;
    return this.#wait("measure", { signal, onGuidance: () => undefined, onPreview: () => undefined }, ok(null));
  }

  #wait<T>(look: string, request: Patient["requests"][number], then: T): Promise<T> {
    this.requests.push(request);
    this.looks.push(look);
    this.storedFaces = 1;
    return new Promise((resolve) => {
      const end = () => {
        this.storedFaces = 0;
        resolve(then);
      };
      if (request.signal.aborted) end();
      else request.signal.addEventListener("abort", end);
    });
  }
}

describe("runtime/face-engine/service", () => {
  let folder: string;
  let close: () => Promise<void>;
  let client: Client<FaceEngineContract>;
  let engine: Patient;
  let clock: FakeClock;

  const status = async () => must(await client.call("face.status", {}));
  const heard = <N extends keyof FaceEngineContract["notifications"] & string>(name: N) =>
    new Promise<FaceEngineContract["notifications"][N]>((resolve) => client.on(name, resolve));
  const untilLooks = async (count: number) => {
    while (engine.looks.length < count) await settle(1);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zz-face-"));
    engine = new Patient();
    clock = new FakeClock();
    const path = join(folder, "face-engine.sock");
    const camera = new FileSource({ id: "camera", path: "test/fixtures/faces/nobody.mjpeg", fps: 15 }, clock);
    ({ close } = await serveFaceEngine(path, { engine, camera, viewAngleDegrees: 60, clock, log: silentLog }));
    client = new Client(path, systemClock, silentLog);
    await new Promise<void>((resolve) => client.onLink((up) => up && resolve()));
  });
  afterEach(async () => {
    client.close();
    await close();
    rmSync(folder, { recursive: true });
  });

  it("says how the camera is, what it can promise, and that it keeps no faces", async () => {
    const { camera, ...rest } = await status();
    assert.equal(camera.state, "online");
    const expected = { storedFaces: 0, ready: true, engine: "test", runtime: "onnxruntime-node", assurance: "rgb-challenge" };
    assert.deepEqual(rest, expected);
  });

  it("serves one person at a time, whatever is asked for", async () => {
    const giveUp = new AbortController();
    const first = client.call("face.verify", PARAMS, giveUp.signal);
    await untilLooks(1);
    assert.deepEqual(must(await client.call("face.verify", PARAMS)), failed("face.busy"));
    assert.deepEqual(must(await client.call("face.capture", CAPTURE)), failed("face.busy"));
    assert.deepEqual(must(await client.call("face.measure", { watch: "w" })), err("face.busy"));
    assert.equal((await status()).ready, false);
    giveUp.abort();
    await first;
    while (!(await status()).ready) await settle(1);
    assert.deepEqual(engine.looks, ["verify"]);
  });

  it("ends a technician's look when a citizen comes", async () => {
    const measuring = client.call("face.measure", { watch: "w" });
    await untilLooks(1);
    const giveUp = new AbortController();
    const attempt = client.call("face.capture", CAPTURE, giveUp.signal);
    assert.deepEqual(must(await measuring), err("face.busy"));
    await untilLooks(2);
    assert.deepEqual(engine.looks, ["measure", "capture"]);
    giveUp.abort();
    await attempt;
  });

  it("sends measures to who watches, until the call is given up", async () => {
    const measured = heard("face.measured");
    const giveUp = new AbortController();
    const measuring = client.call("face.measure", { watch: "w" }, giveUp.signal);
    await untilLooks(1);
    engine.onMeasured?.(MEASURE);
    assert.deepEqual(await measured, { watch: "w", measure: MEASURE });
    giveUp.abort();
    await measuring;
    while (!(await status()).ready) await settle(1);
  });

  it("tells everybody when it is taken and when it is free again, with the number of faces held", async () => {
    const told: FaceStatus[] = [];
    client.on("face.status", (one) => told.push(one));
    const giveUp = new AbortController();
    const attempt = client.call("face.verify", PARAMS, giveUp.signal);
    await untilLooks(1);
    giveUp.abort();
    await attempt;
    while (told.at(-1)?.ready !== true) await settle(1);
    assert.deepEqual(
      told.map(({ ready, storedFaces }) => [ready, storedFaces]),
      [
        [false, 1],
        [true, 0],
      ],
    );
  });

  it("tells of buffers that come to be or are left over while nothing else changes", async () => {
    const told = heard("face.status");
    engine.storedFaces = 3;
    await clock.advance(500);
    assert.equal((await told).storedFaces, 3);
  });

  it("stops the attempt when the runtime is gone", async () => {
    const attempt = client.call("face.verify", PARAMS);
    await untilLooks(1);
    client.close();
    await attempt;
    while (engine.requests[0]?.signal.aborted !== true) await settle(1);
  });

  it("ends the attempt before it closes, so that the camera is let go", async () => {
    const attempt = client.call("face.verify", PARAMS);
    await untilLooks(1);
    await close();
    close = async () => undefined;
    assert.equal(engine.requests[0]?.signal.aborted, true);
    assert.equal(engine.storedFaces, 0);
    await attempt;
  });

  it("sends guidance and preview under the name of the attempt", async () => {
    const [guidance, preview] = [heard("face.guidance"), heard("face.preview")];
    const giveUp = new AbortController();
    const attempt = client.call("face.verify", PARAMS, giveUp.signal);
    await untilLooks(1);
    engine.requests[0]?.onGuidance("turn-left", { at: 1, of: 2 });
    engine.requests[0]?.onPreview("/9j/");
    assert.deepEqual(await guidance, { attempt: "1", guidance: "turn-left", action: { at: 1, of: 2 } });
    assert.deepEqual(await preview, { attempt: "1", jpeg: "/9j/" });
    giveUp.abort();
    await attempt;
  });

  it("refuses a reference larger than any card photo without looking at it", async () => {
    const huge = { ...PARAMS, reference: "A".repeat(2_000_001) };
    assert.deepEqual(must(await client.call("face.verify", huge)), failed("face.reference-unusable"));
    assert.equal(engine.looks.length, 0);
  });
});
