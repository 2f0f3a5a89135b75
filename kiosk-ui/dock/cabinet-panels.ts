import { html, nothing, type TemplateResult } from "lit";
import type { BoardEvent } from "../../runtime/demo/api.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";
import { type Bench, devicePanel, toggle } from "./bench.ts";

const BOARD_EVENTS: readonly BoardEvent[] = ["person", "cabinet-door", "mains-failed", "battery-low"];

/** What happens around the cabinet. */
export function boardPanel(bench: Bench): TemplateResult {
  const { now } = bench.view.board;
  return devicePanel(
    bench,
    { device: "board", drawing: "sensor", name: say("dock.board") },
    html`<p class="quiet small">${say("dock.board.words")}</p>
      <div class="row">
        ${BOARD_EVENTS.map((event) => toggle(bench, `board-${event}`, say(`dock.board.${event}`), now.includes(event), (on) => ({ act: "board", event, on }), event === "person" ? "plain" : "trouble"))}
      </div>`,
  );
}

export function lockerPanel(bench: Bench): TemplateResult {
  const { view, act } = bench;
  const rows = view.locker.boxes.map(({ box, door }) => {
    const to = door === "open" ? "closed" : "open";
    return html`<tr id="box-${box}">
      <td>${say("dock.locker.box", { box })}</td>
      <td><span class="dot ${door === "open" ? "warn" : "good"}"></span>${say(`dock.locker.${door}`)}</td>
      <td class="end"><button class="small" @click=${() => act({ act: "locker-door", box, door: to })}>${say(`dock.locker.to.${to}`)}</button></td>
    </tr>`;
  });
  return devicePanel(bench, { device: "locker", drawing: "locker", name: say("dock.locker") }, html`<table><tbody>${rows}</tbody></table>`);
}

export function processPanel({ view, act }: Bench): TemplateResult {
  const moods = { running: "good", stopped: "bad", restarting: "warn", refused: "bad" } as const;
  const rows = view.processes.map((process) => {
    const to = process.state === "stopped" || process.state === "refused" ? "running" : "stopped";
    return html`<tr id="process-${process.name}">
      <td class="mono">${process.name}</td>
      <td><span class="dot ${moods[process.state]}"></span>${say(`process.${process.state}`)} ${process.restarts > 0 ? html`<span class="quiet small">${say("dock.restarts", { count: process.restarts })}</span>` : nothing}</td>
      <td class="end"><button class="small" @click=${() => act({ act: "process", name: process.name, to })}>${say(`dock.to.${to}`)}</button></td>
    </tr>`;
  });
  return html`<section class="panel processes">
    <div class="head"><h2>${icon("building")}${say("dock.processes")}</h2></div>
    <table><tbody>${rows}</tbody></table>
  </section>`;
}
