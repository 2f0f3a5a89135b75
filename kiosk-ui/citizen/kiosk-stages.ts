import { css, html, LitElement } from "lit";
import type { Progress } from "../../runtime/server/api.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";

/** Which item this is, its stages, and how far the person has come. */
export class KioskStages extends LitElement {
  static override properties = { progress: { attribute: false } };
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        padding: var(--space-4) var(--gutter) 0;
      }
      .line {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--space-4);
        line-height: var(--leading-tight);
      }
      .item {
        font-weight: 700;
      }
      .count {
        color: var(--text-quiet);
        white-space: nowrap;
      }
      ol {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
      li {
        font-size: var(--text-s);
        color: var(--text-quiet);
        line-height: var(--leading-tight);
      }
      li::before {
        content: "";
        display: block;
        height: var(--stage-height);
        border-radius: var(--stage-height);
        background: var(--line);
        margin-bottom: var(--space-1);
      }
      li.past::before {
        background: var(--accent);
        opacity: 0.55;
      }
      li.now::before {
        background: var(--accent);
      }
      li.now {
        color: var(--accent);
        font-weight: 700;
      }
      .name {
        display: block;
        overflow-wrap: anywhere;
      }
      :host-context([data-size="senior"]) .name {
        display: none;
      }
      @media (orientation: landscape) {
        :host {
          display: grid;
          grid-template-columns: auto minmax(0, 1fr);
          gap: var(--space-5);
          align-items: center;
        }
        .line {
          flex-direction: column;
          gap: 0;
          align-items: flex-start;
        }
        ol {
          margin: 0;
        }
      }
    `,
  ];
  declare progress: Progress;

  constructor() {
    super();
    new Reader(this);
  }

  override render() {
    const { item, steps, at } = this.progress;
    const now = steps[at] ?? "";
    return html`
      <p class="line"><span class="item">${item}</span><span class="count">${say("stages.count", { at: at + 1, of: steps.length, name: now })}</span></p>
      <ol aria-label=${say("stages.label")}>
        ${steps.map((step, index) => html`<li class=${index < at ? "past" : index === at ? "now" : ""} aria-current=${index === at ? "step" : "false"}><span class="name">${step}</span></li>`)}
      </ol>`;
  }
}

customElements.define("kiosk-stages", KioskStages);
