import type { Cell, FaultTable } from "../../support/fault-table.ts";

const noPaper = "a card reader has no paper";
const noFeed = "the card is put in and taken out by hand: nothing moves it";
const noCover = "the slot has no cover";

const never = (cannot: string) => ({ opening: { cannot }, idle: { cannot }, command: { cannot }, finishing: { cannot } });
const cell = (command: Exclude<Cell, { cannot: string }>["command"], state: "online" | "offline" | "noDevice"): Cell => ({
  command,
  state,
});

/** The reader goes; the service tells, and says so until it is back. */
const readerGone = {
  opening: cell("device.offline sent=no", "noDevice"),
  idle: cell("device.offline sent=no", "noDevice"),
  command: cell("device.offline sent=indeterminate", "noDevice"),
  finishing: cell("device.offline sent=indeterminate", "noDevice"),
};

/** Reading a social-security card. `command`: its application is being selected; `finishing`: the last record is on its way. */
export const faults: FaultTable = {
  kind: "smart-card-reader",
  counterpart: "a PC/SC service in memory with a simulated card; card pulls, service kills and silence also over pcscd and vpcd",
  cells: {
    unplug: readerGone,
    // Powered by the cable that it speaks over.
    "power-loss": readerGone,
    jam: never(noFeed),
    "paper-out": never(noPaper),
    cover: never(noCover),
    // What lies in the slot says nothing of the reader: it stays online, and the next card may be a good one.
    garbage: {
      opening: cell("device.bad-reply sent=yes", "online"),
      idle: cell("device.bad-reply sent=yes", "online"),
      command: cell("device.bad-reply sent=yes", "online"),
      finishing: cell("device.bad-reply sent=yes", "online"),
    },
    // A reader that does not answer is given up and opened anew: the service still has it.
    silence: {
      opening: cell("device.timeout sent=indeterminate", "online"),
      idle: cell("device.timeout sent=indeterminate", "online"),
      command: cell("device.timeout sent=indeterminate", "online"),
      finishing: cell("device.timeout sent=indeterminate", "online"),
    },
    slow: {
      opening: cell("done", "online"),
      idle: cell("done", "online"),
      command: cell("done", "online"),
      finishing: cell("done", "online"),
    },
    // "There is more to fetch", without end.
    flood: {
      opening: cell("device.bad-reply sent=yes", "online"),
      idle: cell("device.bad-reply sent=yes", "online"),
      command: cell("device.bad-reply sent=yes", "online"),
      finishing: cell("device.bad-reply sent=yes", "online"),
    },
    // Another card's answers: no such application; then a record of something else.
    "wrong-answer": {
      opening: cell("card.not-supported sent=yes", "online"),
      idle: cell("card.not-supported sent=yes", "online"),
      command: cell("card.not-supported sent=yes", "online"),
      finishing: cell("card.text-malformed sent=yes", "online"),
    },
    // The service restarts: what was under way is lost, the next command finds it running again.
    reboot: {
      opening: cell("done", "online"),
      idle: cell("done", "online"),
      command: cell("device.offline sent=indeterminate", "online"),
      finishing: cell("device.offline sent=indeterminate", "online"),
    },
  },
};
