import type { Cell, FaultTable } from "../../support/fault-table.ts";

const never = (cannot: string) => ({ opening: { cannot }, idle: { cannot }, command: { cannot }, finishing: { cannot } }) as const;

const READ_AND_ONLINE: Cell = { command: "done", state: "online" };
/** Nothing comes from it: the port is there, the reader is not heard. */
const SILENT = {
  opening: { command: "device.offline sent=no", state: "offline" },
  idle: { command: "device.offline sent=no", state: "offline" },
  command: { command: "device.timeout sent=indeterminate", state: "offline" },
  finishing: { command: "device.timeout sent=indeterminate", state: "offline" },
} as const;

/** A reader on its cable. In `command` it waits for a card, which is laid once the fault is there; in `finishing` the card is being read. */
export const faults: FaultTable = {
  kind: "id-card-reader",
  counterpart: "simulated GA 467 module at 115200 baud",
  cells: {
    unplug: {
      opening: { command: "device.offline sent=no", state: "noDevice" },
      idle: { command: "device.offline sent=no", state: "noDevice" },
      // It had answered that no card lies there before the cable was pulled.
      command: { command: "device.offline sent=yes", state: "noDevice" },
      finishing: { command: "device.offline sent=indeterminate", state: "noDevice" },
    },
    "power-loss": SILENT,
    jam: never("nothing in it moves"),
    "paper-out": never("has no paper"),
    cover: never("has no cover that it knows of"),
    // Something is there and talks, so it is not called offline: its cable, its speed or the module is to be mended.
    garbage: {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.bad-reply sent=yes", state: "hardwareError" },
      command: { command: "device.bad-reply sent=yes", state: "hardwareError" },
      finishing: { command: "device.bad-reply sent=yes", state: "hardwareError" },
    },
    silence: SILENT,
    // 2.6 s for a card: a person waits, and is served.
    slow: { opening: READ_AND_ONLINE, idle: READ_AND_ONLINE, command: READ_AND_ONLINE, finishing: READ_AND_ONLINE },
    // It says so much that no answer is among it.
    flood: SILENT,
    "wrong-answer": {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.bad-reply sent=yes", state: "hardwareError" },
      command: { command: "device.bad-reply sent=yes", state: "hardwareError" },
      // The card's own answer was under way already, and right.
      finishing: { command: "done", state: "hardwareError" },
    },
    // It is back after 3 s; the card that lies there is found again, without the person doing anything.
    reboot: { opening: READ_AND_ONLINE, idle: READ_AND_ONLINE, command: READ_AND_ONLINE, finishing: READ_AND_ONLINE },
  },
};
