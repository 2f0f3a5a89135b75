import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { CodePattern } from "../../config/codes/code-pattern.ts";
import type { Language, LocalText } from "../../config/language.ts";
import type { FlowEvent, PrintOrder } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import { completeReceiptData } from "../../config/service-items/scope.ts";
import type { Cases } from "../cases/cases.ts";
import type { Assurance } from "../face-engine/api.ts";
import type { GuideLights } from "../guide-lights.ts";
import type { Issuer } from "../issuance/issue.ts";
import type { Checkpoints } from "../journal/checkpoints.ts";
import type { Journal } from "../journal/journal.ts";
import type { Devices } from "../neighbours/devices.ts";
import type { Faces } from "../neighbours/faces.ts";
import { Hold } from "../neighbours/hold.ts";
import type { Hub } from "../neighbours/hub.ts";
import type { PrintProgress } from "../server/api.ts";
import type { Hands, Report } from "../session/kiosk.ts";
import { CARD_REMINDER_MS, type Effect, FAREWELL_MS } from "../session/state.ts";
import { SessionWork } from "../session/work.ts";
import { printAll } from "./print.ts";
import { ask } from "./query.ts";
import { readCard } from "./read-card.ts";
import { scanCode, typedCode } from "./scan-code.ts";
import { verifyFace } from "./verify-face.ts";

export interface HandsParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly devices: Devices;
  readonly faces: Faces;
  readonly hub: Hub;
  readonly lights: Pick<GuideLights, "begin" | "end">;
  readonly cases: Cases;
  readonly issuer: Issuer;
  readonly journal: Journal;
  readonly checkpoints: Checkpoints;
  /** How codes look in this city. */
  readonly codes: readonly CodePattern[];
  /** Name of a department, by its key, in the language of `Facts.session`. */
  readonly departmentName: (department: string, language: Language) => string;
}

type Perform = Extract<Effect, { kind: "perform" }>;

/** A card that still lies on the reader after this long is spoken of. */
const CARD_LEFT_AFTER_MS = 2_000;

/** What the session machine asks for, done with the neighbours and the records. One session at a time. */
export class SessionHands implements Hands {
  readonly #parts: HandsParts;
  #work: SessionWork | null = null;
  #attempt: string | null = null;
  #report: ((report: Report) => void) | null = null;
  /** The last session's letting go; a new one takes the devices after it. */
  #clearing: { readonly cut: AbortController; readonly done: Promise<void> } | null = null;

  constructor(parts: HandsParts) {
    this.#parts = parts;
    parts.faces.onGuidance((attempt, guidance) => {
      if (attempt === this.#attempt) this.#report?.({ kind: "guidance", session: this.#work?.session ?? "", guidance });
    });
  }

  begin(session: string, item: ServiceItem): void {
    const { devices, clock, journal, lights } = this.#parts;
    journal.append("session.started", { session, item: item.id, version: item.version });
    const work = new SessionWork(session, new Hold(devices, "citizen", clock), clock.monotonic());
    this.#work = work;
    this.#clearing?.cut.abort();
    // Taken at once, so that no self-test cuts in; a failure shows at the first command.
    void (this.#clearing?.done ?? Promise.resolve()).then(async () => {
      if ((await work.hold.acquire()) !== null && this.#work === work) lights.begin(work.hold);
    });
  }

  dropWork(session: string): void {
    if (this.#work?.session === session) this.#work.dropWork();
  }

  async perform(wanted: Perform, report: (report: Report) => void): Promise<FlowEvent | null> {
    const { session, item, flow, effect } = wanted;
    const work = this.#work;
    if (work?.session !== session) return null;
    const { hub, cases, log } = this.#parts;
    const { facts } = flow;
    const caseId = facts.case?.id ?? "";
    switch (effect.kind) {
      case "read-card":
        return this.#identify("id-card", wanted, work, () => this.#readCard(effect.visit, work, facts.identity["number"], report));
      case "verify-face": {
        const verify = () => this.#verify(effect.visit, effect.minAssurance as Assurance, work, facts.identity, report);
        return this.#identify("face", wanted, work, verify);
      }
      case "scan-code": {
        const { clock, random, codes } = this.#parts;
        return scanCode(effect.visit, work, { codes, tryId: uuidv7(clock.now(), random) });
      }
      case "resolve-code":
        return { kind: "scanned", visit: effect.visit, code: typedCode(effect.text, effect.accept, this.#parts.codes) };
      case "query":
        return ask(effect, { session, item: item.id }, { ...this.#parts, signal: work.signal });
      case "register-case": {
        if (effect.mode === "online" && hub.link.hub !== "reachable") return { kind: "unavailable", visit: effect.visit };
        const applicant = { name: facts.identity["name"] ?? "", idNumber: facts.identity["number"] ?? "" };
        const { factors, consents } = facts;
        const registered = cases.register({ session, item, mode: effect.mode, applicant, factors, consents, body: effect.body });
        hub.poke();
        return { kind: "registered", visit: effect.visit, case: registered };
      }
      case "print": {
        const { language } = facts.session;
        const orders = effect.prints.map((order) => this.#complete(order, item.department, item.elsewhere, language));
        const progress = (prints: readonly PrintProgress[]) => report({ kind: "print-progress", session, prints });
        const parts = { issuer: this.#parts.issuer, hold: work.hold, about: { session, caseId }, progress };
        const done = await printAll(effect.visit, orders, parts);
        hub.poke();
        return done;
      }
      case "rate": {
        const rated = cases.rate(caseId, item.id, effect.grade, effect.tags);
        if (!rated.ok) log.warn("rating.refused", { session, why: rated.error });
        hub.poke();
        return null;
      }
      case "end":
        return null;
      default:
        return unreachable(effect);
    }
  }

  finish({ reason }: Extract<Effect, { kind: "finish" }>, report: (report: Report) => void): void {
    const work = this.#work;
    this.#work = null;
    if (!work) return;
    work.wipe();
    const { session, startedAt } = work;
    const ms = Math.round(this.#parts.clock.monotonic() - startedAt);
    this.#parts.journal.append("session.ended", { session, reason, ms, wiped: true });
    this.#parts.checkpoints.take();
    this.#parts.hub.poke();
    const cut = new AbortController();
    this.#clearing = { cut, done: this.#clear(work, cut.signal, report) };
  }

  /** Resolves when the devices have been let go. */
  async idle(): Promise<void> {
    this.#clearing?.cut.abort();
    await this.#clearing?.done;
  }

  async #clear(work: SessionWork, cut: AbortSignal, report: (report: Report) => void): Promise<void> {
    const { clock, random } = this.#parts;
    if (work.cardRead && !cut.aborted) {
      const remind = clock.after(CARD_LEFT_AFTER_MS, () => report({ kind: "card-left" }));
      const call = { key: uuidv7(clock.now(), random), withinMs: FAREWELL_MS + CARD_REMINDER_MS, signal: cut };
      await work.hold.execute("id-card-reader", "await-removal", {}, call);
      remind.cancel();
    }
    await this.#parts.lights.end(work.hold);
    await work.hold.release();
    report({ kind: "cleared" });
  }

  /** One try, with its beginning and its end in the journal. */
  async #identify(
    factor: "id-card" | "face",
    { session, flow }: Perform,
    work: SessionWork,
    attemptIt: () => Promise<FlowEvent | null>,
  ): Promise<FlowEvent | null> {
    const { journal, clock } = this.#parts;
    const attempt = flow.visit;
    const began = clock.monotonic();
    journal.append("identify.started", { session, factor, attempt });
    const event = await attemptIt();
    const outcome = OUTCOMES[event?.kind ?? ""] ?? "withdrawn";
    const why = event?.kind === "identify-failed" ? event.why : "";
    journal.append("identify.ended", { session, factor, attempt, outcome, why, ms: Math.round(clock.monotonic() - began) });
    return work === this.#work ? event : null;
  }

  async #readCard(
    visit: number,
    work: SessionWork,
    known: string | undefined,
    report: (report: Report) => void,
  ): Promise<FlowEvent | null> {
    const { clock, random } = this.#parts;
    const outcome = await readCard(visit, work, { known, nowMs: clock.now(), tryId: uuidv7(clock.now(), random) });
    if (outcome !== "swapped") return outcome;
    report({ kind: "card-swapped", session: work.session });
    return null;
  }

  async #verify(
    visit: number,
    minAssurance: Assurance,
    work: SessionWork,
    identity: Readonly<Record<string, string>>,
    report: (report: Report) => void,
  ): Promise<FlowEvent | null> {
    const { faces, journal, clock, random } = this.#parts;
    const attempt = uuidv7(clock.now(), random);
    this.#attempt = attempt;
    this.#report = report;
    try {
      return await verifyFace(visit, minAssurance, work, { faces, journal, attempt, identity });
    } finally {
      if (this.#attempt === attempt) this.#attempt = null;
    }
  }

  #complete(order: PrintOrder, department: string, elsewhere: LocalText, language: Language): PrintOrder {
    if (order.kind !== "receipt") return order;
    const now = new Date(this.#parts.clock.now()).toISOString();
    const data = completeReceiptData(order.data, this.#parts.departmentName(department, language), now);
    return { ...order, data: { ...data, item: { ...(data["item"] as object), elsewhere } } };
  }
}

const OUTCOMES: Readonly<Record<string, "proved" | "failed" | "unavailable">> = {
  identified: "proved",
  "identify-failed": "failed",
  "identify-unavailable": "unavailable",
};
