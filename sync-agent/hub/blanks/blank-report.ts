import type { Clock } from "../../../base/clock.ts";
import { hallDate } from "../../../config/hall-time.ts";
import type { LocalText } from "../../../config/language.ts";
import { type BlankBookRow, FINDING_CODES, type Finding, type OpenNumbers, type Reconciliation, type SettledNumber } from "../api.ts";
import type { Kiosk } from "../kiosks.ts";
import type { BlankStore, SettledRow, StoredFinding } from "./blank-store.ts";
import { absence, type Bookkeeper, dayStart } from "./bookkeeper.ts";
import { wordsOf } from "./finding-words.ts";

export interface BlankReportParts {
  readonly blanks: BlankStore;
  readonly bookkeeper: Bookkeeper;
  readonly kiosks: ReadonlyMap<string, Kiosk>;
  /** By id; absent where the hub was not told. */
  readonly types?: Readonly<Record<string, { readonly name: LocalText }>>;
  readonly clock: Clock;
}

const DAY_MS = 24 * 60 * 60_000;

/** What administrators are shown of the books. A kiosk that was taken off the hub's list keeps its place: its numbers are still somewhere. */
export class BlankReport {
  readonly #parts: BlankReportParts;

  constructor(parts: BlankReportParts) {
    this.#parts = parts;
  }

  /** What kinds of sheets are called, by id. */
  get names(): Readonly<Record<string, LocalText>> {
    return Object.fromEntries(Object.entries(this.#parts.types ?? {}).map(([id, { name }]) => [id, name]));
  }

  async books(): Promise<BlankBookRow[]> {
    const statements = new Map((await this.#parts.blanks.statements()).map((row) => [row.kiosk, row]));
    const rows: BlankBookRow[] = [];
    for (const [kiosk, types] of await this.#parts.bookkeeper.figures()) {
      const told = statements.get(kiosk);
      const statement = told ? { day: told.day, at: told.at, state: told.state ?? "waiting" } : null;
      for (const { numbers, ...figures } of types) {
        rows.push({ kiosk, hall: this.#hall(kiosk), ...figures, open: numbers.length, statement });
      }
    }
    return rows;
  }

  /** Numbers without a final state: a line for each kiosk and type, empty or with every number and what keeps it. */
  async open(): Promise<{ at: number; open: OpenNumbers[] }> {
    const now = this.#parts.clock.now();
    const rows: OpenNumbers[] = [];
    for (const [kiosk, types] of await this.#parts.bookkeeper.figures()) {
      for (const { blankType, numbers } of types) {
        const aged = numbers.map((one) => ({ ...one, ageMs: Math.max(0, now - Date.parse(one.since)) }));
        rows.push({ kiosk, hall: this.#hall(kiosk), blankType, numbers: aged });
      }
    }
    return { at: now, open: rows };
  }

  async reconciliation(day: string): Promise<Reconciliation> {
    const { blanks, bookkeeper, kiosks, clock } = this.#parts;
    await bookkeeper.look();
    const statements = new Map((await blanks.statements(day)).map((row) => [row.kiosk, row]));
    const figures = await bookkeeper.figures();
    const start = dayStart(day);
    const findings = await blanks.findingsWithin(start, start + DAY_MS);
    const ids = [...new Set([...kiosks.keys(), ...figures.keys()])];
    return {
      day,
      kiosks: ids.map((kiosk) => {
        const told = statements.get(kiosk);
        const statement = told ? { at: told.at, receivedAt: told.receivedAt } : null;
        const hasBlanks = (figures.get(kiosk) ?? []).some(({ left, numbers }) => left + numbers.length > 0);
        return { kiosk, hall: this.#hall(kiosk), state: told?.state ?? absence(day, hasBlanks, clock.now()), statement };
      }),
      findings: await this.#told(findings),
      settled: await this.settled(day),
    };
  }

  async findings(): Promise<Finding[]> {
    return this.#told(await this.#parts.blanks.openFindings(FINDING_CODES));
  }

  async totals(): Promise<{ openNumbers: number; openFindings: number }> {
    const figures = [...(await this.#parts.bookkeeper.figures()).values()].flat();
    const openNumbers = figures.reduce((sum, { numbers }) => sum + numbers.length, 0);
    return { openNumbers, openFindings: (await this.#parts.blanks.openFindings(FINDING_CODES)).length };
  }

  today(): string {
    return hallDate(this.#parts.clock.now());
  }

  /** Of one day. */
  async settled(day: string): Promise<SettledNumber[]> {
    const start = dayStart(day);
    return (await this.#parts.blanks.settledWithin(start, start + DAY_MS)).map((one) => this.#placed(one));
  }

  #told(findings: readonly StoredFinding[]): Promise<Finding[]> {
    return Promise.all(
      findings.map(async ({ facts, ...finding }) => {
        const settled = (await this.#parts.blanks.settledAmong(finding)).map((one) => this.#placed(one));
        return { ...finding, hall: this.#hall(finding.kiosk), ...wordsOf({ ...finding, facts }), settled };
      }),
    );
  }

  #placed(one: SettledRow): SettledNumber {
    return { ...one, hall: this.#hall(one.kiosk) };
  }

  #hall(kiosk: string): string {
    return this.#parts.kiosks.get(kiosk)?.hall ?? "";
  }
}
