import { html, nothing, type TemplateResult } from "lit";
import type { DockAct, DockDevice, DockView } from "../../runtime/demo/api.ts";
import { type IconName, icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";

/** What a panel of the dock draws, and how it acts. */
export interface Bench {
  readonly view: DockView;
  act(act: DockAct): void;
}

/** The frame of one device: its name, its guide light if it has one, and its cable. */
export function devicePanel(
  { view, act }: Bench,
  about: {
    readonly device: DockDevice;
    readonly drawing: IconName;
    readonly name: string;
    readonly light?: string;
    readonly look?: string;
  },
  inside: TemplateResult,
): TemplateResult {
  const { device, drawing, name, light, look = "" } = about;
  const isOut = view.unplugged.includes(device);
  return html`<section id="panel-${device}" class="panel ${look} ${isOut ? "out" : ""}">
    <div class="head">
      <h2>${icon(drawing)}${name}</h2>
      ${light ? lamp(light, view.board.lit.includes(light)) : nothing}
      ${isOut ? html`<span class="chip warn">${say("dock.cable.out")}</span>` : nothing}
      <button id="cable-${device}" class="small" @click=${() => act({ act: "cable", device, pluggedIn: isOut })}>${isOut ? say("dock.cable.plug") : say("dock.cable.pull")}</button>
    </div>
    ${inside}
  </section>`;
}

/** A thing that is so or not so; trouble is red while it lasts. */
export function toggle(
  { act }: Bench,
  id: string,
  words: string,
  on: boolean,
  actFor: (on: boolean) => DockAct,
  look: "trouble" | "plain" = "trouble",
): TemplateResult {
  return html`<button class="small ${look}" id=${id} aria-pressed=${on} @click=${() => act(actFor(!on))}>${words}</button>`;
}

/** A lamp of the board, as it burns. */
export function lamp(light: string, isLit: boolean): TemplateResult {
  return html`<span id="lamp-${light}" class="lamp" role="img" data-lit=${isLit} aria-label=${isLit ? say("dock.lamp.lit") : say("dock.lamp.dark")} title=${isLit ? say("dock.lamp.lit") : say("dock.lamp.dark")}></span>`;
}
