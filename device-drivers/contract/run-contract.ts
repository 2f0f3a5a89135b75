import { AssertionError } from "node:assert";
import type { LocalText } from "../../config/language.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import { type Contract, type ContractBench, type ContractCase, HEALTH_LEVELS, type HealthLevel } from "./contract.ts";

export type CaseOutcome =
  | { readonly is: "passed" }
  | { readonly is: "failed"; readonly problem: string }
  /** It asks for more than the level that was wanted. */
  | { readonly is: "skipped"; readonly needs: HealthLevel };

export interface CaseReport {
  readonly title: LocalText;
  readonly level: HealthLevel;
  readonly outcome: CaseOutcome;
  readonly tookMs: number;
}

/** Runs the cases up to `level` one by one; `tell` hears of each as it ends. An exception that is no assertion is a bug and goes on. */
export async function runContract<K extends DeviceKind, Act extends string>(
  contract: Contract<K, Act>,
  bench: ContractBench<K, Act>,
  level: HealthLevel,
  tell: (report: CaseReport) => void = () => undefined,
): Promise<readonly CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const one of contract.cases) {
    const start = bench.clock.monotonic();
    const outcome: CaseOutcome =
      HEALTH_LEVELS.indexOf(one.level) > HEALTH_LEVELS.indexOf(level) ? { is: "skipped", needs: one.level } : await outcomeOf(one, bench);
    const report = { title: one.title, level: one.level, outcome, tookMs: bench.clock.monotonic() - start };
    reports.push(report);
    tell(report);
  }
  return reports;
}

// A case that failed or was skipped half way has commands open: ended with it, or the next case would wait behind them.
async function outcomeOf<K extends DeviceKind, Act extends string>(
  one: ContractCase<K, Act>,
  { unit, ...bench }: ContractBench<K, Act>,
): Promise<CaseOutcome> {
  const over = new AbortController();
  const bounded: typeof unit = {
    id: unit.id,
    status: () => unit.status(),
    execute: (command, args, call = {}) =>
      unit.execute(command, args, { ...call, signal: call.signal ? AbortSignal.any([call.signal, over.signal]) : over.signal }),
  };
  try {
    await one.run({ ...bench, unit: bounded });
    return { is: "passed" };
  } catch (cause) {
    if (cause instanceof AssertionError) return { is: "failed", problem: cause.message };
    throw cause;
  } finally {
    over.abort();
  }
}
