import express, { type Router } from "express";
import type { Clock, Timer } from "../../../../base/clock.ts";
import { hallDate } from "../../../../config/hall-time.ts";
import { readIdNumber } from "../../../../config/identity/id-number.ts";
import type { LocalText } from "../../../../config/language.ts";
import { type Department, no, onPost, onVerify, type Reply, yes } from "../department-service.ts";
import {
  type Application,
  checkApplication,
  checkCaseId,
  checkCreditCode,
  checkDelivery,
  checkLicenceQuestion,
  checkPerson,
  type DeliveredApplication,
  type DeliveredEnquiry,
} from "./application.ts";
import { licenceCopy, verifyCopy } from "./licence-copy.ts";
import { licenceHolder } from "./licence-holder.ts";
import { capitalInWords } from "./licence-text.ts";
import { type ApplicationRow, LicenceRegister } from "./register.ts";
import rules from "./rules.json" with { type: "json" };
import { check, fullNameOf } from "./rules.ts";

export interface MarketRegistrationOptions {
  readonly path: string;
  /** What a credit code is put behind on a licence, `https://hub.example/verify/`. */
  readonly verifyBase: string;
  readonly licencesPerPerson: number;
  readonly clock: Clock;
  /** Told of each decision, once. */
  readonly onDecided: (caseId: string, approved: boolean) => void;
}

/** A decision by rules alone, as a city with automatic registration makes it; long enough to be seen as "being decided". */
const DECISION_MS = 2_000;

const RULES: LocalText = { "zh-CN": "有几处需要修改，请看标出的项目。", en: "Some answers need a change. Please see the marked ones." };
const REJECTED: LocalText = {
  "zh-CN": "登记申请未通过。请按提示修改后重新申请，或到窗口咨询。",
  en: "The registration was not approved. Please correct it and apply again, or ask at the window.",
};
const HAS_LICENCE: LocalText = {
  "zh-CN": "您名下已有登记的个体工商户，不能再次登记。需要变更的，请到窗口办理。",
  en: "A sole proprietorship is already registered in your name. To change it please go to the window.",
};
const UNDER_AGE: LocalText = {
  "zh-CN": "申请人须年满 18 周岁。",
  en: "An applicant must be at least 18 years old.",
};

/** Registers sole proprietors in the sandbox city. Every licence it gives is a 样张. */
export class MarketRegistration implements Department {
  readonly id = "market-registration";
  readonly #register: LicenceRegister;
  readonly #options: MarketRegistrationOptions;
  readonly #timers = new Set<Timer>();

  constructor(options: MarketRegistrationOptions) {
    this.#options = options;
    this.#register = new LicenceRegister(options.path);
  }

  routes(): Router {
    const router = express.Router();
    onPost(router, "/prefill", checkPerson, ({ idNumber }) => this.#prefill(idNumber));
    onPost(router, "/check", checkApplication, (application) => this.#check(application));
    onPost(router, "/applications", checkDelivery, (delivered) => this.#receive(delivered));
    onPost(router, "/decision", checkCaseId, ({ caseId }) => this.#decision(caseId));
    onPost(router, "/licence-holder", checkLicenceQuestion, (question) =>
      licenceHolder(this.#register, question, this.#options.clock.now()),
    );
    onPost(router, "/licence-copy", checkCreditCode, ({ creditCode }) =>
      licenceCopy(this.#register, creditCode, { now: this.#options.clock.now(), verifyBase: this.#options.verifyBase }),
    );
    onVerify(router, "/licences", (code) => this.#verify(code));
    return router;
  }

  /** Decides what has waited long enough. Called at each question, so that a restart forgets nothing. */
  decideDue(): void {
    const now = this.#options.clock.now();
    for (const row of this.#register.pendingSince(now - DECISION_MS)) {
      const approved = this.#register.transaction(() => this.#decide(row, now));
      this.#options.onDecided(row.caseId, approved);
    }
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#register.close();
  }

  #decideLater(): void {
    const timer = this.#options.clock.after(DECISION_MS, () => {
      this.#timers.delete(timer);
      this.decideDue();
    });
    this.#timers.add(timer);
  }

  #prefill(idNumber: string): Reply {
    const refused = this.#notEligible(idNumber);
    return refused ? no(403, "not-eligible", refused) : yes({ phone: this.#register.phoneOf(idNumber) });
  }

  #check(application: Application): Reply {
    const fields = check(application, this.#register);
    return Object.keys(fields).length > 0 ? no(422, "rules", RULES, fields) : yes({ fullName: fullNameOf(application) });
  }

  #receive(delivered: DeliveredApplication | DeliveredEnquiry): Reply {
    const fresh = !("purpose" in delivered) && this.#register.addApplication(delivered, this.#options.clock.now());
    if (fresh) this.#decideLater();
    return yes({ reference: delivered.number });
  }

  // A case that is not here yet is on its way: the kiosk may ask before the hub has delivered.
  #decision(caseId: string): Reply {
    this.decideDue();
    const row = this.#register.application(caseId);
    const licence = row?.state === "approved" ? this.#register.licence(row.creditCode) : undefined;
    if (row?.state === "rejected") return no(409, "rejected", REJECTED, row.fields);
    if (!licence) return { status: 202, body: {} };
    const { creditCode, fullName, operator, address, scope, capital, registeredOn } = licence;
    return yes({
      creditCode,
      fullName,
      operator,
      address,
      scope,
      capital: capitalInWords(capital),
      registeredOn,
      authority: rules.authority,
      licenceUrl: this.#options.verifyBase + creditCode,
    });
  }

  #decide({ caseId, application }: ApplicationRow, now: number): boolean {
    const { idNumber, name, address, scope, capital } = application;
    const notEligible = this.#notEligible(idNumber);
    const fields = notEligible ? { name: notEligible } : check(application, this.#register);
    const fullName = fullNameOf(application);
    if (Object.keys(fields).length > 0 || fullName === null) {
      this.#register.decide(caseId, { fields: fields as Record<string, LocalText> });
      return false;
    }
    const registeredOn = hallDate(now);
    const creditCode = this.#register.enter({ idNumber, operator: name, fullName, address, scope, capital: Number(capital), registeredOn });
    this.#register.decide(caseId, { creditCode });
    return true;
  }

  #notEligible(idNumber: string): LocalText | null {
    const read = readIdNumber(idNumber);
    const today = hallDate(this.#options.clock.now());
    if (read.ok && yearsBetween(read.value.birth, today) < rules.minAge) return UNDER_AGE;
    return this.#register.licencesOf(idNumber) >= this.#options.licencesPerPerson ? HAS_LICENCE : null;
  }

  #verify(code: string): Reply {
    const licence = this.#register.licence(code);
    if (!licence) return verifyCopy(this.#register, code, this.#options.clock.now());
    return yes({ state: licence.state, document: `营业执照（样张）：${licence.fullName}`, issuedOn: licence.registeredOn });
  }
}

function yearsBetween(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
