import type { FaultTable } from "../../support/fault-table.ts";

const HAS_NO_PAPER = { cannot: "has no paper and no moving part" } as const;
const HAS_NO_COVER = { cannot: "has no cover that a hand could open" } as const;
const BUS_POWERED = { cannot: "is powered by its USB cable: without power it is unplugged" } as const;

/** A tablet that only speaks while a pen is near: nothing tells a silent one from one that nobody touches. */
export const faults: FaultTable = {
  kind: "signature-pad",
  counterpart: "USB-HID pen tablet of the pen-10 profile, simulated as node-hid shows it",
  cells: {
    unplug: {
      opening: { command: "device.offline sent=no", state: "noDevice" },
      idle: { command: "device.offline sent=no", state: "noDevice" },
      command: { command: "device.offline sent=no", state: "noDevice" },
      // Somebody has written: they have to be asked to do it once more.
      finishing: { command: "device.offline sent=yes", state: "noDevice" },
    },
    "power-loss": { opening: BUS_POWERED, idle: BUS_POWERED, command: BUS_POWERED, finishing: BUS_POWERED },
    jam: { opening: HAS_NO_PAPER, idle: HAS_NO_PAPER, command: HAS_NO_PAPER, finishing: HAS_NO_PAPER },
    "paper-out": { opening: HAS_NO_PAPER, idle: HAS_NO_PAPER, command: HAS_NO_PAPER, finishing: HAS_NO_PAPER },
    cover: { opening: HAS_NO_COVER, idle: HAS_NO_COVER, command: HAS_NO_COVER, finishing: HAS_NO_COVER },
    garbage: {
      opening: { command: "device.bad-reply sent=no", state: "online" },
      idle: { command: "device.bad-reply sent=no", state: "online" },
      command: { command: "device.bad-reply sent=no", state: "online" },
      finishing: { command: "device.bad-reply sent=yes", state: "online" },
    },
    silence: {
      opening: { command: "device.timeout sent=no", state: "online" },
      idle: { command: "device.timeout sent=no", state: "online" },
      command: { command: "device.timeout sent=no", state: "online" },
      // Half a name is never taken for a whole one while the pen was last seen writing.
      finishing: { command: "device.timeout sent=yes", state: "online" },
    },
    slow: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "done", state: "online" },
      finishing: { command: "done", state: "online" },
    },
    flood: {
      opening: { command: "device.bad-reply sent=yes", state: "online" },
      idle: { command: "device.bad-reply sent=yes", state: "online" },
      command: { command: "device.bad-reply sent=yes", state: "online" },
      finishing: { command: "device.bad-reply sent=yes", state: "online" },
    },
    // It fell back to speaking as a mouse.
    "wrong-answer": {
      opening: { command: "device.timeout sent=no", state: "online" },
      idle: { command: "device.timeout sent=no", state: "online" },
      command: { command: "device.timeout sent=no", state: "online" },
      finishing: { command: "device.timeout sent=yes", state: "online" },
    },
    reboot: {
      opening: { command: "done", state: "online" },
      idle: { command: "done", state: "online" },
      command: { command: "device.offline sent=no", state: "online" },
      finishing: { command: "device.offline sent=yes", state: "online" },
    },
  },
};
