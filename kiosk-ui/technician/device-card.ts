import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DeviceHealth, DeviceState, DeviceStatus, Supply } from "../../runtime/server/api.ts";
import { age, moment } from "../components/ages.ts";
import { pageClock } from "../components/page-clock.ts";
import { desk } from "../styles/desk.ts";
import { deskCard } from "../styles/desk-card.ts";
import { Reader, say, sayIfKnown } from "../texts/texts.ts";
import { ActEvent } from "./act-event.ts";
import { sensorWords } from "./sensor-words.ts";

const STATE_MOODS: Record<DeviceState, "good" | "warn" | "bad"> = {
  online: "good",
  deviceBusy: "good",
  starting: "warn",
  offline: "bad",
  powerOff: "bad",
  noDevice: "bad",
  hardwareError: "bad",
  userError: "warn",
  potentialFraud: "bad",
};
/** How full the gauge is drawn; nobody measures sheets, so unknown is an empty gauge, not half a one. */
const SUPPLY_PARTS: Record<Supply, number> = { full: 4, low: 1, out: 0, jammed: 0, unknown: 0 };

/** One device: what it is, how it is and since when, its paper, cover and sensors, its own words, and what a check found. */
export class DeviceCard extends LitElement {
  static override properties = { device: { attribute: false }, health: { attribute: false } };
  static override styles = [
    desk,
    deskCard,
    css`
      .gauge {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2);
        align-items: center;
        font-size: var(--text-s);
      }
      .cells {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        gap: var(--rule);
      }
      .cells span {
        height: var(--gauge-height);
        background: var(--page-quiet);
        border: var(--hair) solid var(--line);
      }
      .cells .full {
        background: var(--good);
      }
      .cells .low {
        background: var(--warn-bright);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-3);
        font-size: var(--text-s);
      }
      dt {
        color: var(--text-quiet);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .health {
        border-left: var(--bold-rule) solid var(--good);
        padding-left: var(--space-2);
        font-size: var(--text-s);
      }
      .health.bad {
        border-color: var(--bad);
      }
    `,
  ];
  declare device: DeviceStatus | null;
  /** What the last check from this page found. */
  declare health: DeviceHealth | null;

  constructor() {
    super();
    new Reader(this);
    this.device = null;
    this.health = null;
  }

  override render() {
    const { device } = this;
    if (!device) return nothing;
    const mood = STATE_MOODS[device.state];
    return html`<article class=${mood}>
      <div class="row"><h3>${say(`device.${device.kind}`)}</h3><span class="mono quiet">${device.id} · ${device.model}</span></div>
      <p><span class="dot ${mood}"></span><strong>${say(`state.${device.state}`)}</strong> <span class="quiet small">${say("tech.since", { age: age(pageClock.now() - device.since) })}</span></p>
      ${Object.entries(device.paper).map(([source, supply]) => this.#gauge(source, supply))}
      ${this.#facts(device)}
      ${device.reasons.length > 0 ? html`<p class="mono reasons">${device.reasons.join(", ")}</p>` : nothing}
      ${this.health ? this.#health(this.health) : nothing}
      ${device.kind === "camera" ? nothing : this.#acts(device)}
    </article>`;
  }

  #facts(device: DeviceStatus): TemplateResult | typeof nothing {
    const cover =
      device.cover === "unknown"
        ? []
        : [{ name: say("tech.cover"), words: say(`cover.${device.cover}`), isAlert: device.cover === "open" }];
    const facts = [...cover, ...sensorWords(device.sensors)];
    if (facts.length === 0) return nothing;
    return html`<dl>${facts.map(({ name, words, isAlert }) => html`<dt>${name}</dt><dd>${isAlert ? html`<strong>${words}</strong>` : words}</dd>`)}</dl>`;
  }

  #gauge(source: string, supply: Supply): TemplateResult {
    const cells = [0, 1, 2, 3].map((cell) => html`<span class=${cell < SUPPLY_PARTS[supply] ? supply : ""}></span>`);
    const name = sayIfKnown(`source.${source}`) ?? source;
    return html`<div class="gauge"><div class="cells" role="img" aria-label="${name}: ${say(`supply.${supply}`)}">${cells}</div><span>${name} · ${say(`supply.${supply}`)}</span></div>`;
  }

  #health(health: DeviceHealth): TemplateResult {
    const { at, isHealthy, healing, advice } = health;
    return html`<div class="health ${isHealthy ? "" : "bad"}" role="status">
      <p>${say(isHealthy ? "tech.check.good" : "tech.check.bad", { time: moment(at) })}</p>
      ${healing.givenUp ? html`<p>${say("tech.healing.given-up")}</p>` : nothing}
      ${healing.attempt > 0 && !healing.givenUp ? html`<p>${say("tech.healing.trying", { count: healing.attempt })}</p>` : nothing}
      ${healing.failures.slice(-3).map((one) => html`<p class="mono">${moment(one.lastAt)} ×${one.times} ${one.reason}</p>`)}
      ${advice.map(({ code, path }) => html`<p>${say(`advice.${code}`, { path })}</p>`)}
    </div>`;
  }

  #acts({ id }: DeviceStatus): TemplateResult {
    const act = (name: "check" | "reset") => () => this.dispatchEvent(new ActEvent({ act: name, device: id }));
    return html`<div class="row acts">
      <button id="check-${id}" @click=${act("check")}>${say("tech.check")}</button>
      <button id="reset-${id}" @click=${act("reset")}>${say("tech.reset")}</button>
    </div>`;
  }
}

customElements.define("device-card", DeviceCard);
