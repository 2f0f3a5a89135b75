import express, { type Router } from "express";
import { checker } from "../../../../base/checked.ts";
import type { Clock } from "../../../../base/clock.ts";
import { Database } from "../../../../base/database.ts";
import { checkPassword } from "../../../../base/password.ts";
import { hallDate } from "../../../../config/hall-time.ts";
import type { CasePerson } from "../../../protocol/messages.ts";
import { type Department, no, onPost, onVerify, type Reply, yes } from "../department-service.ts";
import seed from "./seed.json" with { type: "json" };
import { FUND_TABLES } from "./tables.ts";

interface Account {
  readonly idNumber: string;
  readonly name: string;
  readonly accountNumber: string;
  readonly status: string;
  readonly employer: string;
  readonly monthlyBase: number;
  readonly monthlyDeposit: number;
  readonly balance: number;
  readonly depositedSince: string;
  readonly lastDeposit: string;
  readonly passwordHash: string;
  readonly wrongTries: number;
  readonly lockedUntil: number;
}

interface FundRecord {
  readonly caseId: string;
  readonly number: string;
  readonly persons?: readonly CasePerson[];
}

const WRONG_TRIES = 5;
const LOCK_MS = 24 * 60 * 60_000;

const ID_NUMBER = { type: "string", minLength: 1, maxLength: 40 } as const;
const TEXT = { type: "string", minLength: 1, maxLength: 200 } as const;
const checkAccount = checker<{ name: string; idNumber: string }>(needs({ name: TEXT, idNumber: ID_NUMBER }));
const checkTry = checker<{ idNumber: string; password: string }>(needs({ idNumber: ID_NUMBER, password: TEXT }));
const checkRecord = checker<FundRecord>(needs({ caseId: TEXT, number: TEXT }));

const NO_ACCOUNT = no(404, "no-account", {
  "zh-CN": "没有查到您的公积金账户，请到公积金窗口咨询。",
  en: "No fund account was found under your name. Please ask at the fund's window.",
});

/** The housing fund of the sandbox city. */
export class ProvidentFund implements Department {
  readonly id = "provident-fund";
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #verifyBase: string;

  /** `verifyBase`: what a certificate's number is put behind, `https://hub.example/verify/`. */
  constructor(path: string, verifyBase: string, clock: Clock) {
    this.#db = new Database(path, FUND_TABLES, "provident-fund");
    this.#clock = clock;
    this.#verifyBase = verifyBase;
    this.#seed();
  }

  routes(): Router {
    const router = express.Router();
    onPost(router, "/account", checkAccount, ({ name, idNumber }) => this.#account(name, idNumber));
    onPost(router, "/password", checkTry, ({ idNumber, password }) => this.#verifyPassword(idNumber, password));
    onPost(router, "/records", checkRecord, (record) => this.#record(record));
    onVerify(router, "/certificates", (code) => this.#certificate(code));
    return router;
  }

  close(): void {
    this.#db.close();
  }

  #account(name: string, idNumber: string): Reply {
    const account = this.#find(idNumber);
    if (!account || account.name !== name) return NO_ACCOUNT;
    const certificateNumber = this.#certificateFor(account);
    const { accountNumber, status, employer, monthlyBase, monthlyDeposit, balance, depositedSince, lastDeposit } = account;
    return yes({
      accountNumber,
      status,
      employer,
      monthlyBase,
      monthlyDeposit,
      balance,
      depositedSince,
      lastDeposit,
      certificateNumber,
      verifyUrl: this.#verifyBase + certificateNumber,
    });
  }

  async #verifyPassword(idNumber: string, password: string): Promise<Reply> {
    const account = this.#find(idNumber);
    if (!account) return NO_ACCOUNT;
    const now = this.#clock.now();
    if (account.lockedUntil > now) return locked();
    // Counted before it is compared: tries made at once are still counted one by one.
    const tries = account.wrongTries + 1;
    this.#setTries(idNumber, tries % WRONG_TRIES, tries >= WRONG_TRIES ? now + LOCK_MS : 0);
    if (await checkPassword(password, account.passwordHash)) {
      this.#setTries(idNumber, 0, 0);
      return yes({ verified: true });
    }
    return tries >= WRONG_TRIES ? locked() : wrong(WRONG_TRIES - tries);
  }

  // One number a day for a person: asking again, or printing again, does not make another certificate.
  #certificateFor({ idNumber }: Account): string {
    return this.#db.transaction(() => {
      const issuedOn = hallDate(this.#clock.now());
      const known = this.#db.get<{ code: string }>(
        "SELECT code FROM certificates WHERE id_number = ? AND issued_on = ?",
        idNumber,
        issuedOn,
      );
      if (known) return known.code;
      const count = this.#db.get<{ n: number }>("SELECT count(*) AS n FROM certificates WHERE id_number <> ''")?.n ?? 0;
      const code = `SLGJJ-${issuedOn.slice(0, 4)}-${String(count + 1).padStart(6, "0")}`;
      this.#db.run("INSERT INTO certificates VALUES (?, ?, ?, 'valid')", code, idNumber, issuedOn);
      return code;
    });
  }

  #certificate(code: string): Reply {
    const found = this.#db.get<{ state: string; issuedOn: string }>(
      "SELECT state, issued_on AS issuedOn FROM certificates WHERE code = ?",
      code,
    );
    return found ? yes({ ...found, document: "住房公积金缴存证明（样张）" }) : { status: 404, body: { reason: "unknown" } };
  }

  #record({ caseId, number, persons = [] }: FundRecord): Reply {
    this.#db.run("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?)", caseId, number, this.#clock.now(), JSON.stringify(persons));
    return yes({ reference: number });
  }

  #find(idNumber: string): Account | undefined {
    return this.#db.get<Account>(
      `SELECT id_number AS idNumber, name, account_number AS accountNumber, status, employer, monthly_base AS monthlyBase,
         monthly_deposit AS monthlyDeposit, balance, deposited_since AS depositedSince, last_deposit AS lastDeposit,
         password_hash AS passwordHash, wrong_tries AS wrongTries, locked_until AS lockedUntil FROM accounts WHERE id_number = ?`,
      idNumber,
    );
  }

  #setTries(idNumber: string, tries: number, lockedUntil: number): void {
    this.#db.run("UPDATE accounts SET wrong_tries = ?, locked_until = ? WHERE id_number = ?", tries, lockedUntil, idNumber);
  }

  #seed(): void {
    this.#db.transaction(() => {
      for (const one of seed.accounts) {
        this.#db.run(
          "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
          one.idNumber,
          one.name,
          one.accountNumber,
          one.status,
          one.employer,
          one.monthlyBase,
          one.monthlyDeposit,
          one.balance,
          one.depositedSince,
          one.lastDeposit,
          one.passwordHash,
        );
      }
    });
  }
}

function wrong(left: number): Reply {
  const password = { "zh-CN": `密码不正确，还可以试 ${left} 次。`, en: `The password is wrong. You can try ${left} more.` };
  return no(403, "wrong-password", password, { password });
}

function locked(): Reply {
  return no(423, "locked", {
    "zh-CN": "密码连续输错 5 次，已锁定 24 小时。可到公积金窗口重设密码。",
    en: "Five wrong passwords: locked for 24 hours. A new one can be set at the fund's window.",
  });
}

function needs(properties: Record<string, object>) {
  return { type: "object", required: Object.keys(properties), properties };
}
