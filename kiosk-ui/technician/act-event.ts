import type { TechnicianAct } from "../../runtime/server/api.ts";

/** What became of an act: written down, or why not (`why` is the runtime's code, "" where it never answered). */
export type ActAnswer = { readonly done: true } | { readonly done: false; readonly why: string; readonly words: string };

/**
 * The technician saw or did something that the kiosk must write down. Whoever asks may wait for `answer`; one who shows a refusal
 * themself (`showsRefusal`) keeps it from the page's own line.
 */
export class ActEvent extends Event {
  readonly act: TechnicianAct;
  readonly showsRefusal: boolean;
  readonly answer: Promise<ActAnswer>;
  readonly settle: (answer: ActAnswer) => void;
  constructor(act: TechnicianAct, showsRefusal = false) {
    super("kiosk-act", { bubbles: true, composed: true });
    const { promise, resolve } = Promise.withResolvers<ActAnswer>();
    this.act = act;
    this.showsRefusal = showsRefusal;
    this.answer = promise;
    this.settle = resolve;
  }
}

/** A PIN was entered. */
export class PinEvent extends Event {
  readonly pin: string;
  constructor(pin: string) {
    super("kiosk-pin");
    this.pin = pin;
  }
}

/** A dialog is to go away; what was not confirmed in it was never sent. */
export class CloseEvent extends Event {
  constructor() {
    super("kiosk-close", { bubbles: true, composed: true });
  }
}

/** A count by hand is wanted: the tray and the book are out of step. */
export class CountWantedEvent extends Event {
  readonly blankType: string;
  constructor(blankType: string) {
    super("kiosk-count", { bubbles: true, composed: true });
    this.blankType = blankType;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-act": ActEvent;
    "kiosk-pin": PinEvent;
    "kiosk-close": CloseEvent;
    "kiosk-count": CountWantedEvent;
  }
}
