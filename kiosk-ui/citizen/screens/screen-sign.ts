import { css, html, nothing } from "lit";
import { checkSignature } from "../../../config/documents/signature.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";
import "../signature-canvas.ts";

/** What is signed, a box to sign in, and the way for whoever cannot. The signature leaves the box only with the touch that confirms it. */
export class ScreenSign extends ScreenElement<"sign"> {
  static override properties = { ...ScreenElement.properties, problem: { state: true } };
  static override styles = [
    screenStyles,
    css`
      .sign {
        display: flex;
        flex-direction: column;
        gap: var(--space-4);
      }
      .rest {
        flex: 0 1 auto;
        min-height: 0;
        display: flex;
        flex-direction: column;
      }
      signature-canvas {
        flex: 1 0 var(--pad-height);
        max-height: calc(1.5 * var(--pad-height));
      }
      .tools {
        flex: none;
        display: flex;
        gap: var(--space-4);
      }
      .tools button {
        flex: 1 1 0;
        color: var(--text);
        background: var(--page);
      }
      .bad {
        flex: none;
      }
      :host-context([data-reach="low"]) .sign {
        justify-content: flex-end;
      }
      @media (orientation: landscape) {
        .sign {
          display: grid;
          grid-template-columns: minmax(0, 0.8fr) minmax(0, 1fr);
          grid-template-rows: minmax(0, 1fr) auto auto;
        }
        .rest {
          grid-row: 1 / -1;
        }
        signature-canvas,
        .bad,
        .tools {
          grid-column: 2;
        }
        signature-canvas {
          max-height: none;
        }
      }
    `,
  ];
  declare problem: string;

  constructor() {
    super();
    this.problem = "";
  }

  override render() {
    const { title, paragraphs, confirm, otherWay, screenMm } = this.screen;
    return html`
      <kiosk-page .heading=${title} .back=${this.back} @kiosk-ink=${this.#inked}>
        <div class="sign fill">
          <div class="rest"><kiosk-scroller class="fill" .label=${title}><div class="stack">
            <div class="card prose">${paragraphs.map((text) => html`<p>${text}</p>`)}</div>
            <div class="notice">${icon("info")}<div><strong>${say("sign.unable.heading")}</strong>${otherWay}</div></div>
          </div></kiosk-scroller></div>
          <signature-canvas .screenMm=${screenMm}></signature-canvas>
          ${this.problem ? html`<div class="notice bad" role="alert">${icon("alert")}<div><strong>${this.problem}</strong></div></div>` : nothing}
          <div class="tools">
            <button id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("sign.unable")}</button>
            <button id="clear" @click=${this.#clear}>${icon("erase")}${say("sign.clear")}</button>
          </div>
        </div>
        <button slot="actions" class="action primary wide" id="confirm" @click=${this.#confirm}>${icon("check")}${confirm}</button>
      </kiosk-page>`;
  }

  readonly #clear = (): void => {
    this.renderRoot.querySelector("signature-canvas")?.clear();
  };

  readonly #inked = (): void => {
    this.problem = "";
  };

  readonly #confirm = (): void => {
    const pad = this.renderRoot.querySelector("signature-canvas");
    if (!pad) return;
    const { signature } = pad;
    const checked = checkSignature(signature);
    this.problem = checked.ok ? "" : say(`sign.problem.${checked.error}`);
    if (checked.ok) this.ask({ kind: "sign", signature });
  };
}

customElements.define("screen-sign", ScreenSign);
