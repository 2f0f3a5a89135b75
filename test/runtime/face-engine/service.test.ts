import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { err, must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import { FileSource } from "../../../device-drivers/camera/file-source.ts";
import type { FaceEngineContract } from "../../../runtime/face-engine/api.ts";
import type { FaceEngine, VerifyRequest } from "../../../runtime/face-engine/engine.ts";
import { serveFaceEngine } from "../../../runtime/face-engine/service.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

describe("runtime/face-engine/service", () => {
  let folder: string;
  let close: () => Promise<void>;
  let client: Client<FaceEngineContract>;
  let requests: VerifyRequest[];
  let clock: FakeClock;

  /** Waits until it is cancelled, as an attempt does while nobody comes. */
  const patient: FaceEngine = {
    verify(request) {
      requests.push(request);
      return new Promise((resolve) => request.signal.addEventListener("abort", () => resolve(err("face.cancelled"))));
    },
  };
  const params = { attempt: "1", reference: "AAAA", minAssurance: "rgb-passive", withinMs: 1_000 } as const;
  const heard = <N extends keyof FaceEngineContract["notifications"] & string>(name: N) =>
    new Promise<FaceEngineContract["notifications"][N]>((resolve) => client.on(name, resolve));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zz-face-"));
    requests = [];
    clock = new FakeClock();
    const path = join(folder, "face-engine.sock");
    const camera = new FileSource({ id: "camera", path: "test/fixtures/faces/nobody.mjpeg", fps: 15 }, clock);
    ({ close } = await serveFaceEngine(path, { engine: patient, camera, clock, log: silentLog }));
    client = new Client(path, systemClock, silentLog);
    await new Promise<void>((resolve) => client.onLink((up) => up && resolve()));
  });
  afterEach(async () => {
    client.close();
    await close();
    rmSync(folder, { recursive: true });
  });

  it("says how the camera is, and that it keeps no faces", async () => {
    const status = must(await client.call("face.status", {}));
    assert.equal(status.camera.state, "online");
    assert.equal(status.storedFaces, 0);
    assert.equal(status.ready, true);
  });

  it("serves one person at a time", async () => {
    const giveUp = new AbortController();
    const first = client.call("face.verify", params, giveUp.signal);
    assert.deepEqual(must(await client.call("face.verify", params)), err("face.busy"));
    assert.equal(must(await client.call("face.status", {})).ready, false);
    giveUp.abort();
    await first;
    while (!must(await client.call("face.status", {})).ready) await settle(1);
    assert.equal(requests.length, 1);
  });

  it("stops the attempt when the runtime is gone", async () => {
    const attempt = client.call("face.verify", params);
    await client.call("face.status", {});
    client.close();
    await attempt;
    while (requests[0]?.signal.aborted !== true) await settle(1);
  });

  it("sends guidance and preview under the name of the attempt", async () => {
    const [guidance, preview] = [heard("face.guidance"), heard("face.preview")];
    const giveUp = new AbortController();
    const attempt = client.call("face.verify", params, giveUp.signal);
    await client.call("face.status", {});
    requests[0]?.onGuidance("come-closer");
    requests[0]?.onPreview("/9j/");
    assert.deepEqual(await guidance, { attempt: "1", guidance: "come-closer" });
    assert.deepEqual(await preview, { attempt: "1", jpeg: "/9j/" });
    giveUp.abort();
    await attempt;
  });

  it("refuses a reference larger than any card photo without looking at it", async () => {
    const huge = { ...params, reference: "A".repeat(2_000_001) };
    assert.deepEqual(must(await client.call("face.verify", huge)), err("face.reference-unusable"));
    assert.equal(requests.length, 0);
  });
});
