import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { AnyContract, ContractBench, HealthLevel, Unit } from "../contract/contract.ts";
import { CONTRACTS } from "../contract/contracts.ts";
import { type CaseReport, runContract } from "../contract/run-contract.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import type { EXIT } from "./exit-codes.ts";
import { handsAtPrompt, Interrupted, SkippedByHand } from "./hands.ts";
import { LinkLost, unitOf } from "./real-unit.ts";
import { type Say, wordFor } from "./texts.ts";
import { type Trouble, troubled } from "./trouble.ts";
import { onlineDevice } from "./wait-for-device.ts";

export interface TestWanted {
  readonly device: string;
  readonly level: HealthLevel;
}

/** A case's report, with what only the person at the prompt knows. */
type Tested = Omit<CaseReport, "outcome"> & { readonly outcome: CaseReport["outcome"] | { readonly is: "skipped-by-hand" } };

/** `zizhu device test <id>`: the kind's contract against a real unit. Leaves technician mode however it ends. */
export async function testDevice(bench: Bench, devices: Devices, wanted: TestWanted): Promise<Result<keyof typeof EXIT, Trouble>> {
  const { terminal, say, stop } = bench;
  const online = await onlineDevice(bench, devices, wanted.device);
  if (!online.ok) return online;
  const { kind } = online.value;
  const bring = CONTRACTS[kind];
  if (!bring) return troubled("unavailable", "device.no-contract", { kind: wordFor(say, "kind", kind) });
  const { contract } = await bring();
  if (!devices.isOwn) terminal.note(say("mode.asking"));
  const entered = await devices.enter(stop);
  if (!entered.ok) return entered;
  if (!devices.isOwn) terminal.note(say("mode.entered"));
  try {
    terminal.note(
      say("test.started", { device: wanted.device, kind: wordFor(say, "kind", kind), level: say(`test.level.${wanted.level}`) }),
    );
    return await runCases(bench, contract, unitOf(bench, devices, wanted.device, entered.value), wanted.level);
  } finally {
    await devices.leave();
    if (!devices.isOwn) terminal.note(say("mode.left"));
  }
}

async function runCases(
  bench: Bench,
  contract: AnyContract,
  unit: Unit<DeviceKind>,
  level: HealthLevel,
): Promise<Result<keyof typeof EXIT, Trouble>> {
  const { terminal, say, clock, stop } = bench;
  const byHand = new Set<unknown>();
  // A case that a person skips ends like one that passed; only its report says otherwise.
  const cases = contract.cases.map((one) => ({
    ...one,
    run: async (contractBench: ContractBench<DeviceKind, string>) => {
      try {
        await one.run(contractBench);
      } catch (cause) {
        if (!(cause instanceof SkippedByHand)) throw cause;
        byHand.add(one.title);
      }
    },
  }));
  const tested: Tested[] = [];
  const tell = (report: CaseReport) => {
    const outcome = byHand.has(report.title) ? ({ is: "skipped-by-hand" } as const) : report.outcome;
    tested.push({ ...report, outcome });
    show(bench, { ...report, outcome });
  };
  const stopped = new Promise<never>((_resolve, reject) => stop.addEventListener("abort", () => reject(new Interrupted()), { once: true }));
  stopped.catch(() => undefined);
  try {
    await Promise.race([stopped, runContract({ ...contract, cases }, { unit, hands: handsAtPrompt(bench, contract), clock }, level, tell)]);
  } catch (cause) {
    if (cause instanceof Interrupted) return troubled("interrupted", "test.interrupted");
    if (cause instanceof LinkLost) return err(cause.trouble);
    return troubled("bug", "test.bug", { cause: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
  }
  const count = (...is: Tested["outcome"]["is"][]) => tested.filter(({ outcome }) => is.includes(outcome.is)).length;
  const summary = { passed: count("passed"), failed: count("failed"), skipped: count("skipped", "skipped-by-hand") };
  if (!bench.json) terminal.out(say("test.summary", summary));
  return ok(summary.failed > 0 ? "failed" : "ok");
}

function show({ terminal, say, language, json }: Bench, { title, level, outcome, tookMs }: Tested): void {
  const took = Math.round(tookMs);
  if (json) terminal.out(JSON.stringify({ title: title[language], level, ...outcome, tookMs: took }));
  else terminal.out(inWords(outcome, title[language], took, say));
}

function inWords(outcome: Tested["outcome"], title: string, tookMs: number, say: Say): string {
  switch (outcome.is) {
    case "passed":
      return `✓ ${title}: ${say("test.passed")} (${tookMs} ms)`;
    case "failed":
      return `✗ ${title}: ${say("test.failed")} (${tookMs} ms)\n${outcome.problem.replace(/^/gmu, "    ")}`;
    case "skipped":
      return `- ${title}: ${say("test.skipped")} (${say("test.needs", { level: outcome.needs })})`;
    case "skipped-by-hand":
      return `- ${title}: ${say("test.skipped")} (${say("test.skipped-by-hand")})`;
    default:
      return unreachable(outcome);
  }
}
