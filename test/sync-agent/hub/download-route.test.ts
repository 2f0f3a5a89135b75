import assert from "node:assert/strict";
import { connect } from "node:net";
import { join } from "node:path";
import { Database } from "../../../base/database.ts";
import { type Log, silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { askDownload } from "../../../sync-agent/agent/query.ts";
import type { Connector, Operation } from "../../../sync-agent/departments/connector.ts";
import { DownloadTickets, TICKET_VALID_MS } from "../../../sync-agent/hub/download-tickets.ts";
import { makeHubKeys } from "../../../sync-agent/hub/keys.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { HUB_KEYS, KIOSK, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const WORDS = { "zh-CN": "社保", en: "Insurance" };
const OFD = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(50_000, 7)]);
const LIN = { name: "林晓岚", idNumber: "99010119900412002X" };

const OPERATION: Operation = {
  use: "download",
  method: "POST",
  path: "/file",
  request: { name: "name", idNumber: "idNumber", kiosk: "asked.kiosk", item: "asked.item" },
  outcomes: [
    { status: 200, is: "answer" },
    { status: 404, is: "refused" },
  ],
  file: { types: ["application/ofd", "application/pdf"], name: "参保缴费证明（样张）", check: "idNumber" },
  answer: {},
  refusal: { reason: "reason", message: "message", fields: "fields" },
  timeoutMs: 5_000,
  retry: "never",
};
const { check: _, ...UNCHECKED } = OPERATION.file ?? { types: [] };
const CONNECTOR: Connector = {
  schema: 1,
  id: "insurance",
  name: WORDS,
  sandbox: true,
  baseUrl: "http://127.0.0.1:1",
  deliverTakes: "none",
  operations: { file: OPERATION, leaflet: { ...OPERATION, file: UNCHECKED } },
};
const QUERY = { operation: "insurance.file", params: LIN, withinMs: 3_000, item: "insurance-record" };
type Answer = Parameters<typeof stubServer>[0];

describe("sync-agent/hub: a department's file for a phone", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });
  const ofd: Answer = () => ({ status: 200, body: OFD, headers: { "content-type": "application/ofd" } });

  async function set(answer: Answer = ofd, log: Log = silentLog) {
    const clock = new FakeClock();
    let now = answer;
    const asked: string[] = [];
    const department = await stubServer((request) => {
      asked.push(request.body);
      return now(request);
    });
    closers.push(() => department.close());
    const data = tempFolder();
    const start = () => openHub({ clock, data, connectors: [CONNECTOR], baseUrls: { insurance: department.url }, log });
    let hub = await start();
    closers.push(() => hub.close());
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(() => kiosk.db.close());
    return {
      clock,
      data,
      asked,
      kiosk,
      answer: (other: Answer) => {
        now = other;
      },
      /** The same hub, on another port: no connection of before is left in the client. */
      restart: async (url: string) => {
        await hub.close();
        hub = await start();
        return url.replace(/:[0-9]+/, `:${hub.port}`);
      },
      offer: async (query = QUERY) => must(await askDownload(kiosk.client, KIOSK, query)),
    };
  }
  const look = (url: string) => fetch(url, { redirect: "error" });
  const type = (url: string, last: string) => fetch(url, { method: "POST", body: new URLSearchParams({ last }), redirect: "error" });
  const words = async (response: Response) => [response.status, await response.text()] as const;

  it("the address holds nothing of the person that can be read, and is good for a quarter of an hour", async () => {
    const { offer, clock, asked } = await set();
    const { url, until } = await offer();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/download\/[A-Za-z0-9_-]{100,900}$/);
    assert.doesNotMatch(Buffer.from(url.split("/").at(-1) ?? "", "base64url").toString("utf8"), /林|9901|insurance/);
    assert.equal(Date.parse(until), clock.now() + TICKET_VALID_MS);
    assert.notEqual((await offer()).url, url, "no two are the same");
    assert.deepEqual(asked, [], "no department is asked before the phone comes");
  });

  it("the phone is asked for the last four characters, and then gets the file as the department made it", async () => {
    const { offer, asked } = await set();
    const { url } = await offer();
    const page = await look(url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get("cache-control") ?? "", /no-store/);
    assert.equal(page.headers.get("referrer-policy"), "no-referrer");
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'.*form-action 'self'/);
    const html = await page.text();
    assert.match(html, /参保缴费证明（样张）/);
    assert.match(html, /身份证号码后四位/);
    assert.match(html, /Last four characters/);
    assert.doesNotMatch(html, /<script|林晓岚|990101|002X/);
    assert.deepEqual(asked, [], "looking takes nothing");
    const file = await type(url, "002x");
    assert.equal(file.status, 200);
    assert.equal(file.headers.get("content-type"), "application/ofd");
    assert.match(file.headers.get("content-disposition") ?? "", /^attachment; filename="document.ofd"; filename\*=UTF-8''%E5%8F%82/);
    assert.match(file.headers.get("cache-control") ?? "", /no-store/);
    assert.equal(file.headers.get("x-content-type-options"), "nosniff");
    assert.ok(Buffer.from(await file.arrayBuffer()).equals(OFD));
    assert.deepEqual(JSON.parse(asked[0] ?? ""), { ...LIN, kiosk: KIOSK, item: "insurance-record" });
  });

  it("it can be had once", async () => {
    const { offer, asked } = await set();
    const { url } = await offer();
    assert.equal((await type(url, "002X")).status, 200);
    for (const again of [await type(url, "002X"), await look(url)]) {
      const [status, html] = await words(again);
      assert.equal(status, 410);
      assert.match(html, /已经下载过一次/);
    }
    assert.equal(asked.length, 1);
  });

  it("two phones at the same moment: one gets it", async () => {
    const { offer, asked } = await set();
    const { url } = await offer();
    const statuses = (await Promise.all([type(url, "002X"), type(url, "002X"), type(url, "002X")])).map((one) => one.status);
    assert.equal(statuses.filter((one) => one === 200).length, 1, statuses.join());
    assert.equal(asked.length, 1);
  });

  it("five wrong answers close it, for the right one too", async () => {
    const { offer, asked } = await set();
    const { url } = await offer();
    for (const left of [4, 3, 2, 1]) {
      const [status, html] = await words(await type(url, "1234"));
      assert.equal(status, 403);
      assert.match(html, new RegExp(`还可以试 ${left} 次`));
    }
    assert.match((await words(await type(url, "")))[1], /答错 5 次/);
    const [status, html] = await words(await type(url, "002X"));
    assert.equal(status, 410);
    assert.match(html, /答错 5 次/);
    assert.deepEqual(asked, []);
  });

  it("after a quarter of an hour it is over, whatever is typed", async () => {
    const { offer, clock } = await set();
    const { url } = await offer();
    await clock.advance(TICKET_VALID_MS - 1);
    assert.equal((await look(url)).status, 200);
    await clock.advance(1);
    for (const late of [await look(url), await type(url, "002X")]) {
      const [status, html] = await words(late);
      assert.equal(status, 410);
      assert.match(html, /已过期/);
    }
  });

  it("a hub that was started anew still knows what was taken: there is no second download", async () => {
    const { offer, restart, asked } = await set();
    const { url } = await offer();
    const other = (await offer()).url;
    assert.equal((await type(url, "002X")).status, 200);
    const later = await restart(url);
    for (const again of [await type(later, "002X"), await look(later)]) {
      const [status, html] = await words(again);
      assert.equal(status, 410);
      assert.match(html, /已经下载过一次/);
    }
    assert.equal(asked.length, 1);
    assert.equal((await type(new URL(new URL(other).pathname, later).href, "002X")).status, 200, "another ticket is as good as before");
  });

  it("a hub that was started anew gives nobody more tries", async () => {
    const { offer, restart, asked } = await set();
    const { url } = await offer();
    for (let n = 0; n < 3; n++) assert.equal((await type(url, "1234")).status, 403);
    const later = await restart(url);
    assert.match((await words(await type(later, "1234")))[1], /还可以试 1 次/);
    assert.match((await words(await type(later, "1234")))[1], /答错 5 次/);
    const last = await restart(later);
    assert.equal((await type(last, "002X")).status, 410);
    assert.deepEqual(asked, []);
  });

  it("of a ticket the hub writes down a hash, tries and an hour, and forgets them when its time is over", async () => {
    const { offer, clock, data } = await set();
    const { url } = await offer();
    const spent = (await offer()).url;
    assert.equal((await type(url, "002X")).status, 200);
    assert.equal((await type(spent, "1234")).status, 403);
    const tickets = () => {
      const db = new Database(join(data, "hub.db"), [], "test");
      const rows = db.all("SELECT * FROM download_tickets ORDER BY taken");
      db.close();
      return rows.map((row) => ({ ...row }));
    };
    const until = clock.now() + TICKET_VALID_MS;
    const rows = tickets();
    assert.deepEqual(
      rows.map(({ ticket: _, ...rest }) => rest),
      [
        { tries: 1, taken: 0, until },
        { tries: 0, taken: 1, until },
      ],
    );
    for (const { ticket } of rows) assert.match(String(ticket), /^[0-9a-f]{64}$/);
    const nonce = Buffer.from(url.split("/").at(-1) ?? "", "base64url")
      .subarray(0, 12)
      .toString("hex");
    assert.ok(!JSON.stringify(rows).includes(nonce), "the address does not follow from it");
    await clock.advance(TICKET_VALID_MS + 10 * 60_000);
    assert.deepEqual(tickets(), []);
  });

  it("a ticket that was changed, cut, made up or sealed by another hub opens nothing", async () => {
    const { offer, clock, asked } = await set();
    const { url } = await offer();
    const at = url.lastIndexOf("/") + 1;
    const [front, ticket] = [url.slice(0, at), url.slice(at)];
    const flipped = (n: number) => ticket.slice(0, n) + (ticket[n] === "A" ? "B" : "A") + ticket.slice(n + 1);
    const stranger = new DownloadTickets(makeHubKeys().private.seal, systemRandom, clock);
    const foreign = stranger.seal({ ...QUERY, kiosk: KIOSK, until: clock.now() + 60_000 });
    const bad = [0, 5, 20, 60, ticket.length - 10].map(flipped);
    for (const one of [...bad, ticket.slice(0, -4), `${ticket}AAAA`, "x", "A".repeat(120), foreign]) {
      const [status, html] = await words(await type(front + one, "002X"));
      assert.equal(status, 404, one);
      assert.match(html, /不完整或已失效/);
    }
    assert.deepEqual(asked, []);
    assert.equal((await type(url, "002X")).status, 200, "the true one is still good");
  });

  it("a department that is away costs neither a try nor the download", async () => {
    const { offer, answer } = await set(() => "drop");
    const { url } = await offer();
    for (let n = 0; n < 7; n++) {
      const [status, html] = await words(await type(url, "002X"));
      assert.equal(status, 503);
      assert.match(html, /暂时没有回应/);
      assert.match(html, /<form/);
    }
    answer(ofd);
    assert.equal((await type(url, "002X")).status, 200);
  });

  it("a department's no is told in its own words", async () => {
    const message = { "zh-CN": "没有查到<您>的参保记录", en: "No record" };
    const { offer } = await set(() => ({
      status: 404,
      body: JSON.stringify({ reason: "none", message }),
      headers: { "content-type": "application/json" },
    }));
    const [status, html] = await words(await type((await offer()).url, "002X"));
    assert.equal(status, 403);
    assert.match(html, /没有查到&#60;您&#62;的参保记录/);
  });

  it("a phone that goes away before anything came may come again", async () => {
    let arrived: () => void = () => undefined;
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { offer, answer } = await set(() => {
      arrived();
      return "hang";
    });
    const { url } = await offer();
    const { port, pathname } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nlast=002X`);
    await there;
    socket.destroy();
    answer(ofd);
    for (;;) {
      const again = await type(url, "002X");
      await again.arrayBuffer();
      // The hub hears of the lost connection a moment later; until then the ticket is being served.
      if (again.status === 409) continue;
      assert.equal(again.status, 200);
      break;
    }
  });

  it("where the connector names no check, the page asks nothing and a touch gets the file", async () => {
    const { offer } = await set();
    const { url } = await offer({ ...QUERY, operation: "insurance.leaflet" });
    const html = await (await look(url)).text();
    assert.doesNotMatch(html, /<input/);
    assert.equal((await fetch(url, { method: "POST" })).status, 200);
  });

  it("no address is made for what nobody offers, or for a person whose number is missing", async () => {
    const { kiosk } = await set();
    for (const query of [
      { ...QUERY, operation: "insurance.nothing" },
      { ...QUERY, params: { name: LIN.name, idNumber: "" } },
      { ...QUERY, params: { ...LIN, note: "长".repeat(400) } },
    ]) {
      const offered = await askDownload(kiosk.client, KIOSK, query);
      assert.equal(offered.ok ? "" : offered.error.code, "query.malformed");
    }
  });

  it("the log holds neither the person nor the address", async () => {
    const lines: string[] = [];
    const note = (event: string, facts?: object) => void lines.push(JSON.stringify([event, facts]));
    const log: Log = { debug: note, info: note, warn: note, error: note, channel: () => log };
    const { offer } = await set(ofd, log);
    const { url } = await offer();
    await type(url, "9999");
    await type(url, "002X");
    assert.match(lines.join(), /download.offered.*download.wrong-answer.*download.answered/);
    assert.doesNotMatch(lines.join(), /林|9901|002X|9999/);
    assert.ok(!lines.join().includes(url.split("/").at(-1) ?? ""));
  });

  it("the same address may not be tried by the thousand", async () => {
    const { offer } = await set();
    const { url } = await offer();
    const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await look(url)).status));
    assert.ok(statuses.includes(429));
  });

  it("tickets of one hub open with its key only", () => {
    const clock = new FakeClock();
    const tickets = new DownloadTickets(HUB_KEYS.private.seal, systemRandom, clock);
    const text = tickets.seal({ ...QUERY, kiosk: KIOSK, until: clock.now() + 1_000 });
    const opened = must(new DownloadTickets(HUB_KEYS.private.seal, systemRandom, clock).open(text));
    assert.deepEqual([opened.params, opened.kiosk, opened.item], [LIN, KIOSK, "insurance-record"]);
  });
});
