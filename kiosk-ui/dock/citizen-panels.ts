import { html, type TemplateResult } from "lit";
import type { Movement } from "../../runtime/demo/api.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";
import { type Bench, devicePanel, lamp } from "./bench.ts";

const MOVEMENTS: readonly Movement[] = ["turn-left", "turn-right", "blink", "closer"];

/** What a citizen would do: put a card down, stand before the camera, hold out a code. */
export function cardPanel(bench: Bench): TemplateResult {
  const { view, act } = bench;
  const about = { device: "card-reader", drawing: "card", name: say("dock.cards"), light: "card-reader" } as const;
  const choices = view.cards.map((card) => {
    const on = view.cardOnReader === card.id;
    return html`<button id="card-${card.id}" aria-pressed=${on} @click=${() => act(on ? { act: "remove-card" } : { act: "insert-card", card: card.id })}>${card.label}</button>`;
  });
  return devicePanel(
    bench,
    about,
    html`<p class="quiet small">${view.cardOnReader === null ? say("dock.cards.none") : say("dock.cards.on")}</p>
      <div class="choices">${choices}</div>
      <button id="remove-card" ?disabled=${view.cardOnReader === null} @click=${() => act({ act: "remove-card" })}>${say("dock.cards.remove")}</button>`,
  );
}

export function cameraPanel({ view, act }: Bench): TemplateResult {
  return html`<section class="panel">
    <div class="head"><h2>${icon("face")}${say("dock.camera")}</h2>${lamp("face", view.board.lit.includes("face"))}</div>
    <p class="quiet small">${say("dock.camera.words")}</p>
    <div class="choices">
      ${view.clips.map((clip) => html`<button id="clip-${clip.id}" aria-pressed=${view.clip === clip.id} @click=${() => act({ act: "choose-clip", clip: clip.id })}>${clip.label}</button>`)}
    </div>
    <p class="quiet small">${say("dock.camera.moves")}</p>
    <div class="row">
      ${MOVEMENTS.map((movement) => html`<button id="move-${movement}" class="small" aria-pressed=${view.moving === movement} ?disabled=${!view.movements.includes(movement)} @click=${() => act({ act: "move", movement })}>${say(`movement.${movement}`)}</button>`)}
    </div>
  </section>`;
}

export function scannerPanel(bench: Bench): TemplateResult {
  const { view, act } = bench;
  return devicePanel(
    bench,
    { device: "scanner", drawing: "code", name: say("dock.scanner"), light: "scanner" },
    html`<p class="quiet small">${say("dock.scanner.words")}</p>
      <div class="choices">
        ${view.codes.map((code) => html`<button id="code-${code.id}" @click=${() => act({ act: "show-code", code: code.id })}>${code.label}</button>`)}
      </div>`,
  );
}
