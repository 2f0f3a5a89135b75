import type { FaultTable } from "../../support/fault-table.ts";

const HAS_NO_PAPER = { cannot: "has no paper and no moving part" } as const;
const HAS_NO_COVER = { cannot: "has no cover that a hand could open" } as const;

/** A scanner on a serial line that has a trigger and can be asked whether it is there. */
export const faults: FaultTable = {
  kind: "code-scanner",
  counterpart: "serial scanner of the newland profile, simulated on the wire",
  cells: {
    unplug: {
      opening: { command: "device.offline sent=no", state: "noDevice" },
      idle: { command: "device.offline sent=no", state: "noDevice" },
      command: { command: "device.offline sent=indeterminate", state: "noDevice" },
      finishing: { command: "device.offline sent=indeterminate", state: "noDevice" },
    },
    "power-loss": {
      opening: { command: "device.offline sent=no", state: "offline" },
      idle: { command: "device.offline sent=no", state: "offline" },
      // Waiting for a person looks the same as being dead: only the deadline ends it.
      command: { command: "device.timeout sent=indeterminate", state: "offline" },
      finishing: { command: "scan.unreadable sent=yes", state: "offline" },
    },
    jam: { opening: HAS_NO_PAPER, idle: HAS_NO_PAPER, command: HAS_NO_PAPER, finishing: HAS_NO_PAPER },
    "paper-out": { opening: HAS_NO_PAPER, idle: HAS_NO_PAPER, command: HAS_NO_PAPER, finishing: HAS_NO_PAPER },
    cover: { opening: HAS_NO_COVER, idle: HAS_NO_COVER, command: HAS_NO_COVER, finishing: HAS_NO_COVER },
    garbage: {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "scan.unreadable sent=yes", state: "hardwareError" },
      command: { command: "scan.unreadable sent=yes", state: "hardwareError" },
      finishing: { command: "scan.unreadable sent=yes", state: "hardwareError" },
    },
    silence: {
      opening: { command: "device.offline sent=no", state: "offline" },
      idle: { command: "device.offline sent=no", state: "offline" },
      command: { command: "device.timeout sent=indeterminate", state: "offline" },
      // Half a code is never taken for a whole one.
      finishing: { command: "scan.unreadable sent=yes", state: "offline" },
    },
    slow: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "done", state: "online" },
      finishing: { command: "done", state: "online" },
    },
    flood: {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.hardware sent=no", state: "hardwareError" },
      command: { command: "scan.unreadable sent=yes", state: "hardwareError" },
      finishing: { command: "scan.unreadable sent=yes", state: "hardwareError" },
    },
    // Codes without the AIM identifier, and another answer than was asked for: a unit that lost its set-up.
    "wrong-answer": {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "scan.unreadable sent=yes", state: "hardwareError" },
      command: { command: "scan.unreadable sent=yes", state: "hardwareError" },
      // The identifier had come already, and the rest is right.
      finishing: { command: "done", state: "hardwareError" },
    },
    reboot: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      // It forgot that it was looking; the trigger is sent again.
      command: { command: "done", state: "online" },
      finishing: { command: "scan.unreadable sent=yes", state: "online" },
    },
  },
};
