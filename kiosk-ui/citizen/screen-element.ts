import { LitElement } from "lit";
import type { Intent, Screen } from "../../runtime/server/api.ts";
import { Reader } from "../texts/texts.ts";
import { IntentEvent } from "./events.ts";

export type ScreenOf<K extends Screen["kind"]> = Extract<Screen, { kind: K }>;

/** What all screens share: the part of the view they draw, whether there is a step to go back to, and how they ask. */
export abstract class ScreenElement<K extends Screen["kind"]> extends LitElement {
  static override properties = { screen: { attribute: false }, back: { type: Boolean } };
  declare screen: ScreenOf<K>;
  declare back: boolean;

  constructor() {
    super();
    new Reader(this);
    this.back = false;
  }

  protected ask(intent: Intent): void {
    this.dispatchEvent(new IntentEvent(intent));
  }
}
