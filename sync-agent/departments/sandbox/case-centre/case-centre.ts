import express, { type Router } from "express";
import { checker } from "../../../../base/checked.ts";
import type { Clock } from "../../../../base/clock.ts";
import { Database } from "../../../../base/database.ts";
import { hallDate } from "../../../../config/hall-time.ts";
import type { CasePerson } from "../../../protocol/messages.ts";
import { type Department, no, onPost, type Reply, yes } from "../department-service.ts";
import departments from "./departments.json" with { type: "json" };
import items from "./items.json" with { type: "json" };
import seed from "./seed.json" with { type: "json" };
import { CASE_TABLES } from "./tables.ts";

type State = "in-progress" | "supplement" | "done" | "rejected";

const STATES: Readonly<Record<State, string>> = { "in-progress": "办理中", supplement: "待补正", done: "已办结", rejected: "未通过" };
const DAY_MS = 24 * 60 * 60_000;

/** A case as the hub hands it over. `purpose` "enquiry": somebody looked at their cases, which is none itself. */
interface CaseRecord {
  readonly caseId: string;
  readonly number: string;
  readonly item: string;
  readonly department: string;
  readonly registeredAt: string;
  readonly idNumber: string;
  readonly purpose?: string;
  /** Of the centre's own cases: a guardian. */
  readonly persons?: readonly CasePerson[];
}

interface CaseRow {
  readonly caseNumber: string;
  readonly title: string;
  readonly department: string;
  readonly state: State;
  readonly submittedAt: string;
  readonly promiseDate: string;
}

const TEXT = { type: "string", minLength: 1, maxLength: 200 } as const;
const needs = (properties: Record<string, object>) => ({ type: "object", required: Object.keys(properties), properties });
const checkPerson = checker<{ idNumber: string }>(needs({ idNumber: TEXT }));
const checkOne = checker<{ idNumber: string; caseNumber: string }>(needs({ idNumber: TEXT, caseNumber: TEXT }));
const checkRecord = checker<CaseRecord>(
  needs({ caseId: TEXT, number: TEXT, item: TEXT, department: TEXT, registeredAt: TEXT, idNumber: TEXT }),
);

const COLUMNS = "number AS caseNumber, title, department, state, submitted_at AS submittedAt, promise_date AS promiseDate";

// A kiosk whose disk was made anew counts from 1 again: the centre keeps the first case, and the hub shows the second as refused.
const NUMBER_TAKEN = no(409, "number-taken", {
  "zh-CN": "该办件编号已被另一办件使用。",
  en: "This application number is in use for another application.",
});

/** The city's case centre in the sandbox: keeps every case, and tells people how theirs stand. */
export class CaseCentre implements Department {
  readonly id = "case-centre";
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock) {
    this.#db = new Database(path, CASE_TABLES, "case-centre");
    this.#clock = clock;
    this.#seed();
  }

  routes(): Router {
    const router = express.Router();
    onPost(router, "/cases/search", checkPerson, ({ idNumber }) => this.#cases(idNumber));
    onPost(router, "/cases/detail", checkOne, ({ idNumber, caseNumber }) => this.#case(idNumber, caseNumber));
    onPost(router, "/cases", checkRecord, (record) => this.#receive(record));
    return router;
  }

  close(): void {
    this.#db.close();
  }

  /** A department reports on a case. Unknown cases are passed over: the report may be faster than the case. */
  report(caseId: string, state: State, event: string, explain: string): void {
    this.#db.transaction(() => {
      const found = this.#db.get<{ number: string }>("SELECT number FROM cases WHERE case_id = ?", caseId);
      if (!found) return;
      this.#db.run("UPDATE cases SET state = ? WHERE case_id = ?", state, caseId);
      this.#addProgress(found.number, new Date(this.#clock.now()).toISOString(), event, explain);
    });
  }

  #cases(idNumber: string): Reply {
    const rows = this.#db.all<CaseRow>(
      `SELECT ${COLUMNS} FROM cases WHERE id_number = ? AND purpose <> 'enquiry' ORDER BY unixepoch(submitted_at) DESC LIMIT 100`,
      idNumber,
    );
    return yes({ cases: rows.map(({ promiseDate: _, ...row }) => ({ ...row, state: STATES[row.state], stateCode: row.state })) });
  }

  // A number that is not this person's is answered like one that does not exist: nothing can be learned by trying.
  #case(idNumber: string, caseNumber: string): Reply {
    const row = this.#db.get<CaseRow>(`SELECT ${COLUMNS} FROM cases WHERE id_number = ? AND number = ?`, idNumber, caseNumber);
    if (!row) {
      return no(404, "no-case", { "zh-CN": "没有查到这个办件。", en: "This application was not found." });
    }
    const materials = this.#db.all("SELECT name, state FROM materials WHERE number = ? ORDER BY position", caseNumber);
    const progress = this.#db.all("SELECT at, event, explain FROM progress WHERE number = ? ORDER BY position", caseNumber);
    return yes({ ...row, state: STATES[row.state], stateCode: row.state, materials, progress });
  }

  #receive(record: CaseRecord): Reply {
    if (this.#db.get("SELECT 1 FROM cases WHERE case_id = ?", record.caseId)) return yes({ reference: record.number });
    if (this.#db.get("SELECT 1 FROM cases WHERE number = ?", record.number)) return NUMBER_TAKEN;
    const known: Record<string, { title: string; materials: string[]; promisedDays: number; doneAtOnce: boolean }> = items;
    const item = known[record.item] ?? { title: record.item, materials: [], promisedDays: 5, doneAtOnce: false };
    const names: Record<string, string> = departments;
    this.#db.transaction(() => {
      this.#addCase({
        caseId: record.caseId,
        caseNumber: record.number,
        idNumber: record.idNumber,
        title: item.title,
        department: names[record.department] ?? record.department,
        state: item.doneAtOnce ? "done" : "in-progress",
        submittedAt: record.registeredAt,
        promiseDate: hallDate(this.#clock.now() + item.promisedDays * DAY_MS),
        purpose: record.purpose ?? "",
        persons: record.persons ?? [],
      });
      for (const name of item.materials) this.#addMaterial(record.number, name, "已核验");
      this.#addProgress(record.number, record.registeredAt, "收件", "自助终端申报，已收件");
      if (item.doneAtOnce) this.#addProgress(record.number, record.registeredAt, "办结", "即时办结");
    });
    return yes({ reference: record.number });
  }

  #addCase(one: CaseRow & { caseId: string; idNumber: string; purpose: string; persons: readonly CasePerson[] }): void {
    this.#db.run(
      "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      one.caseId,
      one.caseNumber,
      one.idNumber,
      one.title,
      one.department,
      one.state,
      one.submittedAt,
      one.promiseDate,
      one.purpose,
      JSON.stringify(one.persons),
    );
  }

  #addMaterial(number: string, name: string, state: string): void {
    this.#db.run("INSERT INTO materials (number, name, state) VALUES (?, ?, ?)", number, name, state);
  }

  #addProgress(number: string, at: string, event: string, explain: string): void {
    this.#db.run("INSERT INTO progress (number, at, event, explain) VALUES (?, ?, ?, ?)", number, at, event, explain);
  }

  #seed(): void {
    this.#db.transaction(() => {
      for (const one of seed.cases) {
        if (this.#db.get("SELECT 1 FROM cases WHERE case_id = ?", one.caseNumber)) continue;
        this.#addCase({ ...one, state: one.state as State, caseId: one.caseNumber, purpose: "", persons: [] });
        for (const { name, state } of one.materials) this.#addMaterial(one.caseNumber, name, state);
        for (const { at, event, explain } of one.progress) this.#addProgress(one.caseNumber, at, event, explain);
      }
    });
  }
}
