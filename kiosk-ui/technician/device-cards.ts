import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DeviceState, DeviceStatus, Supply } from "../../runtime/server/api.ts";
import { age } from "../components/ages.ts";
import { pageClock } from "../components/page-clock.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";

const STATE_MOODS: Record<DeviceState, "good" | "warn" | "bad" | ""> = {
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
/** How full the gauge is drawn; nobody measures sheets, so unknown is a hatched gauge, not half a one. */
const SUPPLY_PARTS: Record<Supply, number> = { full: 4, low: 1, out: 0, jammed: 0, unknown: 0 };

/** Every device: state, paper, cover, and the words it uses itself. */
export class DeviceCards extends LitElement {
  static override properties = { devices: { attribute: false } };
  static override styles = [
    desk,
    css`
      .list {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--column)), 1fr));
        gap: var(--space-3);
      }
      article {
        display: grid;
        gap: var(--space-2);
        align-content: start;
        border: var(--hair) solid var(--line);
        border-radius: var(--radius);
        padding: var(--space-3);
      }
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
    `,
  ];
  declare devices: readonly DeviceStatus[];

  constructor() {
    super();
    new Reader(this);
    this.devices = [];
  }

  override render() {
    return html`<section class="panel">
      <h2>${say("tech.devices")}</h2>
      <div class="list">${this.devices.map((device) => this.#card(device))}</div>
    </section>`;
  }

  #card(device: DeviceStatus): TemplateResult {
    return html`<article id="device-${device.id}">
      <div class="row"><h3>${say(`device.${device.kind}`)}</h3><span class="mono quiet">${device.id}</span></div>
      <p><span class="dot ${STATE_MOODS[device.state]}"></span>${say(`state.${device.state}`)} <span class="quiet small">${say("tech.since", { age: age(pageClock.now() - device.since) })}</span></p>
      <p class="quiet small">${device.model}${device.cover === "open" ? html` · <strong>${say("tech.cover.open")}</strong>` : nothing}</p>
      ${Object.entries(device.paper).map(([source, supply]) => this.#gauge(source, supply))}
      ${device.reasons.length > 0 ? html`<p class="mono">${device.reasons.join(", ")}</p>` : nothing}
    </article>`;
  }

  #gauge(source: string, supply: Supply): TemplateResult {
    const cells = [0, 1, 2, 3].map((cell) => html`<span class=${cell < SUPPLY_PARTS[supply] ? supply : ""}></span>`);
    return html`<div class="gauge"><div class="cells" role="img" aria-label="${source}: ${say(`supply.${supply}`)}">${cells}</div><span>${source} · ${say(`supply.${supply}`)}</span></div>`;
  }
}

customElements.define("device-cards", DeviceCards);
