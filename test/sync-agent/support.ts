import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "../../base/database.ts";
import { type Log, silentLog } from "../../base/log.ts";
import { type Random, systemRandom, uuidv7 } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { Drain } from "../../sync-agent/agent/drain.ts";
import { HubClient } from "../../sync-agent/agent/hub-client.ts";
import type { Connector } from "../../sync-agent/departments/connector.ts";
import { type HubParts, type RunningHub, startHub } from "../../sync-agent/hub/hub.ts";
import { makeDeviceKey, makeHubKeys } from "../../sync-agent/hub/keys.ts";
import { readKiosks } from "../../sync-agent/hub/kiosks.ts";
import { SqliteHubStore } from "../../sync-agent/hub/sqlite-store.ts";
import { Outbox } from "../../sync-agent/outbox/outbox.ts";
import type { CaseBody } from "../../sync-agent/protocol/messages.ts";
import type { FakeClock } from "../support/fake-clock.ts";

export const KIOSK = "kiosk-01";
export const HUB_KEYS = makeHubKeys();
export const DEVICE_KEY = makeDeviceKey();
export const OTHER_DEVICE_KEY = makeDeviceKey();
/** scrypt of "correct horse". */
export const PASSWORD = "correct horse";

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "zz-sync-"));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
export function removeTempFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The same numbers in every run, from a seed (mulberry32). */
export function seededRandom(seed: number): Random & { fraction(): number } {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { bytes: (count) => Buffer.from(Array.from({ length: count }, () => Math.floor(next() * 256))), fraction: next };
}

export interface HubOptions {
  readonly clock: FakeClock;
  readonly data: string;
  readonly connectors?: readonly Connector[];
  readonly baseUrls?: Readonly<Record<string, string>>;
  readonly passwordHash?: string;
  readonly pages?: string;
  readonly log?: Log;
  readonly port?: number;
  readonly blankTypes?: HubParts["blankTypes"];
  /** Private key under which rows are opened, when it is not that of HUB_KEYS. */
  readonly sealKey?: string;
  /** Other kiosks beside KIOSK, all with OTHER_DEVICE_KEY. */
  readonly others?: readonly string[];
}

export async function openHub(options: HubOptions): Promise<RunningHub & { readonly url: string; readonly store: SqliteHubStore }> {
  const store = new SqliteHubStore(join(options.data, "hub.db"));
  const hub = await startHub({
    city: "示例市",
    host: "127.0.0.1",
    port: options.port ?? 0,
    store,
    kiosks: must(
      readKiosks(
        {
          kiosks: [
            { id: KIOSK, hall: "示例市市民中心", publicKey: DEVICE_KEY.publicKey },
            ...(options.others ?? []).map((id) => ({ id, hall: "东湖分中心", publicKey: OTHER_DEVICE_KEY.publicKey })),
          ],
        },
        "test",
      ),
    ),
    keys: { ...HUB_KEYS.private, ...(options.sealKey ? { seal: options.sealKey } : {}) },
    connectors: new Map((options.connectors ?? []).map((one) => [one.id, one])),
    baseUrls: options.baseUrls ?? {},
    adminPasswordHash: options.passwordHash ?? `${"00".repeat(16)}:${"00".repeat(32)}`,
    adminPages: options.pages ?? options.data,
    ...(options.blankTypes ? { blankTypes: options.blankTypes } : {}),
    behindTls: false,
    clock: options.clock,
    random: systemRandom,
    log: options.log ?? silentLog,
  });
  return { ...hub, store, url: `http://127.0.0.1:${hub.port}` };
}

export interface KioskSide {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly client: HubClient;
  readonly drain: Drain;
}

/** The agent's parts over `<folder>/kiosk.db`, talking to `url`. */
export function openKiosk(
  folder: string,
  url: string,
  clock: FakeClock,
  changes: { deviceKey?: string; hubKey?: string; kiosk?: string } = {},
): KioskSide {
  const db = new Database(join(folder, "kiosk.db"), [], "sync-agent");
  const outbox = new Outbox(db, HUB_KEYS.public.seal, systemRandom, clock);
  const kiosk = changes.kiosk ?? KIOSK;
  const client = new HubClient({
    url,
    kiosk,
    deviceKey: createPrivateKey(changes.deviceKey ?? DEVICE_KEY.privateKey),
    hubKey: createPublicKey(changes.hubKey ?? HUB_KEYS.public.sign),
    clock,
  });
  return { db, outbox, client, drain: new Drain({ outbox, client, kiosk, clock, log: silentLog }) };
}

export function caseBody(id: string, changes: Partial<CaseBody> = {}): CaseBody {
  return {
    id,
    number: `N-${id}`,
    item: "my-cases",
    itemVersion: 1,
    department: "case-centre",
    registeredAt: "2026-01-05T09:00:00+08:00",
    kiosk: KIOSK,
    applicant: { name: "林晓岚", idNumber: "990101199004120029" },
    factors: ["id-card"],
    consents: [],
    body: {},
    ...changes,
  };
}

/** Writes a case as the runtime does; gives its id. */
export function enqueueCase(outbox: Outbox, clock: FakeClock, changes: Partial<CaseBody> = {}): string {
  const id = uuidv7(clock.now(), systemRandom);
  outbox.enqueue("case", id, id, caseBody(id, changes));
  return id;
}

/** Steps until the outbox is empty; fails the test when `most` steps were not enough. */
export async function drainAll(kiosk: KioskSide, most = 100): Promise<void> {
  for (let step = 0; step < most; step++) {
    if ((await kiosk.drain.step()).kind === "empty") return;
  }
  assert.fail(`not empty after ${most} steps: ${kiosk.outbox.depth()} rows`);
}

/** What happens to one request on its way. */
export type Fault = "pass" | "drop-before" | "answer-500" | "drop-after";

/** Stands between agent and hub and does to each request what `next` says. */
export async function faultyLine(hubPort: () => number, next: () => Fault): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const fault = next();
    if (fault === "drop-before") request.socket.destroy();
    else if (fault === "answer-500") request.resume().on("end", () => response.writeHead(500).end("bad gateway"));
    else forward(hubPort(), request, response, fault === "drop-after");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function forward(port: number, request: IncomingMessage, response: ServerResponse, dropAfter: boolean): void {
  const { method, url: path, headers } = request;
  const onward = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (reply) => {
    if (dropAfter) {
      // The hub has answered, so it has committed; the kiosk never hears of it.
      reply.resume();
      reply.on("end", () => request.socket.destroy());
      return;
    }
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  onward.on("error", () => request.socket.destroy());
  request.pipe(onward);
}

/** A server that answers as told and remembers what it was asked. */
export async function stubServer(
  answer: (request: {
    method: string;
    path: string;
    body: string;
    headers: IncomingMessage["headers"];
  }) => { status: number; body?: string | Buffer; headers?: Record<string, string> } | "hang" | "drop",
) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const reply = answer({ method, path: url, body: Buffer.concat(chunks).toString("utf8"), headers });
      if (reply === "drop") request.socket.destroy();
      else if (reply !== "hang") response.writeHead(reply.status, reply.headers).end(reply.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
