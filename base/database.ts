import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** A step that brings the schema from version n-1 to n; its position in the list is n. Never edited once released. */
export type Migration = string;

export type Row = Record<string, null | number | bigint | string | Uint8Array>;

/**
 * SQLite as this house uses it: WAL, synchronous=FULL, STRICT tables, foreign keys on, numbered migrations.
 * The only file that knows which package SQLite comes from.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  /**
   * Opens or makes the file at `path` and migrates it. Throws `DatabaseUnusable`: nothing can start without it. `readOnly`: a file that
   * another process writes is looked at as it is.
   */
  constructor(path: string, migrations: readonly Migration[], owner = "main", { readOnly = false } = {}) {
    try {
      if (readOnly) {
        this.#db = new DatabaseSync(path, { timeout: 5_000, readOnly });
        return;
      }
      this.#db = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
      this.#db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
      migrate(this, migrations, owner);
      assertDurable(this);
    } catch (cause) {
      throw new DatabaseUnusable(path, cause);
    }
  }

  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number } {
    const done = this.#prepare(sql).run(...values);
    return { changes: Number(done.changes), lastId: Number(done.lastInsertRowid) };
  }

  all<T = Row>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  /** Several statements without values: migrations and pragmas. */
  script(sql: string): void {
    this.#db.exec(sql);
  }

  /**
   * All of `work` in one durable commit, or none of it. A throw rolls back. Nests: only the outermost commits.
   * `work` is synchronous on purpose: a transaction that awaits would let a stranger's statement in.
   */
  transaction<T>(work: () => T extends Promise<unknown> ? never : T): T {
    if (this.#depth > 0) return work();
    this.run("BEGIN IMMEDIATE");
    this.#depth += 1;
    try {
      const value = work();
      this.run("COMMIT");
      return value;
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw cause;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** The file cannot be opened, migrated or made durable; carries the path and the cause. */
export class DatabaseUnusable extends Error {
  constructor(path: string, cause: unknown) {
    super(`database ${path} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "DatabaseUnusable";
  }
}

/** What is wrong with a schema by the rules of the house; empty when nothing is. */
export function lintSchema(db: Database): string[] {
  const tables = db.all<{ name: string; strict: number }>(
    "SELECT name, strict FROM pragma_table_list WHERE schema='main' AND type='table' AND name NOT LIKE 'sqlite_%'",
  );
  return tables.flatMap(({ name, strict }) => {
    const keys = db.all("SELECT 1 FROM pragma_table_info(?) WHERE pk > 0", name);
    return [...(strict === 1 ? [] : [`table ${name} is not STRICT`]), ...(keys.length > 0 ? [] : [`table ${name} has no primary key`])];
  });
}

// `owner`: two rooms may keep tables in one file (a case and its outbox row must be one commit), each with its own numbering.
function migrate(db: Database, migrations: readonly Migration[], owner: string): void {
  db.script("CREATE TABLE IF NOT EXISTS schema_version (owner TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  db.transaction(() => {
    const at = db.get<{ version: number }>("SELECT version FROM schema_version WHERE owner = ?", owner)?.version ?? 0;
    if (at > migrations.length) throw new Error(`schema of ${owner} is version ${at}, this release knows ${migrations.length}`);
    for (const migration of migrations.slice(at)) db.script(migration);
    db.run(
      "INSERT INTO schema_version VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET version = excluded.version",
      owner,
      migrations.length,
    );
  });
}

/** Brings the tables of another room into an open file, in its own numbering. */
export function addTables(db: Database, owner: string, migrations: readonly Migration[]): void {
  migrate(db, migrations, owner);
}

// Some SQLite builds fall back to NORMAL at the first write in WAL mode, so the setting is read after one.
function assertDurable(db: Database): void {
  const synchronous = db.get<{ synchronous: number }>("PRAGMA synchronous")?.synchronous;
  const mode = db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode;
  if (synchronous !== 2 || (mode !== "wal" && mode !== "memory")) {
    throw new Error(`commits would not be durable: synchronous=${synchronous}, journal_mode=${mode}`);
  }
}
