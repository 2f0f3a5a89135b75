import { css, html, LitElement } from "lit";
import type { DeviceHealth, DeviceStatus } from "../../runtime/server/api.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import "./device-card.ts";

/** Every device of the kiosk, each on a card. */
export class DeviceCards extends LitElement {
  static override properties = { devices: { attribute: false }, health: { attribute: false } };
  static override styles = [
    desk,
    css`
      .list {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--column)), 1fr));
        gap: var(--space-3);
      }
    `,
  ];
  declare devices: readonly DeviceStatus[];
  /** By device: what the last check from this page found. */
  declare health: Readonly<Record<string, DeviceHealth>>;

  constructor() {
    super();
    new Reader(this);
    this.devices = [];
    this.health = {};
  }

  override render() {
    const card = (device: DeviceStatus) =>
      html`<device-card id="device-${device.id}" .device=${device} .health=${this.health[device.id] ?? null}></device-card>`;
    return html`<section class="panel">
      <h2>${say("tech.devices")}</h2>
      <div class="list">${this.devices.map(card)}</div>
    </section>`;
  }
}

customElements.define("device-cards", DeviceCards);
