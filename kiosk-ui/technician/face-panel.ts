import { html, type TemplateResult } from "lit";
import type { FaceStatus } from "../../runtime/server/api.ts";
import { say } from "../texts/texts.ts";

/** How the face engine is; above all, that it kept nobody. */
export function facePanel(face: FaceStatus | null): TemplateResult {
  return html`<section class="panel" id="face">
    <h2>${say("tech.face")}</h2>
    ${face ? facts(face) : html`<p><span class="dot warn"></span>${say("tech.face.away")}</p>`}
    <p class="quiet small">${say("tech.face.calibrate")} <code class="mono">zizhu face calibrate</code></p>
  </section>`;
}

function facts({ camera, storedFaces, ready, engine, assurance, runtime }: FaceStatus): TemplateResult {
  const isUp = camera.state === "online" || camera.state === "deviceBusy";
  const isAlarming = storedFaces > 0 && ready;
  return html`
    <p><span class="dot ${isUp ? (ready ? "good" : "warn") : "bad"}"></span>${say("device.camera")}: ${say(`state.${camera.state}`)} <span class="quiet small">${say(ready ? "tech.face.ready" : "tech.face.busy")}</span></p>
    <div class="tiles">
      <p class="tile" id="stored-faces"><strong><span class="dot ${isAlarming ? "bad" : storedFaces > 0 ? "warn" : "good"}"></span>${storedFaces}</strong><span class="quiet small">${say("tech.face.stored")}</span></p>
      <p class="tile fact"><strong>${say(`assurance.${assurance}`)}</strong><span class="quiet small">${say("tech.face.assurance")}</span></p>
    </div>
    ${isAlarming ? html`<p class="problem" role="alert">${say("tech.face.stored.alarm")}</p>` : html`<p class="small">${say(storedFaces > 0 ? "tech.face.stored.busy" : "tech.face.stored.none")}</p>`}
    <p class="quiet small">${say("tech.face.engine")}: <span class="mono">${engine}</span> · ${say("tech.face.runtime")}: <span class="mono">${runtime}</span></p>`;
}
