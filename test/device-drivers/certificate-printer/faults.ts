import type { FaultTable } from "../../support/fault-table.ts";

const away = { command: "device.offline sent=no", state: "offline" } as const;
/** Something answers at the address, but not as a printer does. */
const babbles = { command: "device.bad-reply sent=no", state: "hardwareError" } as const;
const neverOpened = { command: "device.offline sent=no", state: "hardwareError" } as const;
const fine = { command: "done", state: "online" } as const;
const jam = { command: "printer.jam sent=no", state: "hardwareError" } as const;
const paperOut = { command: "printer.paper-out sent=no", state: "online" } as const;
const coverOpen = { command: "printer.cover-open sent=no", state: "userError" } as const;
/** The job waits in the printer until time is up, is taken back there, and what became of the sheet is for find-job or a person to say. */
const jammedUnderWay = { command: "printer.jam sent=indeterminate", state: "hardwareError" } as const;
const emptyUnderWay = { command: "printer.paper-out sent=indeterminate", state: "online" } as const;
const openUnderWay = { command: "printer.cover-open sent=indeterminate", state: "userError" } as const;

/** `command`: the document has not been sent yet. `finishing`: the printer has taken it and prints. */
export const faults: FaultTable = {
  kind: "certificate-printer",
  counterpart: "own IPP printer over a cable of two streams; Debian's ippeveprinter and snmpd beside it",
  cells: {
    unplug: { opening: away, idle: away, command: away, finishing: { command: "device.offline sent=indeterminate", state: "offline" } },
    "power-loss": {
      opening: away,
      idle: away,
      command: away,
      finishing: { command: "device.offline sent=indeterminate", state: "offline" },
    },
    jam: { opening: jam, idle: jam, command: jammedUnderWay, finishing: jammedUnderWay },
    "paper-out": { opening: paperOut, idle: paperOut, command: emptyUnderWay, finishing: emptyUnderWay },
    cover: { opening: coverOpen, idle: coverOpen, command: openUnderWay, finishing: openUnderWay },
    garbage: {
      opening: neverOpened,
      idle: babbles,
      command: babbles,
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    silence: { opening: away, idle: away, command: away, finishing: { command: "device.offline sent=indeterminate", state: "offline" } },
    slow: { opening: fine, idle: fine, command: fine, finishing: fine },
    flood: {
      opening: neverOpened,
      idle: babbles,
      command: babbles,
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    "wrong-answer": {
      opening: neverOpened,
      idle: babbles,
      command: babbles,
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    reboot: {
      opening: fine,
      idle: fine,
      command: { command: "device.offline sent=no", state: "online" },
      finishing: { command: "printer.lost-track sent=indeterminate", state: "online" },
    },
  },
};
