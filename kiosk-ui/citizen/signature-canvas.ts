import { css, html, LitElement, nothing } from "lit";
import { inkCurves, nibOf } from "../../config/documents/ink-curves.ts";
import { type Signature, simplifySignature } from "../../config/documents/signature.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { ActivityEvent } from "./events.ts";
import { InkCapture, type InkSample } from "./ink-capture.ts";

/** There is ink now, or none any more. */
export class InkEvent extends Event {
  constructor() {
    super("kiosk-ink", { bubbles: true, composed: true });
  }
}

/** Else Chromium takes the last stroke for a fling, and the touch on the next button for the one that stops it: no click (measured). */
const NO_GESTURE = { handleEvent: (event: TouchEvent) => event.preventDefault(), passive: false };

type Pad = Pick<Signature, "widthMm" | "heightMm">;

/** A box to sign in with a finger, a pen or a mouse. Holds the strokes until it is asked for them; nobody else has them before. */
export class SignatureCanvas extends LitElement {
  static override properties = { screenMm: { type: Number }, strokeCount: { state: true } };
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
        overflow: hidden;
        border: var(--rule) solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
        color: var(--text);
      }
      canvas,
      .hint,
      .line {
        grid-area: 1 / 1;
        min-width: 0;
        min-height: 0;
      }
      canvas {
        width: 100%;
        height: 100%;
        touch-action: none;
        cursor: crosshair;
      }
      .hint,
      .line {
        pointer-events: none;
      }
      .hint {
        align-self: center;
        text-align: center;
        font-size: var(--text-l);
        color: var(--text-quiet);
      }
      .line {
        align-self: end;
        margin: 0 6% 16%;
        border-bottom: var(--rule) dashed var(--line);
      }
    `,
  ];
  /** Longer side of the glass in millimetres. */
  declare screenMm: number;
  declare strokeCount: number;
  readonly #ink = new InkCapture();
  /** Of the first stroke: the box may change its size while somebody signs (larger type, another language). */
  #pad: Pad | null = null;
  #isDrawn = true;
  readonly #sizes = new ResizeObserver(() => this.#fit());
  readonly #looks = new MutationObserver(() => this.#draw());

  constructor() {
    super();
    new Reader(this);
    this.screenMm = 0;
    this.strokeCount = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#looks.observe(document.documentElement, { attributeFilter: ["data-contrast"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#looks.disconnect();
    this.#ink.clear();
  }

  override render() {
    const count = this.strokeCount;
    return html`
      <div class="line"></div>
      ${count === 0 ? html`<p class="hint" aria-hidden="true">${say("sign.hint")}</p>` : nothing}
      <canvas role="img" aria-label=${count === 0 ? say("sign.pad") : say("sign.pad.written", { count })}
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#cancel} @touchstart=${NO_GESTURE}></canvas>`;
  }

  /** What was written, as it may travel. */
  get signature(): Signature {
    return simplifySignature({ ...(this.#pad ?? this.#box), strokes: this.#ink.strokes });
  }

  clear(): void {
    this.#ink.clear();
    this.#pad = null;
    this.#changed();
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector("canvas");
  }

  get #mmPerPx(): number {
    return this.screenMm / Math.max(screen.width, screen.height);
  }

  get #box(): Pad {
    return { widthMm: this.clientWidth * this.#mmPerPx, heightMm: this.clientHeight * this.#mmPerPx };
  }

  /** Pixels on the screen for a millimetre of the record: 1 mm on the glass, unless the box became smaller meanwhile. */
  #pxPerMm(pad: Pad): number {
    return Math.min(1 / this.#mmPerPx, this.clientWidth / pad.widthMm, this.clientHeight / pad.heightMm);
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const pad = this.#pad ?? this.#box;
    if (!this.#ink.down(this.#sampleOf(event, pad), pad)) return;
    this.#pad = pad;
    this.#canvas?.setPointerCapture(event.pointerId);
    this.#changed();
  };

  readonly #move = (event: PointerEvent): void => {
    const pad = this.#pad;
    if (!pad) return;
    // A pen reports several times between two frames; without these a quick stroke has corners.
    const samples = event.getCoalescedEvents();
    const more = (samples.length > 0 ? samples : [event]).filter((one) => this.#ink.move(this.#sampleOf(one, pad), pad));
    if (more.length > 0) this.#changed();
  };

  readonly #up = (event: PointerEvent): void => {
    if (this.#ink.up(event.pointerId)) this.#changed();
  };

  readonly #cancel = (event: PointerEvent): void => {
    if (this.#ink.cancel(event.pointerId)) this.#changed();
  };

  #sampleOf(event: PointerEvent, pad: Pad): InkSample {
    const { left, top } = this.#canvas?.getBoundingClientRect() ?? new DOMRect();
    const scale = this.#pxPerMm(pad);
    return {
      pointer: event.pointerId,
      type: event.pointerType === "pen" || event.pointerType === "touch" ? event.pointerType : "mouse",
      x: (event.clientX - left) / scale,
      y: (event.clientY - top) / scale,
      at: event.timeStamp,
      pressure: event.pressure,
      contactMm: Math.max(event.width, event.height) * this.#mmPerPx,
    };
  }

  #changed(): void {
    const before = this.strokeCount;
    this.strokeCount = this.#ink.strokes.length;
    if (this.strokeCount !== before) this.dispatchEvent(new InkEvent());
    this.dispatchEvent(new ActivityEvent());
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    requestAnimationFrame(() => this.#draw());
  }

  #fit(): void {
    const canvas = this.#canvas;
    if (!canvas) return;
    canvas.width = Math.round(this.clientWidth * devicePixelRatio);
    canvas.height = Math.round(this.clientHeight * devicePixelRatio);
    this.#draw();
  }

  #draw(): void {
    this.#isDrawn = true;
    const canvas = this.#canvas;
    const paint = canvas?.getContext("2d");
    if (!canvas || !paint) return;
    paint.resetTransform();
    paint.clearRect(0, 0, canvas.width, canvas.height);
    const pad = this.#pad;
    if (!pad) return;
    const scale = this.#pxPerMm(pad) * devicePixelRatio;
    paint.scale(scale, scale);
    Object.assign(paint, { lineCap: "round", lineJoin: "round", strokeStyle: getComputedStyle(this).color });
    const nib = nibOf(pad);
    for (const { widthMm, from, control1, control2, to } of this.#ink.strokes.flatMap((stroke) => inkCurves(stroke, nib))) {
      paint.lineWidth = widthMm;
      paint.beginPath();
      paint.moveTo(from.x, from.y);
      paint.bezierCurveTo(control1.x, control1.y, control2.x, control2.y, to.x, to.y);
      paint.stroke();
    }
  }
}

customElements.define("signature-canvas", SignatureCanvas);

declare global {
  interface HTMLElementTagNameMap {
    "signature-canvas": SignatureCanvas;
  }
  interface GlobalEventHandlersEventMap {
    "kiosk-ink": InkEvent;
  }
}
