import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { tableOfStates } from "./table-of-states.ts";

const run = promisify(execFile);
const MODEL = join(import.meta.dirname, "issuance.pml");
const MAX_DEPTH = 100_000;

export interface Verdict {
  readonly errors: number;
  /** As pan names the first error; "" when there is none. */
  readonly error: string;
  readonly states: number;
  readonly depth: number;
  readonly memoryMb: number;
  /** False where pan stopped for want of depth or memory: then nothing was proved. */
  readonly isComplete: boolean;
}

/** The model with the table of the code at hand, in a folder of its own where Spin may leave its files. */
export class Spin {
  readonly #folder = mkdtempSync(join(tmpdir(), "zizhu-spin-"));
  #made = 0;
  #safety: Promise<string> | undefined;
  #liveness: Promise<string> | undefined;

  /** Searches every state; with `what`, of a model that makes this mistake and for the one promise that it must break. */
  verify(what: { readonly mistake?: string; readonly promise?: string } = {}): Promise<Verdict> {
    this.#safety ??= this.#compile([], ["-DSAFETY"]);
    return this.#search(this.#safety, ["-n"], what);
  }

  /** Looks for a run in which blank `watch` never gets an end. `isFair`: everybody who always could act, does at some time. */
  settles(watch: number, what: { readonly mistake?: string } = {}, isFair = true): Promise<Verdict> {
    this.#liveness ??= this.#compile(["-DLIVE"], ["-DNFAIR=3"]);
    return this.#search(this.#liveness, ["-a", "-n", ...(isFair ? ["-f"] : [])], what, watch);
  }

  /** One random walk per seed: the lines that the model says of it. */
  async walks(seeds: readonly number[]): Promise<string[][]> {
    const folder = this.#model();
    const model = execFileSync("gcc", ["-E", "-P", "-x", "c", "-DTRACE", "issuance.pml"], { cwd: folder });
    writeFileSync(join(folder, "walk.pml"), model);
    const lines: string[][] = [];
    for (const seed of seeds) {
      // `cat` for the preprocessor: it has been through one already.
      const { stdout } = await run("spin", ["-Pcat", "-T", "-B", "-u5000", `-n${seed}`, "walk.pml"], { cwd: folder });
      if (/error/iu.test(stdout)) throw new Error(`walk ${seed}: ${stdout}`);
      lines.push(stdout.split("\n").filter((line) => line.startsWith("@")));
    }
    return lines;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Gives the compiled search. */
  async #compile(model: readonly string[], search: readonly string[]): Promise<string> {
    const folder = this.#model();
    await run("spin", ["-a", ...model, "issuance.pml"], { cwd: folder });
    // The generated C is Spin's; its warnings are nobody's here.
    await run("gcc", ["-O2", "-w", "-DVECTORSZ=2048", ...search, "-o", "pan", "pan.c"], { cwd: folder });
    return join(folder, "pan");
  }

  async #search(
    pan: Promise<string>,
    how: readonly string[],
    { mistake, promise }: { readonly mistake?: string; readonly promise?: string },
    watch = 0,
  ): Promise<Verdict> {
    const env = {
      MODEL_BUG: String(mistake ? placeOf(mistake) : 0),
      MODEL_ONLY: String(promise ? placeOf(promise) : 0),
      MODEL_WATCH: String(watch),
    };
    const { stdout } = await run(await pan, [`-m${MAX_DEPTH}`, ...how], { cwd: dirname(await pan), env, maxBuffer: 2 ** 24 });
    const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? Number.NaN);
    return {
      errors: figure(/errors: (\d+)/u),
      error: /^pan:1: (.*)$/mu.exec(stdout)?.[1] ?? "",
      states: figure(/^\s*(\d[\d.e+]*) states, stored/mu),
      depth: figure(/depth reached (\d+)/u),
      memoryMb: figure(/([\d.]+)\s+total actual memory usage/u),
      isComplete: !/Search not completed|max search depth too small|out of memory/u.test(stdout),
    };
  }

  #model(): string {
    this.#made += 1;
    const folder = mkdtempSync(join(this.#folder, `${this.#made}-`));
    copyFileSync(MODEL, join(folder, "issuance.pml"));
    writeFileSync(join(folder, "issuance-table.pml"), tableOfStates());
    return folder;
  }
}

/** The number by which the model knows a mistake, or a promise. */
function placeOf(name: string): number {
  const model = readFileSync(MODEL, "utf8");
  const mistake = new RegExp(`^#define ${name} (\\d+)$`, "mu").exec(model)?.[1];
  const promises = /^bool (no_such_arrow[^;]+);/mu.exec(model)?.[1]?.split(/,\s*/u) ?? [];
  const place = mistake ? Number(mistake) : promises.indexOf(name) + 1;
  if (place === 0) throw new Error(`the model knows nothing of ${name}`);
  return place;
}
