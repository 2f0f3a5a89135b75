import { html, type TemplateResult } from "lit";
import { say } from "../texts/texts.ts";
import type { PinEvent } from "./act-event.ts";
import "./pin-pad.ts";

/** Another person confirms with their own PIN, at the same keys. */
export function secondPerson(about: {
  readonly technician: string;
  readonly problem: string;
  readonly busy: boolean;
  readonly confirm: (pin: string) => void;
}): TemplateResult {
  return html`
    <p><strong>${say("second.words", { technician: about.technician })}</strong></p>
    <p class="quiet">${say("second.how")}</p>
    <pin-pad id="second" .problem=${about.problem} .busy=${about.busy} .action=${say("second.confirm")} @kiosk-pin=${(event: PinEvent) => about.confirm(event.pin)}></pin-pad>`;
}
