import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { OpenIssuance, TechnicianAct, TechnicianOverview } from "../../runtime/server/api.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { ActEvent, CloseEvent, CountWantedEvent } from "./act-event.ts";
import { nameOf } from "./document-name.ts";
import "./desk-dialog.ts";
import { bookChangeStyles } from "./book-change.ts";
import { checkNumber, FINDINGS, type Found } from "./number-check.ts";
import { secondPerson } from "./second-person.ts";
import { serialStyles } from "./serial-number.ts";
import { prefixOf } from "./serial-range.ts";
import { PLACES, type Place, trayArtStyles } from "./tray-art.ts";
import { confirmStep, findStep, happenedStep, lookStep, numberStep, outOfStep, recordWords, wizardStyles } from "./wizard-steps.ts";

type Step = "happened" | "look" | "find" | "number" | "confirm" | "second";

/**
 * Leads somebody who stands at the open printer to what became of one sheet. The reserved number is not shown before it was read from
 * paper: copied from the screen it would prove nothing.
 */
export class ResolveWizard extends LitElement {
  static override properties = {
    issuance: { attribute: false },
    overview: { attribute: false },
    step: { state: true },
    looked: { state: true },
    found: { state: true },
    typed: { state: true },
    stopped: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  static override styles = [desk, trayArtStyles, serialStyles, bookChangeStyles, wizardStyles, css`:host { display: contents; }`];
  declare issuance: OpenIssuance;
  declare overview: TechnicianOverview;
  declare step: Step;
  declare looked: readonly Place[];
  declare found: Found | null;
  declare typed: string;
  /** The number that was read does not fit what was said to lie there. */
  declare stopped: "" | "differs" | "still-there";
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    new Reader(this);
    this.step = "happened";
    this.looked = [];
    this.found = null;
    this.typed = "";
    this.stopped = "";
    this.problem = "";
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.typed = prefixOf(this.issuance.serial ?? "");
  }

  override render() {
    const steps = this.#needsSecond ? [...this.#steps(), "second" as const] : this.#steps();
    const at = steps.indexOf(this.step) + 1;
    const where = this.stopped
      ? say("wizard.stopped")
      : say("stages.count", { at, of: steps.length, name: say(`wizard.step.${this.step}`) });
    return html`<desk-dialog .heading="${say("wizard.heading")} · ${nameOf(this.overview, this.issuance)}" .step=${where}>
      ${this.problem && this.step !== "second" ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.stopped ? this.#stopped(this.stopped) : this.#body()}
    </desk-dialog>`;
  }

  /** Plain paper has no number to read. */
  #steps(): readonly Step[] {
    return this.issuance.serial === null ? ["happened", "look", "find", "confirm"] : ["happened", "look", "find", "number", "confirm"];
  }

  #body(): TemplateResult {
    const { issuance, found } = this;
    switch (this.step) {
      case "happened":
        return html`${happenedStep(issuance)}${this.#ends(true)}`;
      case "look":
        return html`${lookStep(this.looked, (place) => this.#look(place))}${this.#ends(PLACES.every((place) => this.looked.includes(place)))}`;
      case "find":
        return html`${findStep(issuance, found, (one) => this.#find(one))}${this.#ends(found !== null)}`;
      case "number":
        return html`${numberStep(found ?? "left", this.typed, (value) => (this.typed = value))}${this.#emptyTray()}${this.#ends(/\d/u.test(this.typed))}`;
      case "confirm":
        return html`${this.#record()}${confirmStep(issuance, found ?? "left", this.overview.technician)}${this.#ends(!this.busy)}`;
      case "second":
        return html`${this.#record()}${secondPerson({
          technician: this.overview.technician,
          problem: this.problem,
          busy: this.busy,
          confirm: (pin) => void this.#send(pin),
        })}`;
    }
  }

  #ends(isReady: boolean): TemplateResult {
    const steps = this.#steps();
    const at = steps.indexOf(this.step);
    const isLast = this.step === "confirm";
    const finding = FINDINGS[this.found ?? "left"];
    const words = !isLast ? "dialog.next" : this.#needsSecond ? "dialog.to-second" : (`wizard.record.${finding}` as const);
    const back = steps[at - 1];
    return html`<div class="ends">
      ${back ? html`<button id="dialog-back" @click=${() => this.#go(back)}>${say("action.back")}</button>` : nothing}
      <button class="primary ${isLast && finding === "spoiled" ? "grave" : ""}" id="dialog-next" ?disabled=${!isReady} @click=${() => this.#onward()}>${say(words)}</button>
    </div>`;
  }

  #record(): TemplateResult {
    const { overview, issuance, found } = this;
    return recordWords(issuance, found ?? "left", nameOf(overview, issuance), this.#account);
  }

  get #account() {
    return this.overview.accounts.find(({ blankType }) => blankType === this.issuance.blankType) ?? null;
  }

  /** When the last sheet was taken away, none is left on which a number could be read. */
  #emptyTray(): TemplateResult | typeof nothing {
    return this.found === "taken" && (this.#account?.inStock ?? 0) === 0
      ? html`<button id="tray-empty" @click=${() => this.#go("confirm")}>${say("wizard.number.empty")}</button>`
      : nothing;
  }

  #stopped(why: "differs" | "still-there"): TemplateResult {
    const { blankType } = this.issuance;
    const count = () => {
      this.dispatchEvent(new CloseEvent());
      if (blankType !== null) this.dispatchEvent(new CountWantedEvent(blankType));
    };
    return outOfStep({ why, typed: this.typed, serial: this.issuance.serial ?? "", again: () => (this.stopped = ""), count });
  }

  get #needsSecond(): boolean {
    return this.overview.secondFor.includes("resolve");
  }

  #look(place: Place): void {
    this.looked = this.looked.includes(place) ? this.looked.filter((one) => one !== place) : [...this.looked, place];
  }

  #find(found: Found): void {
    this.found = found;
    this.typed = prefixOf(this.issuance.serial ?? "");
  }

  #go(step: Step): void {
    this.step = step;
    this.problem = "";
  }

  #onward(): void {
    const { step, found, issuance } = this;
    const steps = this.#steps();
    if (step === "number" && found !== null && issuance.serial !== null) {
      const verdict = checkNumber(found, this.typed, issuance.serial, this.overview.batches);
      if (verdict !== "agrees") {
        this.stopped = verdict;
        return;
      }
    }
    if (step !== "confirm") this.#go(steps[steps.indexOf(step) + 1] ?? "confirm");
    else if (this.#needsSecond) this.#go("second");
    else void this.#send();
  }

  async #send(pin?: string): Promise<void> {
    if (this.found === null || this.busy) return;
    const act: TechnicianAct = { act: "resolve", issuance: this.issuance.id, finding: FINDINGS[this.found] };
    const event = new ActEvent(pin === undefined ? act : { ...act, second: { pin } }, true);
    this.busy = true;
    this.dispatchEvent(event);
    const answer = await event.answer;
    this.busy = false;
    if (answer.done) this.dispatchEvent(new CloseEvent());
    else {
      this.step = answer.why.startsWith("second.") ? "second" : "confirm";
      this.problem = answer.words;
    }
  }
}

customElements.define("resolve-wizard", ResolveWizard);
