import { html, LitElement } from "lit";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { PinEvent } from "./act-event.ts";
import "./pin-pad.ts";

/** The technician's way in. */
export class PinLogin extends LitElement {
  static override properties = { problem: {} };
  static override styles = desk;
  declare problem: string;

  constructor() {
    super();
    new Reader(this);
    this.problem = "";
  }

  override render() {
    const pass = (event: PinEvent) => this.dispatchEvent(new PinEvent(event.pin));
    return html`<main class="panel login">
      <h2>${say("tech.pin")}</h2>
      <pin-pad .problem=${this.problem} .action=${say("tech.enter")} @kiosk-pin=${pass}></pin-pad>
    </main>`;
  }
}

customElements.define("pin-login", PinLogin);
