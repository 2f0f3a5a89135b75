/**
 * An adapter program with a module behind it, for tests: `node module-simulator.ts <script.json>`. Plays a film with what the module's other
 * eyes would have seen, signs each frame with the module's key, and misbehaves when the script says so.
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { every, systemClock } from "../../base/clock.ts";
import { MjpegSplitter } from "./mjpeg-splitter.ts";
import { encodeModuleRecord, type ModuleRecord } from "./module-codec.ts";

export interface ModuleScript {
  /** Films of JPEG pictures. */
  readonly film: string;
  readonly irFilm?: string;
  /** `head`: a relief before a far wall; `flat`: one distance, as a sheet held upright has. */
  readonly depth?: "head" | "flat";
  readonly liveness: ModuleRecord["liveness"];
  readonly everyMs: number;
  /** PEM; without it nothing is signed. */
  readonly privateKey?: string;
  readonly fault?: "stale-nonce" | "same-seq" | "garbage" | "silent" | "dies";
}

const CERTIFICATE = "SAMPLE-0001";
const DEPTH = { width: 160, height: 120 };
const [FACE_MM, WALL_MM, NOSE_MM] = [600, 1_800, 25];
const FRAMES_BEFORE_FAULT = 3;

function play(script: ModuleScript, nonce: Buffer): void {
  const film = picturesOf(script.film);
  const irFilm = script.irFilm ? picturesOf(script.irFilm) : [];
  const key = script.privateKey ? createPrivateKey(script.privateKey) : null;
  let count = 0;
  const send = () => {
    const faulty = count >= FRAMES_BEFORE_FAULT ? script.fault : undefined;
    if (faulty === "dies") {
      process.stderr.write("usb: no such device");
      process.exit(1);
    }
    const record: ModuleRecord = {
      seq: faulty === "same-seq" ? 1 : count,
      nonce: script.fault === "stale-nonce" ? Buffer.alloc(nonce.length) : nonce,
      liveness: script.liveness,
      score: script.liveness === "live" ? 0.97 : 0.02,
      certificate: CERTIFICATE,
      jpeg: film[count % film.length] ?? Buffer.alloc(1),
      ir: irFilm[count % Math.max(1, irFilm.length)] ?? Buffer.alloc(0),
      depth: script.depth ? { ...DEPTH, mm: depthMap(script.depth) } : null,
    };
    count += 1;
    if (faulty === "silent") return;
    process.stdout.write(faulty === "garbage" ? Buffer.alloc(200, 0x55) : encodeModuleRecord(record, key));
  };
  every(systemClock, script.everyMs, send);
}

function picturesOf(file: string): Buffer[] {
  return new MjpegSplitter().push(readFileSync(file));
}

/** An ellipsoid in the middle of the picture, its middle nearest; or a sheet of the same size. */
function depthMap(kind: "head" | "flat"): Uint16Array {
  const { width, height } = DEPTH;
  return Uint16Array.from({ length: width * height }, (_, at) => {
    const x = ((at % width) - width / 2) / (width / 5);
    const y = (Math.floor(at / width) - height / 2) / (height / 3);
    const out = x * x + y * y;
    if (out > 1) return WALL_MM;
    return kind === "flat" ? FACE_MM : Math.round(FACE_MM + 90 * (1 - Math.sqrt(1 - out)) - NOSE_MM * Math.exp(-out * 40));
  });
}

if (import.meta.main) {
  const script = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as ModuleScript;
  createInterface({ input: process.stdin }).once("line", (line) => play(script, Buffer.from(line, "hex")));
}
