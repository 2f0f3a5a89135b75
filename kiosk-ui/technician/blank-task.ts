import type { SecondFor, TechnicianAct } from "../../runtime/server/api.ts";
import { say } from "../texts/texts.ts";
import { type Moves, movesOf } from "./book-change.ts";
import type { NumberField } from "./number-entry.ts";
import { countOf, lastOf } from "./serial-range.ts";

/** What a technician does with blanks. */
export type BlankTask = Exclude<SecondFor, "resolve">;
export type Values = Readonly<Record<string, string>>;

/** A task was chosen on the card of a kind of blank. */
export class TaskEvent extends Event {
  readonly task: BlankTask;
  readonly blankType: string;
  constructor(task: BlankTask, blankType: string) {
    super("kiosk-task", { bubbles: true, composed: true });
    this.task = task;
    this.blankType = blankType;
  }
}

/** Sheets begin or cease to be counted. */
export class CountingEvent extends Event {
  readonly on: boolean;
  constructor(on: boolean) {
    super("kiosk-counting", { bubbles: true, composed: true });
    this.on = on;
  }
}

/** What must be typed. Letters stand there already; the digits are read from the sheet in the hand. */
export function fieldsOf(task: BlankTask, values: Values): readonly NumberField[] {
  const field = (name: string, label: string, letters: boolean, hint = ""): NumberField => ({
    name,
    label,
    letters,
    value: values[name] ?? "",
    hint,
  });
  switch (task) {
    case "load-blanks":
      return [field("first", say("entry.first"), true, say("entry.first.hint")), field("count", say("entry.count"), false)];
    case "count-blanks":
      return [field("counted", say("entry.counted"), false, say("entry.counted.hint"))];
    case "return-blanks":
      return [field("first", say("entry.return.first"), true), field("last", say("entry.return.last"), true)];
    case "spoil":
      return [field("serial", say("entry.serial"), true), field("last", say("entry.spoil.last"), true, say("entry.spoil.last.hint"))];
  }
}

/** An act with the words that say it, the blanks' numbers in them, and what it moves in the book. */
export interface Ready {
  readonly act: TechnicianAct & { act: BlankTask };
  readonly words: string;
  readonly serials: readonly string[];
  readonly moves: Moves;
}

/** The act that the values make; null where they make none yet. */
export function actOf(task: BlankTask, blankType: string, values: Values): Ready | null {
  const { first = "", last = "", serial = "", count = "", counted = "" } = values;
  switch (task) {
    case "load-blanks": {
      const end = lastOf(first, Number(count));
      if (end === null) return null;
      const sheets = Number(count);
      const words = say("confirm.load-blanks", { first, last: end, count: sheets });
      return { act: { act: task, blankType, first, count: sheets }, words, serials: [first, end], moves: movesOf(task, sheets) };
    }
    case "count-blanks":
      if (counted === "") return null;
      return {
        act: { act: task, blankType, counted: Number(counted) },
        words: say("confirm.count-blanks", { counted: Number(counted) }),
        serials: [],
        moves: movesOf(task, 0),
      };
    case "return-blanks": {
      const sheets = countOf(first, last);
      if (sheets === null) return null;
      const words = say("confirm.return-blanks", { first, last, count: sheets });
      return { act: { act: task, blankType, first, last }, words, serials: [first, last], moves: movesOf(task, sheets) };
    }
    case "spoil":
      return spoiled(blankType, serial, last);
  }
}

/** One sheet, or all from one to another; letters that stand alone in the second field are nothing typed. */
function spoiled(blankType: string, serial: string, last: string): Ready | null {
  if (countOf(serial, serial) === null) return null;
  const act = { act: "spoil", blankType, serial } as const;
  if (!/\d/u.test(last)) return { act, words: say("confirm.spoil", { serial }), serials: [serial], moves: movesOf("spoil", 1) };
  const sheets = countOf(serial, last);
  if (sheets === null) return null;
  const words = say("confirm.spoil.range", { serial, last, count: sheets });
  return { act: { ...act, last }, words, serials: [serial, last], moves: movesOf("spoil", sheets) };
}

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-task": TaskEvent;
    "kiosk-counting": CountingEvent;
  }
}
