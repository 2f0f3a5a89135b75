import type { Cell, FaultTable } from "../../support/fault-table.ts";

const done: Cell = { command: "done", state: "online" };
const noPort: Cell = { command: "device.offline sent=no", state: "noDevice" };
const silent: Cell = { command: "printer.no-reply sent=indeterminate", state: "offline" };
const noPaper: Cell = { command: "printer.paper-out sent=no", state: "online" };
const noPaperIn: Cell = { command: "printer.paper-out sent=indeterminate", state: "online" };
const open: Cell = { command: "printer.cover-open sent=no", state: "userError" };
const openedIn: Cell = { command: "printer.cover-open sent=indeterminate", state: "userError" };
const jammed: Cell = { command: "printer.jam sent=no", state: "hardwareError" };
const jammedIn: Cell = { command: "printer.jam sent=indeterminate", state: "hardwareError" };
const notProved: Cell = { command: "device.timeout sent=indeterminate", state: "online" };

const noAnswer: Cell = { command: "printer.no-reply sent=no", state: "online" };

/** command: rows print, most of the bytes are still to come; finishing: all bytes are out, the proof is not there yet. */
export const faults: FaultTable = {
  kind: "ticket-printer",
  counterpart: "own ESC/POS unit of the profile snbc (GS r behind the data), with XON/XOFF",
  cells: {
    unplug: {
      opening: noPort,
      idle: noPort,
      command: { command: "device.offline sent=indeterminate", state: "noDevice" },
      finishing: { command: "printer.lost-track sent=indeterminate", state: "noDevice" },
    },
    // A question without an answer keeps nobody from printing: some units only print.
    "power-loss": { opening: silent, idle: silent, command: silent, finishing: silent },
    jam: { opening: jammed, idle: jammed, command: jammedIn, finishing: jammedIn },
    "paper-out": { opening: noPaper, idle: noPaper, command: noPaperIn, finishing: noPaperIn },
    cover: { opening: open, idle: open, command: openedIn, finishing: openedIn },
    garbage: { opening: silent, idle: silent, command: silent, finishing: silent },
    silence: { opening: silent, idle: silent, command: silent, finishing: silent },
    slow: { opening: done, idle: done, command: done, finishing: done },
    flood: { opening: done, idle: done, command: done, finishing: done },
    // Where answers carry no number, a unit that does not answer GS r gets nothing to print.
    "wrong-answer": { opening: noAnswer, idle: noAnswer, command: notProved, finishing: notProved },
    reboot: {
      opening: done,
      idle: done,
      command: { command: "device.offline sent=indeterminate", state: "online" },
      finishing: { command: "printer.lost-track sent=indeterminate", state: "online" },
    },
  },
};
