import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { BlankAccount } from "../../runtime/server/api.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { ActEvent, CloseEvent } from "./act-event.ts";
import { actOf, type BlankTask, fieldsOf, type Values } from "./blank-task.ts";
import { bookChange, bookChangeStyles } from "./book-change.ts";
import "./desk-dialog.ts";
import type { EntryEvent } from "./number-entry.ts";
import "./number-entry.ts";
import { secondPerson } from "./second-person.ts";
import { serialStyles, withSerials } from "./serial-number.ts";

type Step = "fill" | "confirm" | "second";
/** Sheets leave the stock by them. */
const GRAVE: ReadonlySet<BlankTask> = new Set(["return-blanks", "spoil"]);

/** Something is done with blanks: type the numbers, read them once more in a sentence, and have another person confirm where that is asked. */
export class BlankDialog extends LitElement {
  static override properties = {
    task: {},
    type: {},
    name: {},
    prefix: {},
    account: { attribute: false },
    technician: {},
    needsSecond: { attribute: false },
    step: { state: true },
    values: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  static override styles = [
    desk,
    serialStyles,
    bookChangeStyles,
    css`
      .ends {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-3);
      }
      .words {
        font-size: var(--text-l);
      }
    `,
  ];
  declare task: BlankTask;
  declare type: string;
  /** Of the kind of blank. */
  declare name: string;
  /** Letters with which the newest numbers of this kind begin. */
  declare prefix: string;
  /** As it stands now; null where none of this kind was ever loaded. */
  declare account: BlankAccount | null;
  declare technician: string;
  declare needsSecond: boolean;
  declare step: Step;
  declare values: Values;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    new Reader(this);
    this.step = "fill";
    this.values = {};
    this.problem = "";
    this.busy = false;
    this.account = null;
    this.prefix = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.values = { first: this.prefix, last: this.prefix, serial: this.prefix };
  }

  override render() {
    return html`<desk-dialog .heading="${say(`task.${this.task}`)} · ${this.name}" .step=${this.#where()}>
      ${this.step === "fill" ? this.#fill() : this.step === "confirm" ? this.#confirm() : this.#second()}
    </desk-dialog>`;
  }

  #where(): string {
    const steps: readonly Step[] = this.needsSecond ? ["fill", "confirm", "second"] : ["fill", "confirm"];
    return say("stages.count", { at: steps.indexOf(this.step) + 1, of: steps.length, name: say(`step.${this.step}`) });
  }

  #fill(): TemplateResult {
    const typed = (event: EntryEvent) => {
      this.values = { ...this.values, [event.name]: event.value };
      this.problem = "";
    };
    const onward = () => {
      if (this.#ready()) this.step = "confirm";
    };
    return html`
      <p class="quiet">${say(`task.${this.task}.words`)}</p>
      ${this.#refusal()}
      <number-entry data-first .fields=${fieldsOf(this.task, this.values)} @kiosk-entry=${typed} @keydown=${(event: KeyboardEvent) => this.#enter(event, onward)}></number-entry>
      <div class="ends"><button class="primary" id="dialog-next" ?disabled=${!this.#ready()} @click=${onward}>${say("dialog.next")}</button></div>`;
  }

  #confirm(): TemplateResult {
    const go = () => {
      if (this.needsSecond) this.step = "second";
      else void this.#send();
    };
    return html`
      ${this.#about()}
      <p class="quiet">${say("confirm.by", { technician: this.technician })}</p>
      ${this.#refusal()}
      <div class="ends">
        <button id="dialog-back" @click=${() => (this.step = "fill")}>${say("dialog.change")}</button>
        <button class="primary ${GRAVE.has(this.task) ? "grave" : ""}" id="dialog-confirm" ?disabled=${this.busy} @click=${go}>${say(this.needsSecond ? "dialog.to-second" : `dialog.confirm.${this.task}`)}</button>
      </div>`;
  }

  #second(): TemplateResult {
    return html`
      ${this.#about()}
      ${secondPerson({ technician: this.technician, problem: this.problem, busy: this.busy, confirm: (pin) => void this.#send(pin) })}`;
  }

  /** What is confirmed, by one or by two: the sentence with its numbers, and what they do to the book. */
  #about(): TemplateResult {
    const ready = this.#ready();
    return html`
      <p class="words compared" id="confirm-words">${ready ? withSerials(ready.words, ready.serials) : nothing}</p>
      ${ready ? bookChange(this.account, ready.moves) : nothing}`;
  }

  /** Enter goes on from a field, and no further: the same key held down, or its echo, must not press what comes next. */
  #enter(event: KeyboardEvent, onward: () => void): void {
    if (event.key !== "Enter" || !(event.composedPath()[0] instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (!event.repeat) onward();
  }

  #refusal(): TemplateResult | typeof nothing {
    return this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing;
  }

  #ready() {
    return actOf(this.task, this.type, this.values);
  }

  async #send(pin?: string): Promise<void> {
    const ready = this.#ready();
    if (!ready || this.busy) return;
    const event = new ActEvent(pin === undefined ? ready.act : { ...ready.act, second: { pin } }, true);
    this.busy = true;
    this.dispatchEvent(event);
    const answer = await event.answer;
    this.busy = false;
    if (answer.done) this.dispatchEvent(new CloseEvent());
    else {
      this.problem = answer.words;
      // What a second person can put right stays with them; anything else is about the numbers.
      this.step = answer.why.startsWith("second.") ? "second" : "fill";
    }
  }
}

customElements.define("blank-dialog", BlankDialog);
