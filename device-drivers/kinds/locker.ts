import { fields, type Rules, rule } from "./kind.ts";

/** 证照柜. Doors stand in the status' sensors: `{"1": "closed", "2": "open"}`. */
export interface LockerCommands {
  /** Unlocks one box and answers once its door is seen open. */
  open: { args: { box: number }; value: { box: number; door: "open" } };
  /** Waits until the door of a box is shut. */
  "await-closed": { args: { box: number }; value: { box: number; door: "closed" } };
}

const BOX = fields({ box: { type: "integer", minimum: 1, maximum: 500 } });

const seen = (door: string) => fields({ box: { type: "integer", minimum: 1 }, door: { const: door } });

export const LOCKER: Rules<LockerCommands> = { open: rule(BOX, seen("open")), "await-closed": rule(BOX, seen("closed")) };
