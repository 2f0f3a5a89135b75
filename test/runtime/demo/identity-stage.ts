import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import type { Clock } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { Sealer, sealKeyPair } from "../../../base/seal.ts";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";
import { remoteFaceContext } from "../../../config/identity/remote-face.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import { type Citizen, loadCitizens } from "../../../runtime/demo/identity-department/citizens.ts";
import { type FaceComparer, openComparer } from "../../../runtime/demo/identity-department/compare-faces.ts";
import { CALIBRATION_FOLDER } from "../../../runtime/face-engine/calibration.ts";

const FACES = "test/fixtures/faces";
export const KIOSK = "kiosk-01";
export const KEYS = sealKeyPair();
export const LIN = { name: "林晓岚", number: "990101199004120029" };
/** Person b, in tests only. */
export const HE = { name: "何样舟", number: `99010119700203003${idCheckCharacter("99010119700203003")}` };

/** The record that the demonstration's hall runs with. */
export function thresholds() {
  const record = readFileSync(join(CALIBRATION_FOLDER, "starting-values.json"));
  const { pass, reject } = JSON.parse(record.toString("utf8")) as { pass: number; reject: number };
  return { pass, reject, calibrationSha256: createHash("sha256").update(record).digest("hex") };
}

let comparer: Promise<FaceComparer> | undefined;
/** The real networks, loaded once for all tests. */
export function realComparer(): Promise<FaceComparer> {
  comparer ??= openComparer(thresholds()).then(must);
  return comparer;
}

/** A register of both citizens, in a folder of its own. */
export function register(): { folder: string; citizens: ReadonlyMap<string, Citizen> } {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-register-"));
  for (const person of ["a", "b"]) copyFileSync(join(FACES, `id-photo-${person}.bmp`), join(folder, `${person}.bmp`));
  const citizens = [
    { ...LIN, photo: "a.bmp" },
    { ...HE, photo: "b.bmp" },
  ];
  writeFileSync(join(folder, "register.json"), JSON.stringify({ citizens }));
  return { folder, citizens: must(loadCitizens(folder)) };
}

/** A live frame's head and shoulders as a capture gives it: 480 px wide, JPEG. */
export async function captured(clip: string): Promise<Buffer> {
  const [frame] = new MjpegSplitter().push(readFileSync(join(FACES, `${clip}.mjpeg`)));
  const image = await loadImage(frame ?? Buffer.alloc(0));
  const canvas = createCanvas(480, 480);
  canvas.getContext("2d").drawImage(image, 80, 0, 480, 480, 0, 0, 480, 480);
  return canvas.toBuffer("image/jpeg", 92);
}

/** What face-engine and runtime send for one attempt at `kiosk`, begun now. */
export function sealed(jpeg: Buffer, clock: Clock, changed: { kiosk?: string; key?: string; beganAt?: number } = {}) {
  const attempt = uuidv7(changed.beganAt ?? clock.now(), systemRandom);
  const context = remoteFaceContext(changed.kiosk ?? KIOSK, attempt);
  const picture = new Sealer(changed.key ?? KEYS.publicKey, systemRandom, clock).seal(context, jpeg).toString("base64");
  return { attempt, picture };
}

/** A log that a test can read. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (event: string, facts?: object) => void lines.push(JSON.stringify({ event, ...facts }));
  const log: Log & { readonly lines: string[] } = { lines, debug: note, info: note, warn: note, error: note, channel: () => log };
  return log;
}
