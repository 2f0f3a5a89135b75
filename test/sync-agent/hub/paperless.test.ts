import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { Database } from "../../../base/database.ts";
import type { Log } from "../../../base/log.ts";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import { putReceipt } from "../../../sync-agent/hub/receipts/sqlite-receipts.ts";
import { HUB_TABLES } from "../../../sync-agent/hub/tables.ts";
import { MAX_KIOSK_RECEIPTS, MAX_RECEIPT_CHARS } from "../../../sync-agent/protocol/limits.ts";
import type { PaperlessReceiptBody } from "../../../sync-agent/protocol/messages.ts";
import { BROWSER } from "../../support/browser.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { drainAll, KIOSK, type KioskSide, openHub, openKiosk, removeTempFolders, tempFolder } from "../support.ts";

const DAY_MS = 24 * 60 * 60_000;
const SLIP: ReceiptDocument = {
  lines: [
    { kind: "text", text: "示例市市民中心", align: "center", bold: true },
    { kind: "text", text: "业务回执", align: "center", size: "double", bold: true },
    { kind: "rule" },
    { kind: "pair", left: "办件编号", right: "11990101MB00000012" },
    { kind: "pair", left: "申请人", right: "林**" },
    { kind: "text", text: "<img src=x onerror=alert(1)>" },
    { kind: "feed", lines: 1 },
    { kind: "qr", data: "https://hub.shili.example/verify/SLGJJ-2026-000001" },
    { kind: "text", text: "样张", align: "right" },
  ],
};

/** As the runtime seals it. */
function seal(document: ReceiptDocument, receipt = systemRandom.bytes(16).toString("hex")) {
  const [key, nonce] = [systemRandom.bytes(32), systemRandom.bytes(12)];
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(receipt));
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(document)), cipher.final(), cipher.getAuthTag()]).toString("base64");
  return { receipt, key: key.toString("base64url"), sealed };
}

describe("sync-agent/hub: a receipt on the phone", () => {
  const lines: string[] = [];
  const note = (event: string, facts?: unknown) => void lines.push(`${event} ${JSON.stringify(facts)}`);
  const log: Log = { debug: note, info: note, warn: note, error: note, channel: () => log };
  let clock: FakeClock;
  let data: string;
  let hub: Awaited<ReturnType<typeof openHub>>;
  let kiosk: KioskSide;
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch(BROWSER);
  });
  after(() => browser.close());
  beforeEach(async () => {
    clock = new FakeClock();
    lines.length = 0;
    data = tempFolder();
    hub = await openHub({ clock, data, log });
    kiosk = openKiosk(tempFolder(), hub.url, clock);
  });
  afterEach(async () => {
    kiosk.db.close();
    await hub.close();
    removeTempFolders();
  });

  async function give({ receipt, sealed }: Pick<PaperlessReceiptBody, "receipt" | "sealed">, keptMs = 7 * DAY_MS) {
    const body = { receipt, sealed, until: new Date(clock.now() + keptMs).toISOString() };
    kiosk.outbox.enqueue("paperless-receipt", "", uuidv7(clock.now(), systemRandom), body);
    await drainAll(kiosk);
  }
  const dataOf = (receipt: string) => fetch(`${hub.url}/r/${receipt}/data`);

  async function open(address: string): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of 4/.test(message.text())) complaints.push(message.text());
    });
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(hub.url + address);
    return { page, complaints, asked };
  }
  const shows = (page: Page, way: string) => page.locator(`#${way}`).waitFor({ state: "visible", timeout: 20_000 });

  it("is decrypted in the browser and looks like a slip; what a line says stays text", async () => {
    const { receipt, key, sealed } = seal(SLIP);
    await give({ receipt, sealed });
    const { page, complaints, asked } = await open(`/r/${receipt}#${key}`);
    await shows(page, "shown");
    const words = (await page.locator("#slip").textContent()) ?? "";
    for (const text of ["业务回执", "办件编号11990101MB00000012", "林**", "<img src=x onerror=alert(1)>"])
      assert.ok(words.includes(text), text);
    assert.equal(await page.locator("#slip a").getAttribute("href"), "https://hub.shili.example/verify/SLGJJ-2026-000001");
    assert.equal(await page.locator("#slip img").count(), 0);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(complaints, []);
    assert.ok(
      asked.every((address) => !address.includes(key)),
      "the key is in no request",
    );
    const into = process.env["ZIZHU_LOOKS"];
    if (into) {
      mkdirSync(into, { recursive: true });
      await page.screenshot({ path: join(into, "receipt.png"), fullPage: true });
    }
    await page.close();
  });

  it("that has not come yet is asked for again by hand, not in a loop, and then opens", async () => {
    const made = seal(SLIP);
    const { page, asked } = await open(`/r/${made.receipt}#${made.key}`);
    await shows(page, "not-yet");
    assert.match((await page.locator("#not-yet").textContent()) ?? "", /断网/);
    assert.equal(asked.filter((address) => address.endsWith("/data")).length, 1);
    await give(made);
    await page.locator("#not-yet .again").click();
    await shows(page, "shown");
    assert.equal(asked.filter((address) => address.endsWith("/data")).length, 2);
    await page.close();
  });

  it("that was opened with another key, or was changed, or lies under another address, says so and shows nothing", async () => {
    const made = seal(SLIP);
    await give(made);
    const changed = Buffer.from(made.sealed, "base64");
    changed[30] = (changed[30] ?? 0) ^ 1;
    const damaged = { receipt: systemRandom.bytes(16).toString("hex"), sealed: changed.toString("base64") };
    await give(damaged);
    const moved = { receipt: systemRandom.bytes(16).toString("hex"), sealed: made.sealed };
    await give(moved);
    const wrongKey = systemRandom.bytes(32).toString("base64url");
    for (const address of [`${made.receipt}#${wrongKey}`, `${damaged.receipt}#${made.key}`, `${moved.receipt}#${made.key}`]) {
      const { page, complaints } = await open(`/r/${address}`);
      await shows(page, "broken");
      assert.equal(await page.locator("#slip").textContent(), "");
      assert.deepEqual(complaints, []);
      await page.close();
    }
    const { page } = await open(`/r/${made.receipt}`);
    await shows(page, "no-key");
    await page.close();
  });

  it("on a connection where browsers offer no cryptography says what is missing", async () => {
    const { receipt, key, sealed } = seal(SLIP);
    await give({ receipt, sealed });
    const context = await browser.newContext();
    const page = await context.newPage();
    // A name that is not localhost, over http: what a phone sees of a hub on the hall's own network.
    await page.route("http://hub.lan/**", async (route) => {
      const reply = await fetch(hub.url + new URL(route.request().url()).pathname);
      const body = Buffer.from(await reply.arrayBuffer());
      await route.fulfill({ status: reply.status, headers: Object.fromEntries(reply.headers), body });
    });
    await page.goto(`http://hub.lan/r/${receipt}#${key}`);
    await shows(page, "insecure");
    await context.close();
  });

  it("is forgotten after its time, even if a kiosk wished for longer; a late visitor is told", async () => {
    const short = seal(SLIP);
    const long = seal(SLIP);
    await give(short);
    await give(long, 365 * DAY_MS);
    await clock.advance(7 * DAY_MS + 20 * 60_000);
    assert.equal((await dataOf(short.receipt)).status, 410);
    assert.equal((await dataOf(long.receipt)).status, 200);
    await clock.advance(DAY_MS);
    assert.equal((await dataOf(long.receipt)).status, 410);
    const { page } = await open(`/r/${short.receipt}#${short.key}`);
    await shows(page, "expired");
    await page.close();
    await hub.close();
    const files = readdirSync(data).map((name) => readFileSync(join(data, name)));
    for (const { sealed } of [short, long]) {
      assert.ok(
        files.every((bytes) => !bytes.includes(Buffer.from(sealed, "base64"))),
        "the ciphertext is gone from the disk",
      );
    }
    hub = await openHub({ clock, data, log });
  });

  it("of a kiosk whose clock stands years behind is there for a day from when it came", async () => {
    const made = seal(SLIP);
    await give(made, -370 * DAY_MS);
    assert.equal((await dataOf(made.receipt)).status, 200);
    await clock.advance(DAY_MS - 60_000);
    assert.equal((await dataOf(made.receipt)).status, 200);
    await clock.advance(120_000);
    assert.equal((await dataOf(made.receipt)).status, 410);
    const { page } = await open(`/r/${made.receipt}#${made.key}`);
    await shows(page, "expired");
    assert.doesNotMatch((await page.locator("#expired").textContent()) ?? "", /七天|seven days/, "it was one day");
    await page.close();
  });

  it("leaves no word and no key of it on the hub's disk or in its log", async () => {
    const { receipt, key, sealed } = seal(SLIP);
    await give({ receipt, sealed });
    const { page } = await open(`/r/${receipt}#${key}`);
    await shows(page, "shown");
    await page.close();
    const needles = ["业务回执", "办件编号", "11990101MB00000012", "林**", key].flatMap((text) => [
      Buffer.from(text),
      Buffer.from(Buffer.from(text).toString("base64").slice(0, -4)),
    ]);
    needles.push(Buffer.from(key, "base64url"));
    const files = readdirSync(data).map((name) => readFileSync(join(data, name)));
    assert.ok(
      files.some((bytes) => bytes.includes(Buffer.from(sealed, "base64"))),
      "the search can find what is there",
    );
    for (const needle of needles) {
      assert.ok(files.every((bytes) => !bytes.includes(needle)));
      assert.ok(!lines.join("\n").includes(needle.toString("utf8")));
    }
    assert.ok(!lines.join("\n").includes(receipt), "nor its address");
    const db = new Database(join(data, "hub.db"), [], "test");
    assert.deepEqual(
      db.all<{ n: number }>("SELECT length(sealed) AS n FROM inbox").map(({ n }) => n),
      [0],
      "the inbox, which forgets nothing, has no copy",
    );
    db.close();
  });

  it("of which a second row claims the address is refused, and the first stays", async () => {
    const made = seal(SLIP);
    await give(made);
    await give({ receipt: made.receipt, sealed: seal(SLIP).sealed });
    assert.match(kiosk.outbox.quarantined()[0]?.problem ?? "", /is here already/);
    assert.equal(((await (await dataOf(made.receipt)).json()) as { sealed: string }).sealed, made.sealed);
  });

  it("that weighs more than any receipt does is refused", async () => {
    await give({ receipt: "a".repeat(32), sealed: "A".repeat(MAX_RECEIPT_CHARS + 4) });
    assert.match(kiosk.outbox.quarantined()[0]?.problem ?? "", /sealed/);
  });

  it("whose lines are none, as only a broken kiosk makes them, says so and does not wait for ever", async () => {
    for (const lines of [[null], [7], "text", [{ kind: "qr" }, { kind: "text", text: { html: 1 } }, null]]) {
      const made = seal({ lines } as unknown as ReceiptDocument);
      await give(made);
      const { page, complaints } = await open(`/r/${made.receipt}#${made.key}`);
      await page.locator("#looking").waitFor({ state: "hidden" });
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  it("whose code leads anywhere but to the web is not a link", async () => {
    const data = ["javascript:alert(1)", "data:text/html,<b>", " https://a.example", "HTTPS://a.example/"];
    const made = seal({ lines: data.map((one) => ({ kind: "qr", data: one })) } as ReceiptDocument);
    await give(made);
    const { page } = await open(`/r/${made.receipt}#${made.key}`);
    await shows(page, "shown");
    assert.equal(await page.locator("#slip a").count(), 0);
    await page.close();
  });

  it("and more of them than any hall gives are not kept for one kiosk; another kiosk's still are", () => {
    const db = new Database(join(tempFolder(), "hub.db"), HUB_TABLES, "test");
    const from = { kiosk: KIOSK, now: clock.now() };
    const row = (n: number) => ({
      receipt: n.toString(16).padStart(32, "0"),
      sealed: "A".repeat(40),
      until: new Date(clock.now() + DAY_MS).toISOString(),
    });
    db.transaction(() => {
      for (let n = 0; n < MAX_KIOSK_RECEIPTS; n++) assert.ok(putReceipt(db, row(n), from).ok);
    });
    const refused = putReceipt(db, row(MAX_KIOSK_RECEIPTS), from);
    assert.match(refused.ok ? "" : refused.error, /kept already/);
    assert.ok(putReceipt(db, row(MAX_KIOSK_RECEIPTS), { ...from, kiosk: "kiosk-02" }).ok);
    db.run("UPDATE paperless_receipts SET sealed = NULL WHERE receipt = ?", row(0).receipt);
    assert.ok(putReceipt(db, row(MAX_KIOSK_RECEIPTS + 1), from).ok);
    db.close();
  });

  it("and one that never was cannot be told from one that is on its way", async () => {
    const [one, other] = await Promise.all([dataOf("0".repeat(32)), dataOf("not-an-address")]);
    assert.deepEqual([one.status, await one.text()], [other.status, await other.text()]);
  });

  it("is asked for at most so often from one address", async () => {
    for (let n = 0; n < 120; n++) assert.equal((await dataOf("0".repeat(32))).status, 404);
    assert.equal((await dataOf("0".repeat(32))).status, 429);
  });

  it("its page comes with a policy that lets in our own script and nothing else", async () => {
    const page = await fetch(`${hub.url}/r/${"0".repeat(32)}`);
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'.*script-src 'self'; connect-src 'self'/);
    assert.equal(page.headers.get("cache-control"), "no-store");
    assert.equal(page.headers.get("referrer-policy"), "no-referrer");
  });
});
