import type { Cell, FaultTable } from "../../support/fault-table.ts";

const noPort: Cell = { command: "device.offline sent=no", state: "noDevice" };
const gone: Cell = { command: "device.offline sent=no", state: "offline" };
const asked: Cell = { command: "device.timeout sent=no", state: "offline" };
const lost: Cell = { command: "device.timeout sent=indeterminate", state: "offline" };
const done: Cell = { command: "done", state: "online" };

/** command: its condition is asked for before the stamp; finishing: the job runs, its end is not known yet. */
export const faults: FaultTable = {
  kind: "stamp",
  counterpart: "own machine with an adapter that speaks the line protocol",
  cells: {
    unplug: {
      opening: noPort,
      idle: noPort,
      command: noPort,
      finishing: { command: "device.offline sent=indeterminate", state: "noDevice" },
    },
    "power-loss": { opening: gone, idle: gone, command: asked, finishing: lost },
    jam: {
      opening: { command: "stamp.jam sent=no", state: "hardwareError" },
      idle: { command: "stamp.jam sent=no", state: "hardwareError" },
      command: { command: "stamp.jam sent=no", state: "hardwareError" },
      finishing: { command: "stamp.jam sent=yes", state: "hardwareError" },
    },
    // Its supply is ink.
    "paper-out": {
      opening: { command: "stamp.ink-out sent=no", state: "userError" },
      idle: { command: "stamp.ink-out sent=no", state: "userError" },
      command: { command: "stamp.ink-out sent=no", state: "userError" },
      finishing: { command: "stamp.ink-out sent=yes", state: "userError" },
    },
    cover: {
      opening: { command: "stamp.cover-open sent=no", state: "userError" },
      idle: { command: "stamp.cover-open sent=no", state: "userError" },
      command: { command: "stamp.cover-open sent=no", state: "userError" },
      finishing: { command: "stamp.cover-open sent=yes", state: "userError" },
    },
    garbage: { opening: gone, idle: gone, command: asked, finishing: lost },
    silence: { opening: gone, idle: gone, command: asked, finishing: lost },
    // Late answers bear the number of an older question.
    slow: { opening: gone, idle: gone, command: asked, finishing: { command: "device.bad-reply sent=indeterminate", state: "offline" } },
    flood: { opening: done, idle: done, command: done, finishing: done },
    "wrong-answer": {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.offline sent=no", state: "hardwareError" },
      command: { command: "device.bad-reply sent=no", state: "hardwareError" },
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    reboot: {
      opening: done,
      idle: done,
      command: { command: "device.timeout sent=no", state: "online" },
      finishing: { command: "device.timeout sent=indeterminate", state: "online" },
    },
  },
};
