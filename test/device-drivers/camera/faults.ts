import type { FaultTable } from "../../support/fault-table.ts";

const noPaper = { cannot: "has no paper" } as const;
const oneCable = { cannot: "draws its power from its cable: losing it is being unplugged" } as const;
const noCover = {
  cannot: "has no cover that it could tell of; a closed shutter is a dark picture, which the quality gate refuses",
} as const;
/** A picture is whole or it is none: no act is left that would have to be proved. */
const noAct = { cannot: "a picture is whole or it is none: there is no act under way whose end must be proved" } as const;

const fine = { command: "done", state: "online" } as const;
/** Between attempts only its presence is looked at: how it sees is found out when it is opened. */
const seenWhenOpened = { command: "device.timeout sent=no", state: "online" } as const;
const sawNothing = { command: "device.timeout sent=no", state: "hardwareError" } as const;
const away = { command: "device.offline sent=no", state: "noDevice" } as const;

const all = <C>(cell: C) => ({ opening: cell, idle: cell, command: cell, finishing: cell });

/** The command is a still: `command` is while a picture is waited for. Its failures are told in the host's words; nothing is ever sent. */
export const faults: FaultTable = {
  kind: "camera",
  counterpart: "own UVC camera behind a stand-in for ffmpeg; the real ffmpeg, with sources of its own, beside it",
  cells: {
    unplug: { opening: away, idle: away, command: away, finishing: noAct },
    "power-loss": all(oneCable),
    jam: all(noPaper),
    "paper-out": all(noPaper),
    cover: all(noCover),
    garbage: { opening: seenWhenOpened, idle: seenWhenOpened, command: sawNothing, finishing: noAct },
    silence: { opening: seenWhenOpened, idle: seenWhenOpened, command: sawNothing, finishing: noAct },
    slow: { opening: fine, idle: fine, command: fine, finishing: noAct },
    flood: { opening: fine, idle: fine, command: fine, finishing: noAct },
    "wrong-answer": {
      opening: { command: "device.bad-reply sent=no", state: "online" },
      idle: { command: "device.bad-reply sent=no", state: "online" },
      command: { command: "device.bad-reply sent=no", state: "hardwareError" },
      finishing: noAct,
    },
    reboot: { opening: fine, idle: fine, command: { command: "device.offline sent=no", state: "online" }, finishing: noAct },
  },
};
