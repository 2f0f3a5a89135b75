import { parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { type Outbox, type StoredRow, toWire } from "../outbox/outbox.ts";
import { MAX_BATCH_BYTES, MAX_BATCH_ROWS, MAX_ROW_BYTES } from "../protocol/limits.ts";
import type { Batch, BatchReceipt } from "../protocol/messages.ts";
import { checkReceipt } from "../protocol/shapes.ts";
import type { HubClient, HubReply } from "./hub-client.ts";

/** What one turn of the drain did. `failed`: nothing moved; try again later, not before `retryAfterMs` when the hub said so. */
export type DrainStep =
  | { readonly kind: "empty" }
  | { readonly kind: "moved"; readonly stored: number; readonly setAside: number }
  | { readonly kind: "failed"; readonly why: string; readonly retryAfterMs: number | null };

const BATCH_WITHIN_MS = 30_000;
/** Refusals of one row alone after which it is set aside. A hub that is being updated may refuse once by mistake. */
const REFUSALS_UNTIL_QUARANTINE = 3;
/** The hub breaks (5xx) on one row alone: it is held back so that the others go, and tried again. */
const BREAKS_UNTIL_DEFERRED = 3;
const DEFERRED_MS = 5 * 60_000;

/** Moves rows from the outbox to the hub, one batch a step. Keeps nothing in memory that a crash would lose. */
export class Drain {
  readonly #outbox: Outbox;
  readonly #client: HubClient;
  readonly #kiosk: string;
  readonly #clock: Clock;
  readonly #log: Log;
  // Halves while the hub refuses a batch, so that the one bad row is found, and doubles while it takes them.
  #limit = MAX_BATCH_ROWS;

  constructor(parts: { outbox: Outbox; client: HubClient; kiosk: string; clock: Clock; log: Log }) {
    this.#outbox = parts.outbox;
    this.#client = parts.client;
    this.#kiosk = parts.kiosk;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  async step(signal?: AbortSignal): Promise<DrainStep> {
    const rows = this.#outbox.peek(this.#limit, MAX_BATCH_BYTES);
    const [first] = rows;
    if (!first) return { kind: "empty" };
    if (first.sealed.length > MAX_ROW_BYTES)
      return this.#setAside(first, `${first.sealed.length} bytes, at most ${MAX_ROW_BYTES} can be sent`);
    const batch: Batch = { kiosk: this.#kiosk, epoch: this.#outbox.epoch(), rows: rows.map(toWire) };
    const sent = await this.#client.send("POST", `/v1/kiosks/${encodeURIComponent(this.#kiosk)}/batch`, batch, {
      withinMs: BATCH_WITHIN_MS,
      ...(signal ? { signal } : {}),
    });
    if (!sent.ok) {
      const retryAfterMs = sent.error.code === "hub.not-signed" ? sent.error.retryAfterMs : null;
      return { kind: "failed", why: JSON.stringify(sent.error), retryAfterMs };
    }
    return this.#read(sent.value, batch, rows, first);
  }

  #read(reply: HubReply, batch: Batch, rows: readonly StoredRow[], first: StoredRow): DrainStep {
    const { status } = reply;
    if (status === 200) return this.#settle(reply, batch, rows);
    const why = `${status} ${reply.problem?.code ?? "without a reason"}: ${reply.problem?.what ?? ""}`;
    if (status === 400 || status === 413 || status === 422) return this.#narrow(rows, first, why);
    if (status >= 500 && status !== 503) return this.#suspect(rows, first, why, reply.retryAfterMs);
    return { kind: "failed", why, retryAfterMs: reply.retryAfterMs };
  }

  #settle(reply: HubReply, batch: Batch, rows: readonly StoredRow[]): DrainStep {
    const parsed = parseJson(reply.body.toString("utf8"), "receipt");
    const receipt = parsed.ok ? checkReceipt(parsed.value, "receipt") : parsed;
    if (!receipt.ok) return { kind: "failed", why: `receipt unreadable: ${JSON.stringify(receipt.error)}`, retryAfterMs: null };
    if (receipt.value.kiosk !== batch.kiosk || receipt.value.epoch !== batch.epoch) {
      return { kind: "failed", why: "receipt is for another kiosk or epoch", retryAfterMs: null };
    }
    if (receipt.value.epochReused) return this.#renewEpoch();
    return this.#apply(receipt.value, rows);
  }

  #apply(receipt: BatchReceipt, rows: readonly StoredRow[]): DrainStep {
    const refused = new Map(receipt.refused.map((one) => [one.seq, one.problem]));
    const stored = rows.filter((row) => row.seq <= receipt.storedUpTo && !refused.has(row.seq)).map((row) => row.seq);
    const aside = rows.filter((row) => refused.has(row.seq));
    if (stored.length + aside.length === 0) return { kind: "failed", why: "receipt names none of the rows sent", retryAfterMs: null };
    for (const row of aside) this.#setAside(row, refused.get(row.seq) ?? "");
    this.#outbox.acknowledge(stored);
    this.#limit = Math.min(MAX_BATCH_ROWS, this.#limit * 2);
    return { kind: "moved", stored: stored.length, setAside: aside.length };
  }

  #narrow(rows: readonly StoredRow[], first: StoredRow, why: string): DrainStep {
    if (rows.length > 1) {
      this.#limit = Math.max(1, Math.floor(rows.length / 2));
      return { kind: "failed", why, retryAfterMs: 0 };
    }
    if (this.#outbox.failed(first.seq) >= REFUSALS_UNTIL_QUARANTINE) return this.#setAside(first, why);
    return { kind: "failed", why, retryAfterMs: null };
  }

  #suspect(rows: readonly StoredRow[], first: StoredRow, why: string, retryAfterMs: number | null): DrainStep {
    if (rows.length > 1) this.#limit = Math.max(1, Math.floor(rows.length / 2));
    else if (first.attempts + 1 >= BREAKS_UNTIL_DEFERRED) this.#outbox.failed(first.seq, this.#clock.now() + DEFERRED_MS);
    else this.#outbox.failed(first.seq);
    return { kind: "failed", why, retryAfterMs };
  }

  #setAside(row: StoredRow, problem: string): DrainStep {
    this.#log.error("outbox.row-set-aside", { seq: row.seq, kind: row.kind, problem });
    this.#outbox.quarantine(row.seq, problem);
    return { kind: "moved", stored: 0, setAside: 1 };
  }

  #renewEpoch(): DrainStep {
    this.#log.warn("outbox.epoch-renewed", { epoch: this.#outbox.epoch() });
    this.#outbox.renewEpoch();
    return { kind: "moved", stored: 0, setAside: 0 };
  }
}
