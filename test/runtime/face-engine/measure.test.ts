import assert from "node:assert/strict";
import type { FaceMeasure } from "../../../runtime/face-engine/api.ts";
import { OpenEngine } from "../../../runtime/face-engine/engine.ts";
import { distanceMm } from "../../../runtime/face-engine/measure.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ClipCamera, clip, partsWith, VERSIONS } from "./stage.ts";

describe("runtime/face-engine/measure", () => {
  /** Looks at so many pictures of a clip. */
  async function look(name: string, frames: number, after: "unplugged" | "cancelled" = "cancelled") {
    const clock = new FakeClock();
    const stop = new AbortController();
    const unplugged = { code: "camera.unplugged", detail: "test" } as const;
    const camera = new ClipCamera(clock, clip(name).slice(0, frames), after === "unplugged" ? unplugged : "loop");
    camera.onFrame = (seq) => void (seq === frames && after === "cancelled" && stop.abort());
    const parts = await partsWith(clock);
    const measures: FaceMeasure[] = [];
    const result = await new OpenEngine(parts, VERSIONS).measure({
      ...{ camera, viewAngleDegrees: 60, signal: stop.signal },
      onMeasured: (measure) => measures.push(measure),
    });
    return { result, measures, camera, stored: parts.buffers.count };
  }

  it("measures a person five times a second at most, in numbers alone, until it is told to stop", async () => {
    const { result, measures, camera, stored } = await look("live-a", 10);
    assert.deepEqual(result, { ok: true, value: null });
    // Ten pictures in one second.
    assert.equal(measures.length, 5);
    const [first] = measures;
    assert.ok(first?.distanceMm && first.distanceMm > 300 && first.distanceMm < 600, String(first?.distanceMm));
    assert.ok(first.offCentre && Math.abs(first.offCentre.x) < 0.1 && Math.abs(first.offCentre.y) < 0.2);
    assert.ok(first.faceLight && first.faceLight > 80 && first.sceneLight > 80 && first.sharpness && first.sharpness > 40);
    assert.equal(first.faces, 1);
    assert.equal(first.guidance, null);
    assert.equal(measures.at(-1)?.cameraFps, 10);
    assert.ok(camera.given.every((jpeg) => jpeg.every((byte) => byte === 0)));
    assert.equal(stored, 0);
  });

  it("says of nobody that there is nobody, and how light the hall is", async () => {
    const [first] = (await look("nobody", 3)).measures;
    assert.deepEqual([first?.faces, first?.distanceMm, first?.offCentre, first?.faceLight], [0, null, null, null]);
    assert.equal(first?.guidance, "look-at-camera");
    assert.ok((first?.sceneLight ?? 0) > 80);
  });

  it("says of two people that there are two", async () => {
    const [first] = (await look("two-people", 3)).measures;
    assert.deepEqual([first?.faces, first?.guidance, first?.distanceMm], [2, "one-person-only", null]);
  });

  it("ends when the camera is pulled out", async () => {
    const { result, stored } = await look("live-a", 3, "unplugged");
    assert.deepEqual(result, { ok: false, error: "face.no-camera" });
    assert.equal(stored, 0);
  });

  for (const [eyeDistancePx, frameWidthPx, viewAngleDegrees, cm] of [
    // 63 mm seen by a lens whose focal length is 554 px.
    [58.2, 640, 60, 60],
    [116.4, 1_280, 60, 60],
    [34.9, 640, 60, 100],
    // A wider lens sees the same eyes smaller.
    [58.2, 640, 90, 35],
  ] as const) {
    it(`takes eyes ${eyeDistancePx} px apart of ${frameWidthPx}, seen at ${viewAngleDegrees}°, for ${cm} cm away`, () =>
      assert.equal(Math.round(distanceMm(eyeDistancePx, frameWidthPx, viewAngleDegrees) / 10), cm));
  }
});
