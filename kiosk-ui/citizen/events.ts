import type { Intent } from "../../runtime/server/api.ts";

/** The person decided something; the app sends it. */
export class IntentEvent extends Event {
  readonly intent: Intent;
  constructor(intent: Intent) {
    super("kiosk-intent", { bubbles: true, composed: true });
    this.intent = intent;
  }
}

/** The person is there, but decided nothing yet: typed a letter, turned a page. */
export class ActivityEvent extends Event {
  constructor() {
    super("kiosk-activity", { bubbles: true, composed: true });
  }
}

/** The person wants to leave; the app asks once more where something would be lost. */
export class LeaveEvent extends Event {
  constructor() {
    super("kiosk-leave", { bubbles: true, composed: true });
  }
}

/** The person wants the voice louder, softer or silent: the page's own affair, which the runtime need not know. */
export class SoundEvent extends Event {
  constructor() {
    super("kiosk-sound", { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-intent": IntentEvent;
    "kiosk-activity": ActivityEvent;
    "kiosk-leave": LeaveEvent;
    "kiosk-sound": SoundEvent;
  }
}
