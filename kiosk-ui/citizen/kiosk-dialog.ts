import { css, html, LitElement } from "lit";
import { controls } from "../styles/controls.ts";

/** A question over the page that must be answered first; its first button has the focus. */
export class KioskDialog extends LitElement {
  static override properties = { heading: {}, words: {} };
  static override styles = [
    controls,
    css`
      :host {
        position: fixed;
        inset: 0;
        display: grid;
        place-items: center;
        background: var(--veil);
        padding: var(--gutter);
        animation: enter var(--quick) ease-out;
      }
      :host-context([data-reach="low"]) {
        place-items: end center;
      }
      @keyframes enter {
        from {
          opacity: 0;
        }
      }
      section {
        width: min(100%, var(--dialog-width));
        background: var(--surface);
        border: var(--rule) solid var(--line-strong);
        border-radius: var(--radius-large);
        padding: var(--space-6);
        text-align: center;
        display: flex;
        flex-direction: column;
        gap: var(--space-4);
      }
      h1 {
        font-size: var(--text-xl);
        line-height: var(--leading-tight);
      }
      p {
        font-size: var(--text-l);
        text-wrap: balance;
      }
      .answers {
        display: flex;
        gap: var(--space-4);
        margin-top: var(--space-3);
      }
      .answers ::slotted(button) {
        flex: 1;
      }
    `,
  ];
  declare heading: string;
  declare words: string;

  override render() {
    return html`<section role="alertdialog" aria-modal="true" aria-labelledby="heading" aria-describedby="words">
      <h1 id="heading">${this.heading}</h1>
      <slot></slot>
      <p id="words">${this.words}</p>
      <div class="answers"><slot name="answers"></slot></div>
    </section>`;
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("button.primary")?.focus();
  }
}

customElements.define("kiosk-dialog", KioskDialog);
