import { html, type TemplateResult } from "lit";
import { unreachable } from "../../base/unreachable.ts";
import type { View } from "../../runtime/server/api.ts";
import "./screens/screen-choose.ts";
import "./screens/screen-consent.ts";
import "./screens/screen-ended.ts";
import "./screens/screen-evaluate.ts";
import "./screens/screen-form.ts";
import "./screens/screen-guide.ts";
import "./screens/screen-handoff.ts";
import "./screens/screen-home.ts";
import "./screens/screen-identify-card.ts";
import "./screens/screen-identify-face.ts";
import "./screens/screen-identify-licence.ts";
import "./screens/screen-identify-social-card.ts";
import "./screens/screen-methods.ts";
import "./screens/screen-out-of-service.ts";
import "./screens/screen-print.ts";
import "./screens/screen-result.ts";
import "./screens/screen-review.ts";
import "./screens/screen-scan.ts";
import "./screens/screen-sign.ts";
import "./screens/screen-wait.ts";

/** The element that draws a screen; each has the id `screen`. */
export function drawScreen({ screen, progress, papers }: Pick<View, "screen" | "progress" | "papers">): TemplateResult {
  const back = progress?.canGoBack ?? false;
  switch (screen.kind) {
    case "out-of-service":
      return html`<screen-out-of-service id="screen" .screen=${screen}></screen-out-of-service>`;
    case "home":
      return html`<screen-home id="screen" .screen=${screen}></screen-home>`;
    case "guide":
      return html`<screen-guide id="screen" .screen=${screen} .back=${back}></screen-guide>`;
    case "consent":
      return html`<screen-consent id="screen" .screen=${screen} .back=${back}></screen-consent>`;
    case "identify-card":
      return html`<screen-identify-card id="screen" .screen=${screen} .back=${back}></screen-identify-card>`;
    case "identify-face":
      return html`<screen-identify-face id="screen" .screen=${screen} .back=${back}></screen-identify-face>`;
    case "methods":
      return html`<screen-methods id="screen" .screen=${screen} .back=${back}></screen-methods>`;
    case "identify-social-card":
      return html`<screen-identify-social-card id="screen" .screen=${screen} .back=${back}></screen-identify-social-card>`;
    case "identify-licence":
      return html`<screen-identify-licence id="screen" .screen=${screen} .back=${back}></screen-identify-licence>`;
    case "choose":
      return html`<screen-choose id="screen" .screen=${screen} .back=${back}></screen-choose>`;
    case "form":
      return html`<screen-form id="screen" .screen=${screen} .back=${back}></screen-form>`;
    case "scan":
      return html`<screen-scan id="screen" .screen=${screen} .back=${back}></screen-scan>`;
    case "sign":
      return html`<screen-sign id="screen" .screen=${screen} .back=${back}></screen-sign>`;
    case "review":
      return html`<screen-review id="screen" .screen=${screen} .back=${back}></screen-review>`;
    case "wait":
      return html`<screen-wait id="screen" .screen=${screen}></screen-wait>`;
    case "print":
      return html`<screen-print id="screen" .screen=${screen}></screen-print>`;
    case "result":
      return html`<screen-result id="screen" .screen=${screen} .back=${back} .papers=${papers}></screen-result>`;
    case "evaluate":
      return html`<screen-evaluate id="screen" .screen=${screen}></screen-evaluate>`;
    case "handoff":
      return html`<screen-handoff id="screen" .screen=${screen} .back=${back} .papers=${papers}></screen-handoff>`;
    case "ended":
      return html`<screen-ended id="screen" .screen=${screen}></screen-ended>`;
    default:
      return unreachable(screen);
  }
}
