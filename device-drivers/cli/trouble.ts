import { type Err, err } from "../../base/result.ts";
import type { EXIT } from "./exit-codes.ts";
import type { Say, TextId, TextValues } from "./texts.ts";

/** Why the command cannot go on: what it ends with and what it says. */
export interface Trouble {
  readonly exit: keyof typeof EXIT;
  readonly text: TextId;
  readonly values: TextValues;
  /** Values that are texts themselves. */
  readonly inner?: Readonly<Record<string, TextId>>;
}

export function troubled(exit: Trouble["exit"], text: TextId, values: TextValues = {}): Err<Trouble> {
  return err({ exit, text, values });
}

export function inWords(trouble: Trouble, say: Say): string {
  const inner = Object.entries(trouble.inner ?? {}).map(([name, id]) => [name, say(id)]);
  return say(trouble.text, { ...trouble.values, ...Object.fromEntries(inner) });
}
