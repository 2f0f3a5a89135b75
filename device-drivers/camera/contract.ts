import assert from "node:assert/strict";
import { type Clock, pause } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import type { LocalText } from "../../config/language.ts";
import type { Hands, HealthLevel } from "../contract/contract.ts";
import type { Camera, CameraFrame } from "./camera.ts";
import { type FillLight, NO_LIGHT } from "./fill-light.ts";
import { jpegSize } from "./jpeg-size.ts";
import { LiveView } from "./live-view.ts";

export type CameraAct = "pull-camera" | "plug-camera";

/** A camera stands in the face engine's process and takes no commands: so a contract of its own shape, with the same levels and hands. */
export interface CameraBench {
  readonly camera: Camera;
  readonly hands: Hands<CameraAct>;
  readonly clock: Clock;
  /** Where a fill light is fitted. */
  readonly light?: FillLight;
}

export interface CameraCase {
  readonly level: HealthLevel;
  readonly title: LocalText;
  /** Throws an AssertionError where the camera does not do what every camera promises. Leaves it closed. */
  run(bench: CameraBench): Promise<void>;
}

const WITHIN_MS = 10_000;
const SEEN_WITHIN_MS = 30_000;

export const cameraContract: { readonly acts: Readonly<Record<CameraAct, LocalText>>; readonly cases: readonly CameraCase[] } = {
  acts: {
    "pull-camera": { "zh-CN": "请拔下摄像头", en: "Unplug the camera" },
    "plug-camera": { "zh-CN": "请插回摄像头", en: "Plug the camera in again" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "不打开也看得到它在", en: "Is seen to be there without being opened" },
      async run({ camera }) {
        await camera.probe();
        assert.deepEqual([camera.status.state, camera.status.reasons], ["online", []]);
      },
    },
    {
      level: "external",
      title: { "zh-CN": "画面完整，一张接一张", en: "Gives whole pictures, one after another" },
      async run(bench) {
        const frames = await watch(bench, 5);
        frames.forEach((frame, at) => {
          const before = frames[at - 1];
          assert.equal(frame.jpeg.readUInt16BE(0), 0xffd8, "no JPEG");
          assert.ok(jpegSize(frame.jpeg), "a picture without a size");
          assert.ok(!before || (frame.seq > before.seq && frame.at >= before.at), "not in order");
        });
      },
    },
    {
      level: "external",
      title: { "zh-CN": "放下之后可以再次打开", en: "Can be opened again once it was let go" },
      async run(bench) {
        await watch(bench, 1);
        await watch(bench, 1);
      },
    },
    {
      level: "external",
      title: {
        "zh-CN": "预览取最新一张，拍照取此刻之后的一张",
        en: "Shows the newest picture, and takes a still that was begun after the wish",
      },
      async run({ camera, clock, light }) {
        const view = new LiveView(camera, clock, light ?? NO_LIGHT);
        try {
          const first = await view.still({ withinMs: WITHIN_MS });
          assert.ok(first.ok, first.ok ? "" : first.error.detail);
          const wishedAt = clock.monotonic();
          const second = await view.still({ withinMs: WITHIN_MS, lit: light !== undefined });
          assert.ok(second.ok && second.value.at > wishedAt, "an old picture");
          const newest = view.newest();
          assert.ok(newest && newest.seq >= second.value.seq, "the preview is behind");
        } finally {
          await view.close();
        }
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "拔下时看得到，插回后可用", en: "Unplugged: seen, and well again once it is plugged in" },
      async run(bench) {
        const { camera, hands } = bench;
        await hands.do("pull-camera");
        await untilState(bench, "noDevice");
        const view = new LiveView(camera, bench.clock);
        const still = await view.still({ withinMs: WITHIN_MS });
        await view.close();
        assert.equal(still.ok ? "a picture" : still.error.code, "camera.missing");
        await hands.do("plug-camera");
        await untilState(bench, "online");
        await watch(bench, 1);
      },
    },
  ],
};

/** The heads of so many pictures, in the order in which they came. */
async function watch({ camera, clock }: CameraBench, count: number): Promise<CameraFrame[]> {
  const stop = new AbortController();
  const deadline = clock.after(WITHIN_MS, () => stop.abort());
  const frames: CameraFrame[] = [];
  try {
    for await (const frame of camera.frames(stop.signal)) {
      assert.ok(frame.ok, frame.ok ? "" : `${frame.error.code}: ${frame.error.detail}`);
      frames.push(headOf(frame.value));
      if (frames.length === count) break;
    }
  } finally {
    deadline.cancel();
  }
  assert.equal(frames.length, count, `${frames.length} pictures within ${WITHIN_MS} ms`);
  return frames;
}

/** What a case looks at; the picture itself is nobody's business. */
function headOf(frame: CameraFrame): CameraFrame {
  const jpeg = Buffer.from(frame.jpeg.subarray(0, HEAD_BYTES));
  wipe(frame.jpeg);
  return { ...frame, jpeg };
}

/** The tables and the frame header stand before the picture data. */
const HEAD_BYTES = 2_048;

async function untilState({ camera, clock }: CameraBench, state: string): Promise<void> {
  const giveUpAt = clock.monotonic() + SEEN_WITHIN_MS;
  for (await camera.probe(); camera.status.state !== state; await camera.probe()) {
    assert.ok(clock.monotonic() < giveUpAt, `${camera.status.state}, not ${state}`);
    await pause(clock, 500);
  }
}
