import assert from "node:assert/strict";
import type { Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceFailure, DeviceState, FailureCode } from "../../device-drivers/host/api.ts";
import type { DeviceBench } from "./device-bench.ts";

/** What can happen to a device. */
export const FAULTS = [
  "unplug",
  "power-loss",
  "jam",
  "paper-out",
  "cover",
  "garbage",
  "silence",
  "slow",
  "flood",
  "wrong-answer",
  "reboot",
] as const;
export type Fault = (typeof FAULTS)[number];

/** When it happens: while the device connects, between commands, early in a command, and when its act is under way but unproven. */
export const PHASES = ["opening", "idle", "command", "finishing"] as const;
export type Phase = (typeof PHASES)[number];

export type Outcome = "done" | `${FailureCode} sent=${"no" | "yes" | "indeterminate"}`;

/**
 * What comes of it. `command` is the answer to the command that runs, or in the first two phases to one that is asked
 * while the fault lasts; `state` is what the technician sees meanwhile. Once the fault is lifted the device must be
 * online again and do its command: no cell may say otherwise.
 */
export type Cell = { readonly command: Outcome; readonly state: DeviceState } | { readonly cannot: string };

export interface FaultTable {
  readonly kind: DeviceKind;
  /** What stands in for the device, in words for the page. */
  readonly counterpart: string;
  readonly cells: Readonly<Record<Fault, Readonly<Record<Phase, Cell>>>>;
}

export interface FaultRig {
  readonly bench: Pick<DeviceBench, "clock" | "start" | "status" | "until" | "untilStatus">;
  inject(fault: Fault): void | Promise<void>;
  /** What the technician does: plugs in, lays paper, takes the jam out. */
  lift(fault: Fault): void | Promise<void>;
  /** The kind's main command; `signal` ends it. A new act each time. */
  command(signal: AbortSignal): Promise<Result<unknown, DeviceFailure>>;
  /** Resolves when the running command has come to this phase; called before the command starts. */
  reached(phase: "command" | "finishing"): Promise<void>;
  close(): Promise<void>;
}

/** Long enough for every deadline of a driver, short enough to be seen by a technician. */
const LASTS_MS = 20_000;

/** One mocha test per cell of the table; a cell that cannot be has its reason and no test. */
export function describeFaults(table: FaultTable, makeRig: () => FaultRig | Promise<FaultRig>): void {
  describe(`${table.kind}: what can happen to it, and when`, () => {
    for (const fault of FAULTS) {
      for (const phase of PHASES) {
        const cell = table.cells[fault][phase];
        if ("cannot" in cell) continue;
        it(`${fault} while ${phase}: ${cell.command}, ${cell.state}, and works again afterwards`, async () => {
          const rig = await makeRig();
          try {
            const found = await happen(rig, fault, phase);
            assert.deepEqual(found, cell);
            await rig.lift(fault);
            assert.ok(await rig.bench.untilStatus(({ state }) => state === "online"), `still ${rig.bench.status().state}`);
            const again = await rig.bench.until(rig.command(new AbortController().signal));
            assert.equal(inShort(again), "done");
          } finally {
            await rig.close();
          }
        });
      }
    }
  });
}

async function happen(rig: FaultRig, fault: Fault, phase: Phase): Promise<Cell> {
  const { bench } = rig;
  const signal = new AbortController().signal;
  if (phase === "opening") await rig.inject(fault);
  await bench.start();
  if (phase !== "opening") assert.ok(await bench.untilStatus(({ state }) => state === "online"), "did not come online before the fault");
  if (phase === "idle") await rig.inject(fault);
  if (phase === "opening" || phase === "idle") {
    await bench.clock.advance(LASTS_MS);
    const { state } = bench.status();
    return { command: inShort(await bench.until(rig.command(signal))), state };
  }
  const there = rig.reached(phase);
  const running = rig.command(signal);
  await bench.until(Promise.race([there, running]));
  await rig.inject(fault);
  const command = inShort(await bench.until(running));
  await bench.clock.advance(LASTS_MS);
  return { command, state: bench.status().state };
}

function inShort(result: Result<unknown, DeviceFailure>): Outcome {
  return result.ok ? "done" : `${result.error.code} sent=${result.error.sent}`;
}
