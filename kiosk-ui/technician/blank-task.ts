import type { SecondFor, TechnicianAct } from "../../runtime/server/api.ts";
import { say } from "../texts/texts.ts";
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

/** The act that the values make, and the words that say it with all its numbers; null where they make none yet. */
export function actOf(
  task: BlankTask,
  blankType: string,
  values: Values,
): { readonly act: TechnicianAct & { act: BlankTask }; readonly words: string } | null {
  const { first = "", last = "", serial = "", count = "", counted = "" } = values;
  switch (task) {
    case "load-blanks": {
      const end = lastOf(first, Number(count));
      if (end === null) return null;
      const act = { act: task, blankType, first, count: Number(count) } as const;
      return { act, words: say("confirm.load-blanks", { first, last: end, count: Number(count) }) };
    }
    case "count-blanks":
      if (counted === "") return null;
      return { act: { act: task, blankType, counted: Number(counted) }, words: say("confirm.count-blanks", { counted: Number(counted) }) };
    case "return-blanks": {
      const sheets = countOf(first, last);
      if (sheets === null) return null;
      return { act: { act: task, blankType, first, last }, words: say("confirm.return-blanks", { first, last, count: sheets }) };
    }
    case "spoil":
      return spoiled(blankType, serial, last);
  }
}

/** One sheet, or all from one to another; letters that stand alone in the second field are nothing typed. */
function spoiled(blankType: string, serial: string, last: string): ReturnType<typeof actOf> {
  if (countOf(serial, serial) === null) return null;
  const act = { act: "spoil", blankType, serial } as const;
  if (!/\d/u.test(last)) return { act, words: say("confirm.spoil", { serial }) };
  const sheets = countOf(serial, last);
  return sheets === null ? null : { act: { ...act, last }, words: say("confirm.spoil.range", { serial, last, count: sheets }) };
}

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-task": TaskEvent;
  }
}
