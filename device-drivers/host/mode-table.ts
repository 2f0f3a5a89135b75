import type { ModeState } from "./api.ts";

export type ModeInput =
  | "ask"
  /** Nobody is waited for any more, and the devices are free. */
  | "all-agreed"
  | "refusal"
  | "time-out"
  /** Of whoever asked or is in it: taken back, or left. */
  | "exit"
  | "owner-gone";

/**
 * Technician mode. What stands where it stood means nothing in that state. The way back is asked too, but nothing stops it: a peer that
 * will not serve again is out of service by itself, and nobody stays locked out because one process hangs or a technician walked away.
 */
export const MODE_TABLE: Readonly<Record<ModeState, Readonly<Record<ModeInput, ModeState>>>> = {
  inactive: {
    ask: "enter-pending",
    "all-agreed": "inactive",
    refusal: "inactive",
    "time-out": "inactive",
    exit: "inactive",
    "owner-gone": "inactive",
  },
  "enter-pending": {
    ask: "enter-pending",
    "all-agreed": "active",
    refusal: "inactive",
    "time-out": "inactive",
    exit: "inactive",
    "owner-gone": "inactive",
  },
  active: {
    ask: "active",
    "all-agreed": "active",
    refusal: "active",
    "time-out": "active",
    exit: "exit-pending",
    "owner-gone": "exit-pending",
  },
  "exit-pending": {
    ask: "exit-pending",
    "all-agreed": "inactive",
    refusal: "exit-pending",
    "time-out": "inactive",
    exit: "exit-pending",
    "owner-gone": "exit-pending",
  },
};
