import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Display } from "../../runtime/server/api.ts";
import { type IconName, icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { IntentEvent, LeaveEvent, SoundEvent } from "./events.ts";
import type { SoundLevel } from "./voice/kiosk-voice.ts";

const SOUNDS: Readonly<Record<SoundLevel, IconName>> = { loud: "loud", soft: "soft", off: "silent" };

/** How the page is shown, and the way out: on every screen, always at the bottom. */
export class KioskToolbar extends LitElement {
  static override properties = { display: { attribute: false }, served: { type: Boolean }, sound: {} };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        gap: var(--space-2);
        padding: var(--space-3) var(--gutter);
        background: var(--surface);
        border-top: var(--hair) solid var(--line);
      }
      button {
        flex: 1 1 0;
        min-width: 0;
        flex-direction: column;
        gap: 0;
        padding: var(--space-1);
        font-size: var(--text-s);
        border: var(--hair) solid var(--line);
        min-height: var(--action-height);
      }
      @media (orientation: landscape) {
        :host {
          flex-direction: column;
          padding: var(--space-4) var(--space-3);
          border-top: 0;
          border-left: var(--hair) solid var(--line);
        }
        :host-context([data-reach="low"]) {
          justify-content: flex-end;
        }
        button {
          flex: 0 0 auto;
          min-height: var(--action-height);
        }
        .leave {
          margin-top: auto;
        }
        :host-context([data-reach="low"]) .leave {
          margin-top: 0;
        }
      }
      [aria-pressed="true"] {
        background: var(--accent-wash);
        color: var(--accent);
        border: var(--rule) solid var(--accent);
        font-weight: 700;
      }
      .leave {
        border: var(--rule) solid var(--bad);
        color: var(--bad);
        font-weight: 700;
      }
    `,
  ];
  declare display: Display;
  declare served: boolean;
  /** Null where nothing can be spoken. */
  declare sound: SoundLevel | null;

  constructor() {
    super();
    new Reader(this);
    this.served = false;
    this.sound = null;
  }

  override render() {
    const { language, size, contrast, reach } = this.display;
    const other = language === "en" ? "zh-CN" : "en";
    return html`
      <button id="language" lang=${other} @click=${() => this.#show({ language: other })}>${icon("globe")}<span>${say("toolbar.language")}</span></button>
      ${this.#toggle("senior", "size", "toolbar.senior", size === "senior", { size: size === "senior" ? "standard" : "senior" })}
      ${this.#toggle("contrast", "contrast", "toolbar.contrast", contrast === "high", { contrast: contrast === "high" ? "standard" : "high" })}
      ${this.#toggle("reach", "low", "toolbar.reach", reach === "low", { reach: reach === "low" ? "standard" : "low" })}
      ${this.sound ? html`<button id="sound" @click=${() => this.dispatchEvent(new SoundEvent())}>${icon(SOUNDS[this.sound])}<span>${say(`toolbar.sound.${this.sound}`)}</span></button>` : nothing}
      ${this.served ? html`<button class="leave" id="leave" @click=${() => this.dispatchEvent(new LeaveEvent())}>${icon("exit")}<span>${say("toolbar.leave")}</span></button>` : nothing}`;
  }

  #toggle(
    id: string,
    drawing: IconName,
    text: "toolbar.senior" | "toolbar.contrast" | "toolbar.reach",
    on: boolean,
    wanted: Partial<Display>,
  ): TemplateResult {
    return html`<button id=${id} aria-pressed=${on} @click=${() => this.#show(wanted)}>${icon(drawing)}<span>${say(text)}</span></button>`;
  }

  #show(display: Partial<Display>): void {
    this.dispatchEvent(new IntentEvent({ kind: "display", display }));
  }
}

customElements.define("kiosk-toolbar", KioskToolbar);
