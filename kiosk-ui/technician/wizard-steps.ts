import { css, html, nothing, type TemplateResult } from "lit";
import type { BlankAccount, OpenIssuance } from "../../runtime/server/api.ts";
import { age, moment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { pageClock } from "../components/page-clock.ts";
import { say } from "../texts/texts.ts";
import { bookChange, movesFound } from "./book-change.ts";
import { contradiction, evidenceWords } from "./evidence-words.ts";
import "./number-entry.ts";
import { FINDINGS, type Found, READ_AT } from "./number-check.ts";
import type { EntryEvent } from "./number-entry.ts";
import { withSerials } from "./serial-number.ts";
import { foundArt, PLACES, type Place, placeArt } from "./tray-art.ts";

/** What happened, since when, and what the machines say of it. */
export function happenedStep(issuance: OpenIssuance): TemplateResult {
  const { why, since, evidence } = issuance;
  return html`
    <p class="large">${say(`wizard.why.${why ?? "in-doubt"}`)}</p>
    <p class="quiet">${say("wizard.since", { time: moment(since), age: age(pageClock.now() - since) })}</p>
    <ul class="evidence" id="evidence">${evidenceWords(issuance).map((words) => html`<li>${words}</li>`)}</ul>
    ${evidence?.problem ? html`<p class="quiet small">${say("evidence.problem")} <span class="mono">${evidence.problem}</span></p>` : nothing}`;
}

/** Each place is ticked off once it was looked at. */
export function lookStep(looked: readonly Place[], look: (place: Place) => void): TemplateResult {
  return html`
    <p class="large">${say("wizard.look")}</p>
    <div class="places">${PLACES.map((place, at) => {
      const isDone = looked.includes(place);
      return html`<button class="place" id="look-${place}" aria-pressed=${isDone} @click=${() => look(place)}>
        ${placeArt(place)}
        <span><strong>${at + 1}. ${say(`place.${place}`)}</strong><br /><span class="seen ${isDone ? "done" : ""}">${isDone ? icon("check") : nothing}${say(isDone ? "wizard.looked" : "wizard.not-looked")}</span></span>
      </button>`;
    })}</div>`;
}

/** A sheet that is proved to be printed cannot be blank any more. */
export function findStep(issuance: OpenIssuance, found: Found | null, find: (found: Found) => void): TemplateResult {
  const all: readonly Found[] = ["handed", "taken", "left", "damaged", "unused"];
  const kind = issuance.serial === null ? "plain" : "blank";
  return html`<fieldset>
    <legend class="large">${say("wizard.find")}</legend>
    ${all
      .filter((one) => one !== "unused" || issuance.state === "unknown")
      .map(
        (one) => html`<label class="finding ${found === one ? "chosen" : ""}">
          <input type="radio" name="found" id="found-${one}" .checked=${found === one} @change=${() => find(one)} />
          ${foundArt(one)}
          <span><strong>${say(`found.${one}`)}</strong><span class="do">${say(`found.${one}.do.${kind}`)}</span></span>
        </label>`,
      )}
  </fieldset>`;
}

export function numberStep(found: Found, typed: string, type: (value: string) => void): TemplateResult {
  const at = READ_AT[found];
  const field = { name: "serial", label: say(`wizard.number.${at}`), letters: true, value: typed };
  return html`
    <p class="large">${say(`wizard.number.${at}.words`)}</p>
    <number-entry data-first .fields=${[field]} @kiosk-entry=${(event: EntryEvent) => type(event.value)}></number-entry>`;
}

/** What will be recorded: in a sentence, and in the figures of the book. Both who look read it. */
export function recordWords(issuance: OpenIssuance, found: Found, name: string, account: BlankAccount | null): TemplateResult {
  const { serial } = issuance;
  const words = say(`wizard.confirm.${FINDINGS[found]}`, { serial: serial ?? name });
  return html`
    <p class="large compared" id="confirm-words">${withSerials(words, serial === null ? [] : [serial])}</p>
    ${serial === null ? nothing : bookChange(account, movesFound(issuance, FINDINGS[found]))}`;
}

export function confirmStep(issuance: OpenIssuance, found: Found, technician: string): TemplateResult {
  const against = contradiction(found, issuance.evidence);
  return html`
    ${against ? html`<p class="against" role="alert">${icon("alert")}<span>${against}</span></p>` : nothing}
    <p class="quiet">${say("wizard.confirm.final")} ${say("confirm.by", { technician })}</p>`;
}

/** Paper and book do not agree: nothing is recorded, and what to do next is said. */
export function outOfStep(about: {
  readonly why: "differs" | "still-there";
  readonly typed: string;
  readonly serial: string;
  readonly again: () => void;
  readonly count: () => void;
}): TemplateResult {
  const { why, typed, serial, again, count } = about;
  return html`
    <div class="problem" role="alert" id="wizard-stopped"><p class="large compared">${withSerials(say(`wizard.stop.${why}`, { typed, serial }), [typed, serial])}</p><p>${say(`wizard.stop.${why}.next`)}</p></div>
    <div class="ends">
      <button id="wizard-again" @click=${again}>${say("wizard.again")}</button>
      ${why === "differs" ? html`<button class="primary" id="wizard-count" @click=${count}>${say("wizard.count")}</button>` : nothing}
    </div>`;
}

export const wizardStyles = css`
  .large {
    font-size: var(--text-l);
    line-height: var(--leading-tight);
  }
  .evidence {
    display: grid;
    gap: var(--space-2);
    border-left: var(--bold-rule) solid var(--line-strong);
    padding-left: var(--space-3);
  }
  .ends {
    display: flex;
    justify-content: flex-end;
    gap: var(--space-3);
  }
  .places {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(var(--place-width), 1fr));
    gap: var(--space-3);
  }
  button.place {
    display: grid;
    justify-items: center;
    white-space: normal;
    padding: var(--space-3);
  }
  .place[aria-pressed="true"] {
    border-color: var(--good);
    box-shadow: inset 0 0 0 var(--rule) var(--good);
  }
  .seen {
    display: inline-flex;
    gap: var(--space-1);
    align-items: center;
    color: var(--text-quiet);
    font-size: var(--text-s);
  }
  .seen.done {
    color: var(--good);
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
    display: grid;
    gap: var(--space-2);
  }
  legend {
    padding: 0;
    margin-bottom: var(--space-3);
  }
  label.finding {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr);
    gap: var(--space-3);
    align-items: center;
    border: var(--hair) solid var(--line-strong);
    border-radius: var(--radius);
    padding: var(--space-2) var(--space-3);
    min-height: var(--target);
    color: var(--text);
    font-size: var(--text-m);
    cursor: pointer;
  }
  .finding.chosen {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 var(--rule) var(--accent);
    background: var(--accent-wash);
  }
  .finding input {
    width: var(--icon);
    min-height: 0;
    height: var(--icon);
    accent-color: var(--accent);
  }
  .finding .do {
    display: block;
    font-size: var(--text-s);
    color: var(--text-quiet);
  }
  .against {
    display: flex;
    gap: var(--space-2);
    align-items: flex-start;
    background: var(--warn-wash);
    color: var(--warn);
    border-radius: var(--radius);
    padding: var(--space-3);
  }
`;
