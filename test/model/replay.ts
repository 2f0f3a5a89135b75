import assert from "node:assert/strict";
import { ok, type Result } from "../../base/result.ts";
import type { FailureCode } from "../../device-drivers/host/api.ts";
import { failure, STANDING } from "../runtime/support/peers.ts";
import { ReplayedKiosk, serialOf } from "./replayed-kiosk.ts";
import { blankAt, eventAt, stateAt } from "./table-of-states.ts";

/** One line of a walk: `@ ev_commit 0 1 |2 0|2 1 0`. */
export interface Step {
  readonly event: string;
  readonly args: readonly number[];
  readonly issuances: readonly number[];
  readonly blanks: readonly number[];
}

export function stepOf(line: string): Step {
  const [event = "", issuances = "", blanks = ""] = line.replace("@ ev_", "").split("|");
  const numbers = (text: string) => text.trim().split(/\s+/u).filter(Boolean).map(Number);
  const [name = "", ...args] = event.trim().split(/\s+/u);
  return { event: name, args: args.map(Number), issuances: numbers(issuances), blanks: numbers(blanks) };
}

/** What a set of walks has been through. */
export interface Covered {
  /** `sent proved printed`. */
  readonly arrows: Set<string>;
  /** Where the runtime stood when it died, as the model names it. */
  readonly crashes: Set<string>;
  readonly events: Set<string>;
}

/** R_DOWN … R_TAKE of the model. */
const PLACES = [
  ...["down", "recovering", "idle", "sheet looked up", "intended", "printer asked how it stands", "sent is written"],
  ...["waiting for the print", "about to ask", "waiting for an answer", "about to write the outcome", "waiting for the person"],
];

const SUCCESS = "job-completed-successfully";
type Reply = Result<unknown, unknown>;

/** A_… of the model. Where the printer has several words for the same, they take turns. */
const ANSWERS: Readonly<Record<number, readonly Reply[]>> = {
  1: refusals(["printer.cover-open", "device.offline", "printer.paper-out"], "no"),
  2: [...refusals(["device.timeout", "device.offline", "printer.no-reply"], "indeterminate"), failure("print", "printer.aborted", "yes")],
  3: refusals(["printer.lost-track"], "indeterminate"),
  4: [
    ok({ state: "completed", reason: SUCCESS, pages: 1, counter: null }),
    ok({ state: "completed", reason: SUCCESS, pages: 1, counter: { before: 7, after: 8, expected: 1 } }),
  ],
  5: [
    ok({ state: "aborted", reason: "aborted-by-system", pages: 0, counter: null }),
    ok({ state: "canceled", reason: "job-canceled-by-user", pages: -1, counter: { before: 7, after: 7, expected: 1 } }),
  ],
  6: [
    ok({ state: "completed", reason: "processing-to-stop-point", pages: 1, counter: null }),
    ok({ state: "completed", reason: SUCCESS, pages: 1, counter: { before: 7, after: 7, expected: 1 } }),
    ok({ state: "completed", reason: SUCCESS, pages: 0, counter: null }),
    ok({ state: "aborted", reason: "aborted-by-system", pages: 1, counter: null }),
    ok({ state: "aborted", reason: "aborted-by-system", pages: 0, counter: { before: 7, after: 8, expected: 1 } }),
  ],
  7: [ok({ state: "pending", counter: null })],
  8: [
    ok({ state: "not-found", counter: null }),
    ok({ state: "restarted", counter: { before: 7, after: 8, expected: 1 } }),
    ok({ state: "another-printer", counter: null }),
  ],
  9: refusals(["device.offline", "device.bad-reply"], "no"),
};
const WAITING = [7, 9];

function refusals(codes: readonly FailureCode[], sent: "no" | "indeterminate"): Reply[] {
  return codes.map((code) => failure("print", code, sent));
}

/** Leads a kiosk through one walk of the model, and holds its book against the model's after every step. */
export class Replay {
  readonly #kiosk: ReplayedKiosk;
  readonly #covered: Covered;
  /** Heard by the model's runtime, not yet told to the kiosk: dying before it is written and before it is heard are one. */
  #heard: number[] = [];
  #isRecovering = false;
  #turn: number;
  #before: readonly number[] = [0, 0];

  constructor(folder: string, seed: number, covered: Covered) {
    this.#kiosk = new ReplayedKiosk(folder);
    this.#turn = seed;
    this.#covered = covered;
    this.#kiosk.boot();
    this.#kiosk.load(0, 2);
    this.#kiosk.kill();
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const [at, step] of steps.entries()) {
      try {
        await this.#take(step);
        this.#compare(step);
      } catch (cause) {
        const walk = steps.slice(0, at + 1).map(({ event, args }) => `${event} ${args.join(" ")}`);
        throw new Error(`step ${at}: ${(cause as Error).message}\n${walk.join("\n")}`, { cause });
      }
      this.#before = step.issuances;
    }
    if (this.#kiosk.isUp) assert.ok(this.#kiosk.isJournalIntact());
  }

  close(): void {
    this.#kiosk.close();
  }

  async #take({ event, args: [first = 0, second = 0] }: Step): Promise<void> {
    this.#covered.events.add(event);
    switch (event) {
      case "boot":
        this.#kiosk.boot();
        this.#isRecovering = true;
        return;
      case "recovered":
        await this.#recover();
        this.#isRecovering = false;
        return;
      case "crash_runtime":
        this.#covered.crashes.add(PLACES[first] ?? "");
        this.#kiosk.kill();
        this.#heard = [];
        this.#isRecovering = false;
        this.#hasRecovered = false;
        return;
      case "peek":
        assert.equal(await this.#kiosk.begin(), serialOf(first));
        return;
      case "intend":
        await this.#kiosk.documentIsMade();
        assert.equal(this.#kiosk.waitsFor, "standing");
        return;
      case "peeked_in_vain":
        await this.#kiosk.documentIsMade();
        return;
      case "answer":
        return this.#hear(second);
      case "commit":
        return this.#commit(first, second);
      case "not_seen_taken":
        this.#kiosk.leftBehind();
        return;
      case "stock":
        this.#stock(first, blankAt(second));
        return;
      case "standing":
      case "answer_to_nobody":
      case "crash_device":
      case "power_cut":
      case "printer_restart":
      case "citizen_takes":
      case "end":
        return;
      default:
        throw new Error(`the walk says "${event}", which nobody here knows`);
    }
  }

  #hasRecovered = false;

  async #recover(): Promise<void> {
    if (this.#hasRecovered) return;
    this.#hasRecovered = true;
    await this.#kiosk.recover();
  }

  async #hear(what: number): Promise<void> {
    if (this.#isRecovering) await this.#recover();
    await this.#tellHeard();
    this.#heard = [what];
  }

  async #tellHeard(): Promise<void> {
    for (const what of this.#heard.splice(0)) {
      const answers = ANSWERS[what] ?? [];
      const answer = answers[this.#turn++ % answers.length];
      assert.ok(answer);
      const command = this.#kiosk.waitsFor === "find-job" ? "find-job" : "print";
      await this.#kiosk.answer(command, answer);
      if (WAITING.includes(what)) await this.#kiosk.askAgain();
    }
  }

  async #commit(issuance: number, code: number): Promise<void> {
    const event = eventAt(code);
    assert.ok(event);
    const from = stateAt(this.#before[issuance] ?? 0);
    switch (event) {
      case "send":
        await this.#kiosk.answer("standing", ok(STANDING));
        assert.equal(this.#kiosk.waitsFor, "print");
        break;
      case "abandon":
        if (this.#isRecovering) await this.#recover();
        else await this.#kiosk.answer("standing", failure("standing", "device.offline", "no"));
        break;
      case "proved":
      case "not-printed":
      case "aborted":
      case "lost":
        await this.#tellHeard();
        break;
      case "taken":
        this.#kiosk.seenTaken();
        break;
      case "found-printed":
      case "found-spoiled":
      case "found-unused":
        this.#kiosk.resolve(issuance, event);
        break;
    }
    this.#covered.arrows.add(`${from} ${event}`);
  }

  #stock(blank: number, state: string | null): void {
    if (state === "inStock") {
      if (this.#kiosk.book().blanks[blank] === "returned") this.#covered.events.add("reloaded");
      this.#kiosk.load(blank);
    } else if (state === "spoiled") this.#kiosk.spoil(blank);
    else this.#kiosk.giveBack(blank);
  }

  #compare({ event, issuances, blanks }: Step): void {
    if (!this.#kiosk.isUp) return;
    const book = this.#kiosk.book();
    const want = {
      issuances: issuances.map(stateAt).filter((state) => state !== null),
      blanks: blanks.map(blankAt),
    };
    assert.deepEqual(book, want, `after "${event}" the book and the model differ`);
  }
}
