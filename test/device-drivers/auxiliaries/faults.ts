import type { FaultTable } from "../../support/fault-table.ts";

const NO_PAPER = { cannot: "a board of relays and inputs has no paper" } as const;
const NO_COVER = { cannot: "the cabinet's door is a sensor of it, not a state that hinders it" } as const;

/** Nothing but its own echo proves that a coil was switched. */
export const faults: FaultTable = {
  kind: "auxiliaries",
  counterpart: "Modbus RTU input and relay board, simulated on the wire",
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
      command: { command: "device.timeout sent=indeterminate", state: "offline" },
      finishing: { command: "device.timeout sent=indeterminate", state: "offline" },
    },
    jam: { opening: NO_PAPER, idle: NO_PAPER, command: NO_PAPER, finishing: NO_PAPER },
    "paper-out": { opening: NO_PAPER, idle: NO_PAPER, command: NO_PAPER, finishing: NO_PAPER },
    cover: { opening: NO_COVER, idle: NO_COVER, command: NO_COVER, finishing: NO_COVER },
    // Answers with a wrong checksum.
    garbage: {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      command: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    silence: {
      opening: { command: "device.offline sent=no", state: "offline" },
      idle: { command: "device.offline sent=no", state: "offline" },
      command: { command: "device.timeout sent=indeterminate", state: "offline" },
      finishing: { command: "device.timeout sent=indeterminate", state: "offline" },
    },
    slow: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "done", state: "online" },
      finishing: { command: "done", state: "online" },
    },
    // Another device on the pair of wires talks without end.
    flood: {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      command: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    // Another unit answers in its place.
    "wrong-answer": {
      opening: { command: "device.offline sent=no", state: "hardwareError" },
      idle: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      command: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
      finishing: { command: "device.bad-reply sent=indeterminate", state: "hardwareError" },
    },
    // Shorter than three polls: it is not even missed, but what was asked meanwhile is not proven.
    reboot: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "device.timeout sent=indeterminate", state: "online" },
      finishing: { command: "device.timeout sent=indeterminate", state: "online" },
    },
  },
};
