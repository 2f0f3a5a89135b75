import { Database } from "../../../../base/database.ts";
import type { LocalText } from "../../../../config/language.ts";
import type { DeliveredApplication, LicenceQuestion } from "./application.ts";
import { creditCode } from "./licence-text.ts";
import rules from "./rules.json" with { type: "json" };
import type { Register } from "./rules.ts";
import seed from "./seed.json" with { type: "json" };
import { REGISTRATION_TABLES } from "./tables.ts";

export interface Licence {
  readonly creditCode: string;
  readonly operator: string;
  readonly fullName: string;
  readonly address: string;
  readonly scope: string;
  readonly capital: number;
  readonly registeredOn: string;
  readonly state: "valid" | "void";
}

/** Dates are the hall's; `validUntil` is the last day on which it is good. */
export interface LicenceCopy {
  readonly number: string;
  readonly creditCode: string;
  readonly issuedOn: string;
  readonly validUntil: string;
}

export interface ApplicationRow {
  readonly caseId: string;
  readonly receivedAt: number;
  readonly application: DeliveredApplication;
  readonly state: "pending" | "approved" | "rejected";
  readonly creditCode: string;
  readonly fields: Readonly<Record<string, LocalText>>;
}

type Verdict = { readonly creditCode: string } | { readonly fields: Readonly<Record<string, LocalText>> };

/** The register of sole proprietors: all SQL of this department. */
export class LicenceRegister implements Register {
  readonly #db: Database;

  constructor(path: string) {
    this.#db = new Database(path, REGISTRATION_TABLES, "market-registration");
    this.#seed();
  }

  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T {
    return this.#db.transaction(work);
  }

  isNameTaken(fullName: string): boolean {
    return this.#db.get("SELECT 1 FROM licences WHERE full_name = ? AND state = 'valid'", fullName) !== undefined;
  }

  phoneOf(idNumber: string): string {
    return this.#db.get<{ phone: string }>("SELECT phone FROM people WHERE id_number = ?", idNumber)?.phone ?? "";
  }

  licencesOf(idNumber: string): number {
    return this.#db.get<{ n: number }>("SELECT count(*) AS n FROM licences WHERE id_number = ? AND state = 'valid'", idNumber)?.n ?? 0;
  }

  licence(code: string): Licence | undefined {
    return this.#db.get<Licence>(
      `SELECT credit_code AS creditCode, operator, full_name AS fullName, address, scope, capital, registered_on AS registeredOn, state
       FROM licences WHERE credit_code = ?`,
      code,
    );
  }

  /** The licence whose holder shows this code, and whether the code is still good. */
  licenceOfCode(pattern: string, token: string): { readonly licence: Licence; readonly expired: boolean } | undefined {
    const code = this.#db.get<{ creditCode: string; expired: number }>(
      `SELECT l.credit_code AS creditCode, c.expired FROM licence_codes c JOIN licences l ON l.full_name = c.full_name
       WHERE c.pattern = ? AND c.token = ?`,
      pattern,
      token,
    );
    const licence = code && this.licence(code.creditCode);
    return licence && { licence, expired: code.expired === 1 };
  }

  noteLookup(at: number, by: Pick<LicenceQuestion, "kiosk" | "item" | "itemCode">, creditCode: string, outcome: string): void {
    this.#db.run("INSERT INTO licence_lookups VALUES (?, ?, ?, ?, ?, ?)", at, by.kiosk, by.item, by.itemCode, creditCode, outcome);
  }

  /** The copy of a licence that was made on a day, entered under the next free number if there was none. */
  copyOf(creditCode: string, issuedOn: string, validUntil: string): LicenceCopy {
    return this.#db.transaction(() => {
      const known = this.#copies("credit_code = ? AND issued_on = ?", creditCode, issuedOn);
      if (known) return known;
      const count = this.#db.get<{ n: number }>("SELECT count(*) AS n FROM licence_copies")?.n ?? 0;
      const number = `SLFZ-${issuedOn.slice(0, 4)}-${String(count + 1).padStart(6, "0")}`;
      this.#db.run("INSERT INTO licence_copies VALUES (?, ?, ?, ?)", number, creditCode, issuedOn, validUntil);
      return { number, creditCode, issuedOn, validUntil };
    });
  }

  copy(number: string): LicenceCopy | undefined {
    return this.#copies("number = ?", number);
  }

  /** Enters a licence under the next free code. */
  enter(of: {
    idNumber: string;
    operator: string;
    fullName: string;
    address: string;
    scope: string;
    capital: number;
    registeredOn: string;
  }): string {
    const next = (this.#db.get<{ n: number | null }>("SELECT max(number) AS n FROM licences")?.n ?? 0) + 1;
    const code = creditCode(rules.region, next);
    this.#db.run(
      "INSERT INTO licences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'valid')",
      next,
      code,
      of.idNumber,
      of.operator,
      of.fullName,
      of.address,
      of.scope,
      of.capital,
      of.registeredOn,
    );
    return code;
  }

  /** False when it was there already. */
  addApplication(application: DeliveredApplication, receivedAt: number): boolean {
    const { changes } = this.#db.run(
      "INSERT OR IGNORE INTO applications (case_id, received_at, application, state) VALUES (?, ?, ?, 'pending')",
      application.caseId,
      receivedAt,
      JSON.stringify(application),
    );
    return changes > 0;
  }

  application(caseId: string): ApplicationRow | undefined {
    const [row] = this.#applications("case_id = ?", caseId);
    return row;
  }

  pendingSince(receivedUpTo: number): ApplicationRow[] {
    return this.#applications("state = 'pending' AND received_at <= ? ORDER BY received_at", receivedUpTo);
  }

  decide(caseId: string, verdict: Verdict): void {
    const approved = "creditCode" in verdict;
    this.#db.run(
      "UPDATE applications SET state = ?, credit_code = ?, fields = ? WHERE case_id = ?",
      approved ? "approved" : "rejected",
      approved ? verdict.creditCode : "",
      JSON.stringify(approved ? {} : verdict.fields),
      caseId,
    );
  }

  close(): void {
    this.#db.close();
  }

  #copies(where: string, ...values: string[]): LicenceCopy | undefined {
    return this.#db.get<LicenceCopy>(
      `SELECT number, credit_code AS creditCode, issued_on AS issuedOn, valid_until AS validUntil FROM licence_copies WHERE ${where}`,
      ...values,
    );
  }

  #applications(where: string, value: string | number): ApplicationRow[] {
    const rows = this.#db.all<Omit<ApplicationRow, "application" | "fields"> & { application: string; fields: string }>(
      `SELECT case_id AS caseId, received_at AS receivedAt, application, state, credit_code AS creditCode, fields FROM applications WHERE ${where}`,
      value,
    );
    return rows.map((row) => ({
      ...row,
      application: JSON.parse(row.application) as DeliveredApplication,
      fields: JSON.parse(row.fields) as ApplicationRow["fields"],
    }));
  }

  #seed(): void {
    this.#db.transaction(() => {
      for (const { idNumber, phone } of seed.people) this.#db.run("INSERT OR IGNORE INTO people VALUES (?, ?)", idNumber, phone);
      for (const one of seed.licences) if (!this.isNameTaken(one.fullName)) this.enter(one);
      for (const { pattern, token, fullName, expired } of seed.licenceCodes) {
        this.#db.run("INSERT OR IGNORE INTO licence_codes VALUES (?, ?, ?, ?)", pattern, token, fullName, expired ? 1 : 0);
      }
    });
  }
}
