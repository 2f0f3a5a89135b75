import type { Cell, FaultTable } from "../../support/fault-table.ts";

const gone: Cell = { command: "device.offline sent=no", state: "offline" };
const noPort: Cell = { command: "device.offline sent=no", state: "noDevice" };
const asked: Cell = { command: "device.timeout sent=no", state: "offline" };
const unknownBox: Cell = { command: "device.offline sent=indeterminate", state: "offline" };
const noPaper = { cannot: "has no paper" } as const;
const jammedDoor: Cell = { command: "locker.not-opened sent=yes", state: "online" };

/** command: the door is asked about before the pulse; finishing: the pulse was given, the door not seen yet. */
export const faults: FaultTable = {
  kind: "locker",
  counterpart: "own lock boards with doors on springs, speaking the bytes of the data sheet",
  cells: {
    unplug: { opening: noPort, idle: noPort, command: noPort, finishing: { ...unknownBox, state: "noDevice" } },
    "power-loss": { opening: gone, idle: gone, command: asked, finishing: unknownBox },
    jam: {
      opening: jammedDoor,
      idle: jammedDoor,
      command: jammedDoor,
      finishing: { cannot: "a door that has sprung open does not jam any more" },
    },
    "paper-out": { opening: noPaper, idle: noPaper, command: noPaper, finishing: noPaper },
    cover: {
      // The cabinet's cover is its doors: one that is forced.
      opening: { cannot: "a door found open at the start may have been left open: nobody knows" },
      idle: { command: "done", state: "potentialFraud" },
      command: { command: "done", state: "potentialFraud" },
      finishing: { command: "done", state: "potentialFraud" },
    },
    garbage: { opening: gone, idle: gone, command: asked, finishing: unknownBox },
    silence: { opening: gone, idle: gone, command: asked, finishing: unknownBox },
    slow: { opening: gone, idle: gone, command: asked, finishing: unknownBox },
    flood: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "done", state: "online" },
      finishing: { command: "done", state: "online" },
    },
    "wrong-answer": {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.offline sent=no", state: "hardwareError" },
      command: { command: "device.bad-reply sent=no", state: "hardwareError" },
      finishing: { command: "device.offline sent=indeterminate", state: "hardwareError" },
    },
    reboot: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "done", state: "online" },
      finishing: { command: "done", state: "online" },
    },
  },
};
