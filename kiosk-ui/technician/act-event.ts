import type { TechnicianAct } from "../../runtime/server/api.ts";

/** The technician saw or did something that the kiosk must write down. */
export class ActEvent extends Event {
  readonly act: TechnicianAct;
  constructor(act: TechnicianAct) {
    super("kiosk-act", { bubbles: true, composed: true });
    this.act = act;
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

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-act": ActEvent;
    "kiosk-pin": PinEvent;
  }
}
