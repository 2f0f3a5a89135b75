import express, { type Router } from "express";
import { checker } from "../../../../base/checked.ts";
import type { Clock } from "../../../../base/clock.ts";
import { Database } from "../../../../base/database.ts";
import { must } from "../../../../base/result.ts";
import { makeCertificate } from "../../../../config/documents/certificate.ts";
import { checkCertificateTemplate } from "../../../../config/documents/certificate-schema.ts";
import type { CertificateTemplate } from "../../../../config/documents/certificate-template.ts";
import { type Fonts, openFonts } from "../../../../config/documents/fonts.ts";
import { hallDate } from "../../../../config/hall-time.ts";
import { type Department, no, onPost, onPostFile, onVerify, type Reply, type SentFile, yes } from "../department-service.ts";
import template from "./certificate.json" with { type: "json" };
import { type CertificateFacts, certificateData, MOST_MONTHS } from "./certificate-data.ts";
import { type Insured, monthsBefore, paidMonths } from "./contributions.ts";
import { sampleOfd } from "./sample-ofd.ts";
import seed from "./seed.json" with { type: "json" };
import { INSURANCE_TABLES } from "./tables.ts";

const PERIODS = [12, MOST_MONTHS] as const;
const DOCUMENT = "参保缴费证明（样张）";

interface Person {
  readonly name: string;
  readonly idNumber: string;
}

const PERSON = { name: { type: "string", minLength: 1, maxLength: 200 }, idNumber: { type: "string", minLength: 1, maxLength: 40 } };
const checkPerson = checker<Person>({ type: "object", required: ["name", "idNumber"], properties: PERSON });
const checkWish = checker<Person & { readonly months: (typeof PERIODS)[number] }>({
  type: "object",
  required: ["name", "idNumber", "months"],
  properties: { ...PERSON, months: { enum: PERIODS } },
});

const NOT_INSURED = no(404, "not-insured", {
  "zh-CN": "没有查到您的参保记录，请到社保窗口咨询。",
  en: "No insurance record was found under your name. Please ask at the social insurance window.",
});

/** The social insurance centre of the sandbox city. It makes its own documents: the kiosk prints what comes from here. */
export class SocialInsurance implements Department {
  readonly id = "social-insurance";
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #verifyBase: string;
  /** 20 MB of fonts are opened when the first certificate is asked for. */
  #press: { readonly template: CertificateTemplate; readonly fonts: Fonts } | undefined;

  /** `verifyBase`: what a certificate's number is put behind, `https://hub.example/verify/`. */
  constructor(path: string, verifyBase: string, clock: Clock) {
    this.#db = new Database(path, INSURANCE_TABLES, "social-insurance");
    this.#clock = clock;
    this.#verifyBase = verifyBase;
    for (const { code, idNumber, issuedOn, state } of seed.certificates) {
      this.#db.run("INSERT OR IGNORE INTO certificates VALUES (?, ?, 12, ?, ?)", code, idNumber, issuedOn, state);
    }
  }

  routes(): Router {
    const router = express.Router();
    onPost(router, "/record", checkPerson, (person) => this.#record(person));
    onPostFile(router, "/certificate", checkWish, (wish) => this.#asPdf(wish));
    onPostFile(router, "/certificate-file", checkWish, (wish) => this.#asOfd(wish));
    onVerify(router, "/certificates", (code) => this.#certificate(code));
    return router;
  }

  close(): void {
    this.#db.close();
  }

  #record(asked: Person): Reply {
    const person = find(asked);
    if (!person) return NOT_INSURED;
    const today = hallDate(this.#clock.now());
    const { personalNumber, employer, state, since } = person;
    const periods = PERIODS.map((months) => {
      const list = monthsBefore(today, months, person);
      return { id: String(months), months, from: list[0]?.month, to: list.at(-1)?.month };
    });
    return yes({ personalNumber, employer, state, since, paidMonths: paidMonths(today, person), periods });
  }

  async #asPdf(wish: Person & { months: number }): Promise<Reply | SentFile> {
    const facts = this.#issue(wish);
    if (!facts) return NOT_INSURED;
    this.#press ??= {
      template: must(checkCertificateTemplate(structuredClone(template), "social-insurance/certificate.json")),
      fonts: must(openFonts()),
    };
    const { fonts } = this.#press;
    const { certificate } = must(await makeCertificate(this.#press.template, certificateData(facts), { fonts }, ""));
    return { type: "application/pdf", bytes: certificate.pdf, headers: { "x-document-number": facts.certificateNumber } };
  }

  #asOfd(wish: Person & { months: number }): Reply | SentFile {
    const facts = this.#issue(wish);
    if (!facts) return NOT_INSURED;
    const data = certificateData(facts);
    const lines = [
      "样张",
      DOCUMENT,
      data["certificateNumber"],
      data["name"],
      data["idNumberMasked"],
      data["period"],
      data["total"],
      data["issuedOn"],
    ];
    const bytes = sampleOfd(DOCUMENT, lines.map(String));
    return { type: "application/ofd", bytes, headers: { "x-document-number": facts.certificateNumber } };
  }

  // One number a day for a person and period: the file for the phone is the same document as the sheet, and so is a second sheet.
  #issue(wish: Person & { months: number }): CertificateFacts | undefined {
    const person = find(wish);
    if (!person) return undefined;
    const { months, idNumber } = wish;
    const issuedOn = hallDate(this.#clock.now());
    const certificateNumber = this.#db.transaction(() => {
      const known = this.#db.get<{ code: string }>(
        "SELECT code FROM certificates WHERE id_number = ? AND months = ? AND issued_on = ? AND state = 'valid'",
        idNumber,
        months,
        issuedOn,
      );
      if (known) return known.code;
      const count = this.#db.get<{ n: number }>("SELECT count(*) AS n FROM certificates")?.n ?? 0;
      const code = `SLSB-${issuedOn.slice(0, 4)}-${String(count - seed.certificates.length + 1).padStart(6, "0")}`;
      this.#db.run("INSERT INTO certificates VALUES (?, ?, ?, ?, 'valid')", code, idNumber, months, issuedOn);
      return code;
    });
    return { person, months, certificateNumber, issuedOn, verifyUrl: this.#verifyBase + certificateNumber };
  }

  #certificate(code: string): Reply {
    const found = this.#db.get<{ state: string; issuedOn: string }>(
      "SELECT state, issued_on AS issuedOn FROM certificates WHERE code = ?",
      code,
    );
    return found ? yes({ ...found, document: DOCUMENT }) : { status: 404, body: { reason: "unknown" } };
  }
}

function find({ idNumber, name }: Person): Insured | undefined {
  return seed.people.find((one) => one.idNumber === idNumber && one.name === name);
}
