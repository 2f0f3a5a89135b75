import type { Candidate } from "./pinyin-engine.ts";

/** A key of our own keyboard asks for a change of the text; whoever owns the text makes it. */
export class EditEvent extends Event {
  readonly change: "insert" | "erase" | "clear";
  readonly text: string;
  constructor(change: "insert" | "erase" | "clear", text = "") {
    super("kiosk-edit", { bubbles: true, composed: true });
    this.change = change;
    this.text = text;
  }
}

/** The person took a candidate from the bar. */
export class CandidateEvent extends Event {
  readonly candidate: Candidate;
  constructor(candidate: Candidate) {
    super("kiosk-candidate");
    this.candidate = candidate;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-edit": EditEvent;
    "kiosk-candidate": CandidateEvent;
  }
}
