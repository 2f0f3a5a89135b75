/** `npm run fuzz [-- --frames N] [--seed N] [name …]`: a million frames at each parser; JSON lines, and exit code 1 at a failure. */
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz-run.ts";
import { allFuzzTargets } from "./targets.ts";

const { values, positionals } = parseArgs({
  options: { frames: { type: "string", default: "1000000" }, seed: { type: "string" } },
  allowPositionals: true,
});
const [frames, seed] = [Number(values.frames), Number(values.seed ?? Date.now() % 2 ** 31)];
const targets = (await allFuzzTargets()).filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)));
const heapMiB = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
for (const target of targets) {
  const [before, start] = [heapMiB(), performance.now()];
  const failure = await fuzz(target, frames, seed);
  const seconds = (performance.now() - start) / 1_000;
  const grown = Number((heapMiB() - before).toFixed(1));
  console.log(
    JSON.stringify({ target: target.name, frames, seed, framesPerSecond: Math.round(frames / seconds), heapGrownMiB: grown, ...failure }),
  );
  if (failure) process.exitCode = 1;
}
