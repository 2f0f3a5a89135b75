import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { CloseEvent } from "./act-event.ts";

/** A task over the page: its heading, where one is in it, what stands in its slot; Escape and 取消 leave it. */
export class DeskDialog extends LitElement {
  static override properties = { heading: {}, step: {} };
  static override styles = [
    desk,
    css`
      dialog {
        width: min(100vw - 2 * var(--gutter), var(--task-width));
        max-height: calc(100vh - 2 * var(--gutter));
        padding: 0;
        border: var(--hair) solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
        color: var(--text);
      }
      dialog::backdrop {
        background: var(--veil);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-4);
        padding: var(--space-3) var(--space-4);
        border-bottom: var(--hair) solid var(--line);
      }
      header h2 {
        flex: 1;
        font-size: var(--text-l);
      }
      h2:focus-visible {
        outline: none;
      }
      .content {
        padding: var(--space-4);
        display: grid;
        gap: var(--space-4);
      }
    `,
  ];
  declare heading: string;
  /** Where one is, in words; "" where there is one step only. */
  declare step: string;
  #opener: HTMLElement | null = null;

  constructor() {
    super();
    new Reader(this);
    this.heading = "";
    this.step = "";
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      <header>
        <h2 id="heading" tabindex="-1">${this.heading}</h2>
        ${this.step ? html`<span class="quiet small" role="status">${this.step}</span>` : nothing}
        <button type="button" id="dialog-close" @click=${() => this.dispatchEvent(new CloseEvent())}>${say("dialog.cancel")}</button>
      </header>
      <div class="content"><slot></slot></div>
    </dialog>`;
  }

  /** Whoever works with keys goes on where they were. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const opener = this.#opener;
    queueMicrotask(() => opener?.isConnected && opener.focus());
  }

  protected override firstUpdated(): void {
    this.#opener = focused(document);
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  /** A new step is read from its beginning, unless it asks for something to be typed. */
  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("step") && !changed.has("heading")) return;
    const typed = this.querySelector<HTMLElement>("[data-first]");
    (typed ?? this.renderRoot.querySelector<HTMLElement>("#heading"))?.focus({ preventScroll: true });
    this.renderRoot.querySelector("dialog")?.scrollTo({ top: 0 });
  }

  #cancel(event: Event): void {
    // The parent takes the dialog away; the browser closing it by itself would leave an empty one behind.
    event.preventDefault();
    this.dispatchEvent(new CloseEvent());
  }
}

/** The very element, within whatever trees it stands. */
function focused(root: DocumentOrShadowRoot): HTMLElement | null {
  const { activeElement } = root;
  const deeper = activeElement?.shadowRoot ? focused(activeElement.shadowRoot) : null;
  return deeper ?? (activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null);
}

customElements.define("desk-dialog", DeskDialog);
