import assert from "node:assert/strict";
import type { ModeState } from "../../../device-drivers/host/api.ts";
import { MODE_TABLE, type ModeInput } from "../../../device-drivers/host/mode-table.ts";

const STATES: readonly ModeState[] = ["inactive", "enter-pending", "active", "exit-pending"];
const INPUTS: readonly ModeInput[] = ["ask", "all-agreed", "refusal", "time-out", "exit", "owner-gone"];

/** Every step there is; of all others nothing comes. */
const STEPS: Readonly<Record<string, ModeState>> = {
  "inactive, ask": "enter-pending",
  "enter-pending, all-agreed": "active",
  "enter-pending, refusal": "inactive",
  "enter-pending, time-out": "inactive",
  "enter-pending, exit": "inactive",
  "enter-pending, owner-gone": "inactive",
  "active, exit": "exit-pending",
  "active, owner-gone": "exit-pending",
  "exit-pending, all-agreed": "inactive",
  "exit-pending, time-out": "inactive",
};

describe("the steps of technician mode", () => {
  for (const state of STATES) {
    for (const input of INPUTS) {
      const to = STEPS[`${state}, ${input}`] ?? state;
      it(`${state}, ${input} → ${to === state ? "nothing changes" : to}`, () => assert.equal(MODE_TABLE[state][input], to));
    }
  }

  it("are entered in one way only: asked, and then agreed", () => {
    const into = STATES.flatMap((state) => INPUTS.filter((input) => MODE_TABLE[state][input] === "active").map((input) => [state, input]));
    assert.deepEqual(
      into.filter(([state]) => state !== "active"),
      [["enter-pending", "all-agreed"]],
    );
  });

  it("lead back to service from every state, whoever dies", () => {
    const goneFrom = (state: ModeState) => MODE_TABLE[MODE_TABLE[state]["owner-gone"]]["time-out"];
    assert.deepEqual(STATES.map(goneFrom), ["inactive", "inactive", "inactive", "inactive"]);
  });
});
