import { LitElement } from "lit";
import type { Intent, Papers, Screen } from "../../runtime/server/api.ts";
import { Reader } from "../texts/texts.ts";
import { IntentEvent } from "./events.ts";

export type ScreenOf<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

/** What all screens share: the part of the view they draw, whether there is a step to go back to, and how they ask. */
export abstract class ScreenElement<K extends Screen["kind"]> extends LitElement {
  static override properties = { screen: { attribute: false }, back: { type: Boolean }, papers: { attribute: false } };
  declare screen: ScreenOf<K>;
  declare back: boolean;
  /** What was printed so far; null before the first print, and where it is not shown. */
  declare papers: Papers | null;

  constructor() {
    super();
    new Reader(this);
    this.back = false;
    this.papers = null;
  }

  protected ask(intent: Intent): void {
    this.dispatchEvent(new IntentEvent(intent));
  }
}
