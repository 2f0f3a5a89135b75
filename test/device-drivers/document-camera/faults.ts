import type { Cell, FaultTable } from "../../support/fault-table.ts";

const noPaper = { cannot: "moves no paper: a person lays the sheet under it" } as const;
const noCover = {
  cannot: "has no cover that it could tell of; a closed shutter is an empty desk: a page without edges, with its warning",
} as const;
const oneCable = { cannot: "draws its power from its cable: losing it is being unplugged" } as const;

const fine = { command: "done", state: "online" } as const;
const away = { command: "device.offline sent=no", state: "noDevice" } as const;
/** Between commands only its presence is looked at: how it sees is found out when it is opened. */
const seenWhenOpened = { command: "device.timeout sent=no", state: "online" } as const;
const sawNothing = { command: "device.timeout sent=no", state: "hardwareError" } as const;
const otherAnswer = { command: "device.bad-reply sent=no", state: "hardwareError" } as const;

const all = (cell: Cell) => ({ opening: cell, idle: cell, command: cell, finishing: cell });
const once = (before: Cell, during: Cell) => ({ opening: before, idle: before, command: during, finishing: during });

/**
 * The command is a capture: `command` is while the camera opens, `finishing` once pictures come and a calm one is waited for. A picture
 * changes nothing, so `sent` is always no: it may be tried again.
 */
export const faults: FaultTable = {
  kind: "document-camera",
  counterpart: "drawn desk as real JPEG pictures, behind a stand-in for ffmpeg",
  cells: {
    unplug: all(away),
    "power-loss": all(oneCable),
    jam: all(noPaper),
    "paper-out": all(noPaper),
    cover: all(noCover),
    garbage: once(seenWhenOpened, sawNothing),
    silence: once(seenWhenOpened, sawNothing),
    slow: all(fine),
    flood: all(fine),
    "wrong-answer": once({ ...otherAnswer, state: "online" }, otherAnswer),
    reboot: once(fine, { command: "device.offline sent=no", state: "online" }),
  },
};
