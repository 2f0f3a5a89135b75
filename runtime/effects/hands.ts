import { uuidv7 } from "../../base/random.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Language, LocalText } from "../../config/language.ts";
import type { Facts, FlowEvent, PrintOrder } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import { completeReceiptData } from "../../config/service-items/scope.ts";
import type { Application } from "../cases/cases.ts";
import type { About } from "../issuance/issue.ts";
import { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";
import type { Hands, Report } from "../session/kiosk.ts";
import { CARD_REMINDER_MS, type Effect, FAREWELL_MS } from "../session/state.ts";
import { SessionWork } from "../session/work.ts";
import { CardWatch } from "./card-watch.ts";
import { identify } from "./identify.ts";
import type { HandsParts } from "./parts.ts";
import { type PrintParts, printAgain, printAll } from "./print.ts";
import { ask } from "./query.ts";
import { Receipts } from "./receipts.ts";
import { scanCode, typedCode } from "./scan-code.ts";

type Perform = Extract<Effect, { kind: "perform" }>;

/** A card that still lies on the reader after this long is spoken of. */
const CARD_LEFT_AFTER_MS = 2_000;

interface Served {
  readonly work: SessionWork;
  readonly watch: CardWatch;
  readonly receipts: Receipts;
  /** Of the last print step; a receipt that is printed again belongs to it. */
  about: About;
}

/** What the session machine asks for, done with the neighbours and the records. One session at a time. */
export class SessionHands implements Hands {
  readonly #parts: HandsParts;
  #serving: Served | null = null;
  /** The last session's letting go; a new one takes the devices after it. */
  #clearing: { readonly cut: AbortController; readonly done: Promise<void> } | null = null;

  constructor(parts: HandsParts) {
    this.#parts = parts;
  }

  begin(session: string, item: ServiceItem, report: (report: Report) => void): void {
    const { devices, clock, random, journal, lights, log } = this.#parts;
    journal.append("session.started", { session, item: item.id, version: item.version });
    const work = new SessionWork(session, new Hold(devices, "citizen", clock), clock.monotonic());
    const watch = new CardWatch({ work, clock, random, log, onForeign: () => report({ kind: "card-swapped", session }) });
    this.#serving = { work, watch, receipts: new Receipts(clock, random), about: { session, item: item.id, caseId: "" } };
    this.#clearing?.cut.abort();
    // Taken at once, so that no self-test cuts in; a failure shows at the first command.
    void (this.#clearing?.done ?? Promise.resolve()).then(async () => {
      if ((await work.hold.acquire()) !== null && this.#serving?.work === work) lights.begin(work.hold);
    });
  }

  dropWork(session: string, isCardDue: boolean): void {
    if (this.#serving?.work.session !== session) return;
    this.#serving.work.dropWork();
    if (isCardDue) void this.#serving.watch.yield();
    else this.#serving.watch.resume();
  }

  async perform(wanted: Perform, report: (report: Report) => void): Promise<FlowEvent | null> {
    const { session, item, flow, effect } = wanted;
    const serving = this.#serving;
    if (serving?.work.session !== session) return null;
    const { work } = serving;
    const { hub, cases, log } = this.#parts;
    const { facts } = flow;
    const caseId = facts.case?.id ?? "";
    switch (effect.kind) {
      case "read-card":
      case "verify-face":
      case "verify-face-remotely":
      case "read-social-security-card":
      case "read-electronic-licence": {
        const event = await identify(wanted, effect, { ...serving, report, parts: this.#parts });
        return serving === this.#serving ? event : null;
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
        const { mode, body } = effect;
        const registered = cases.register({ session, item, mode, ...whoApplies(facts), body });
        hub.poke();
        return { kind: "registered", visit: effect.visit, case: registered };
      }
      case "print": {
        const { language } = facts.session;
        const orders = effect.prints.map((order) => this.#complete(order, item.department, item.elsewhere, language));
        const progress = (prints: readonly PrintProgress[]) => report({ kind: "print-progress", session, prints });
        serving.about = { session, item: item.id, caseId };
        const done = await printAll(effect.visit, orders, this.#printParts(serving), progress);
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

  async reprint(session: string, report: (report: Report) => void): Promise<void> {
    const serving = this.#serving;
    if (serving?.work.session !== session) return;
    const print = await printAgain(this.#printParts(serving));
    report({ kind: "reprinted", session, print });
    this.#parts.hub.poke();
  }

  taken(session: string): void {
    if (this.#parts.ledger.taken(session).length > 0) this.#parts.hub.poke();
  }

  finish({ reason }: Extract<Effect, { kind: "finish" }>, report: (report: Report) => void): void {
    const serving = this.#serving;
    this.#serving = null;
    // It did not come to hold anything.
    if (!serving) {
      report({ kind: "cleared" });
      return;
    }
    const { work, watch, receipts } = serving;
    work.wipe();
    receipts.forget();
    const watched = watch.end();
    // Let go of before anything is written: a disk that is full must not keep the devices from whoever comes next.
    const cut = new AbortController();
    this.#clearing = { cut, done: watched.then(() => this.#clear(work, cut.signal, report)) };
    const { session, startedAt } = work;
    const ms = Math.round(this.#parts.clock.monotonic() - startedAt);
    this.#parts.ledger.leftBehind(session);
    this.#parts.journal.append("session.ended", { session, reason, ms, wiped: true });
    this.#parts.checkpoints.take();
    this.#parts.hub.poke();
  }

  /** Resolves when the devices have been let go. */
  async idle(): Promise<void> {
    this.#clearing?.cut.abort();
    await this.#clearing?.done;
  }

  async #clear(work: SessionWork, cut: AbortSignal, report: (report: Report) => void): Promise<void> {
    const { clock, random } = this.#parts;
    if (work.readers.length > 0 && !cut.aborted) {
      const remind = clock.after(CARD_LEFT_AFTER_MS, () => report({ kind: "card-left" }));
      const call = () => ({ key: uuidv7(clock.now(), random), withinMs: FAREWELL_MS + CARD_REMINDER_MS, signal: cut });
      await Promise.all(work.readers.map((reader) => work.hold.execute(reader, "await-removal", {}, call())));
      remind.cancel();
    }
    await this.#parts.lights.end(work.hold);
    await work.hold.release();
    report({ kind: "cleared" });
  }

  #printParts({ work, receipts, about }: Served): PrintParts {
    const { issuer, download, paperless, journal } = this.#parts;
    return { issuer, download, paperless, journal, hold: work.hold, receipts, about };
  }

  #complete(order: PrintOrder, department: string, elsewhere: LocalText, language: Language): PrintOrder {
    if (order.kind !== "receipt") return order;
    const now = new Date(this.#parts.clock.now()).toISOString();
    const data = completeReceiptData(order.data, this.#parts.departmentName(department, language), now);
    return { ...order, data: { ...data, item: { ...(data["item"] as object), elsewhere } } };
  }
}

/** Everybody of the case, with what they proved and agreed to. */
function whoApplies({ identity, factors, consents, persons }: Facts): Pick<Application, "applicant" | "factors" | "consents" | "persons"> {
  const named = (of: Facts["identity"]) => ({ name: of["name"] ?? "", idNumber: of["number"] ?? "" });
  const others = Object.entries(persons).map(([role, one]) => ({ role, ...named(one.identity), factors: one.factors }));
  return { applicant: named(identity), factors, consents, persons: others };
}
