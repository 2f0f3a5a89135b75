import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Language } from "../../config/language.ts";
import en from "./en.json" with { type: "json" };
import zh from "./zh-CN.json" with { type: "json" };

/** Every text of the house by its id. A text that is missing in a language does not compile. */
export type TextId = keyof typeof zh & keyof typeof en;
export type TextValues = Readonly<Record<string, string | number>>;

const TEXTS: Record<Language, Record<TextId, string>> = { "zh-CN": zh, en };

let current: Language = "zh-CN";
const readers = new Set<ReactiveControllerHost>();

export function language(): Language {
  return current;
}

/** Redraws everything that reads. */
export function speak(wanted: Language): void {
  if (wanted === current) return;
  current = wanted;
  for (const reader of readers) reader.requestUpdate();
}

/** The text in the language spoken now; `{name}` is replaced by `values.name`. */
export function say(id: TextId, values: TextValues = {}): string {
  return TEXTS[current][id].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text of a word that comes from outside (a sensor's name, a code), if there is one. */
export function sayIfKnown(id: string): string | null {
  return Object.hasOwn(TEXTS[current], id) ? say(id as TextId) : null;
}

/** Redraws its host when the language changes. */
export class Reader implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    readers.add(this.#host);
  }

  hostDisconnected(): void {
    readers.delete(this.#host);
  }
}
