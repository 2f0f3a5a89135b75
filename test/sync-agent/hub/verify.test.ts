import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import type { Log } from "../../../base/log.ts";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { clientKey } from "../../../sync-agent/hub/client-key.ts";
import {
  type Cause,
  type DepartmentWord,
  judgePaper,
  type Paper,
  type PrintedOn,
  type Verdict,
} from "../../../sync-agent/hub/verify/judge-paper.ts";
import type { IssuanceBody } from "../../../sync-agent/protocol/messages.ts";
import { BROWSER } from "../../support/browser.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { drainAll, type KioskSide, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const CATALOGUE = must(loadConnectors(join(import.meta.dirname, "../../../config/catalogue/connectors")));
const FUND = [...CATALOGUE.values()].filter(({ id }) => id === "provident-fund");
const CODE = "SLGJJ-2026-000001";
type Check = {
  code: string;
  sheet: string;
  verdict: Verdict;
  paper: Paper;
  cause: Cause;
  document: string;
  issuedOn: string;
  checkedAt: string;
};

describe("sync-agent/hub: whether a paper is real", () => {
  describe("the department's word and the hub's book together", () => {
    const on = (outcome: PrintedOn["outcome"], serial = "S1"): PrintedOn => ({ kiosk: "kiosk-01", serial, outcome });
    const rows: [string, DepartmentWord, string, readonly PrintedOn[], boolean, Verdict, Paper][] = [
      ["in force, and printed on this sheet", "valid", "S1", [on("printed")], false, "true", "checked"],
      ["in force, and taken by the person", "valid", "S1", [on("issued")], false, "true", "checked"],
      ["in force, and this sheet was spoiled", "valid", "S1", [on("spoiled")], false, "void", "withdrawn"],
      [
        "in force, spoiled here and issued on another sheet",
        "valid",
        "S1",
        [on("spoiled"), on("issued", "S2")],
        false,
        "void",
        "withdrawn",
      ],
      ["in force, of unknown fate on this sheet", "valid", "S1", [on("unknown")], false, "unsure", "being-checked"],
      ["in force, and the print on this sheet failed", "valid", "S1", [on("failed")], true, "unsure", "being-checked"],
      [
        "in force, printed on other sheets, and this one was never used",
        "valid",
        "S1",
        [on("issued", "S2")],
        true,
        "unsure",
        "being-checked",
      ],
      ["in force, spoiled on this sheet, which is typed in small letters", "valid", "s1", [on("spoiled")], false, "void", "withdrawn"],
      [
        "in force, of which two kiosks say that it is on this sheet",
        "valid",
        "S1",
        [on("issued"), { ...on("issued"), kiosk: "kiosk-02" }],
        false,
        "unsure",
        "being-checked",
      ],
      [
        "in force, issued here, of which another kiosk says that this sheet was spoiled",
        "valid",
        "S1",
        [on("issued"), { ...on("spoiled"), kiosk: "kiosk-02" }],
        false,
        "unsure",
        "being-checked",
      ],
      ["in force, printed on another sheet", "valid", "S1", [on("issued", "S2")], false, "other-sheet", "other"],
      ["in force, printed on plain paper, and this claims a sheet", "valid", "S1", [on("issued", "")], false, "other-sheet", "other"],
      ["in force, and no print was reported yet", "valid", "S1", [], false, "true", "not-reported"],
      ["in force, on a numbered sheet, and no sheet is named", "valid", "", [on("issued")], false, "sheet-needed", "not-given"],
      [
        "in force, on a numbered sheet whose fate nobody knows, and none is named",
        "valid",
        "",
        [on("unknown")],
        false,
        "sheet-needed",
        "not-given",
      ],
      ["in force, on plain paper, and no sheet is named", "valid", "", [on("issued", "")], false, "true", "not-given"],
      ["in force, of which no print was reported, and no sheet is named", "valid", "", [], false, "true", "not-given"],
      ["withdrawn, and no sheet is named", "void", "", [on("issued")], false, "void", "not-given"],
      ["of a department that is away, and no sheet is named", "away", "", [on("issued")], false, "unsure", "not-given"],
      ["in force, printed on this sheet, which is typed full-width", "valid", "ｓ１", [on("issued")], false, "true", "checked"],
      ["in force, of a kiosk that loaded its sheets in small letters", "valid", "S1", [on("issued", "s1")], false, "true", "checked"],
      ["withdrawn, whatever the sheet", "void", "S1", [on("issued")], false, "void", "checked"],
      ["reissued, whatever the sheet", "reissued", "S1", [on("issued")], false, "reissued", "checked"],
      ["known to nobody", "unknown", "S1", [], false, "unknown", "not-reported"],
      ["known to no department, but printed by a kiosk", "unknown", "S1", [on("issued")], false, "unsure", "checked"],
      ["of a department that is away", "away", "S1", [on("issued")], false, "unsure", "checked"],
      ["of a department that is away, on a sheet that was spoiled", "away", "S1", [on("spoiled")], false, "void", "withdrawn"],
    ];
    for (const [name, word, sheet, prints, isInStock, verdict, paper] of rows) {
      it(`a document ${name}: ${verdict}`, () => {
        const { cause, ...judged } = judgePaper(word, sheet, prints, isInStock);
        assert.deepEqual(judged, { verdict, paper });
        assert.equal(cause !== "", verdict === "unsure", "what is unsure has a cause, and nothing else");
      });
    }

    it("what is unsure says why: the sheet is being looked at, the department is away, or was asked and does not know the number", () => {
      const causes = (word: DepartmentWord, outcome: PrintedOn["outcome"]) => judgePaper(word, "S1", [on(outcome)], false).cause;
      assert.deepEqual([causes("valid", "unknown"), causes("away", "issued"), causes("unknown", "issued")], ["sheet", "away", "not-known"]);
    });
  });

  describe("the public page", () => {
    const closers: (() => unknown)[] = [];
    const lines: string[] = [];
    const note = (event: string, facts?: unknown) => void lines.push(`${event} ${JSON.stringify(facts)}`);
    const log: Log = { debug: note, info: note, warn: note, error: note, channel: () => log };
    let clock: FakeClock;
    let kiosk: KioskSide;
    let url: string;
    let asked: string[];
    let state: string;
    let away: boolean;
    let named: string;

    beforeEach(async () => {
      clock = new FakeClock();
      lines.length = 0;
      asked = [];
      state = "valid";
      away = false;
      named = "住房公积金缴存证明（样张）";
      const fund = await stubServer(({ path }) => {
        asked.push(path);
        if (away) return { status: 503 };
        if (!path.endsWith(CODE)) return { status: 404, body: "{}" };
        const more = { newCode: "SLGJJ-2026-000777", idNumber: "990101199004120029", name: "林晓岚" };
        return { status: 200, body: JSON.stringify({ state, document: named, issuedOn: "2026-01-05", ...more }) };
      });
      const hub = await openHub({ clock, data: tempFolder(), connectors: FUND, baseUrls: { "provident-fund": fund.url }, log });
      url = hub.url;
      kiosk = openKiosk(tempFolder(), url, clock);
      closers.push(
        () => fund.close(),
        () => hub.close(),
        () => kiosk.db.close(),
      );
    });
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
      removeTempFolders();
    });

    async function printed(serial: string, outcome: IssuanceBody["outcome"], documentCode = CODE) {
      const at = "2026-01-05T09:00:00+08:00";
      const row = {
        issuance: serial,
        case: "",
        template: "t",
        documentSha256: "0".repeat(64),
        blankType: "b",
        serial,
        outcome,
        documentCode,
        at,
      };
      kiosk.outbox.enqueue("issuance", "", uuidv7(clock.now(), systemRandom), row);
      await drainAll(kiosk);
    }
    const get = (path: string, accept = "application/json") => fetch(url + path, { headers: { accept } });
    const check = async (path: string) => (await (await get(path)).json()) as Check;

    it("says true for the sheet it was printed on, void once that was spoiled, and names another sheet as not the one", async () => {
      await printed("S0000001", "issued");
      const found = await check(`/verify/${CODE}?sheet=S0000001`);
      assert.deepEqual(found, {
        code: CODE,
        sheet: "S0000001",
        verdict: "true",
        paper: "checked",
        cause: "",
        document: "住房公积金缴存证明（样张）",
        issuedOn: "2026-01-05",
        checkedAt: "2026-01-05T09:00:00+08:00",
      });
      assert.equal((await check(`/verify/${CODE}?sheet=S0000002`)).verdict, "other-sheet");
      await printed("S0000003", "spoiled");
      assert.equal((await check(`/verify/${CODE}?sheet=S0000003`)).verdict, "void");
    });

    it("takes the department's word while the kiosk is cut off, and says that the sheet was not checked", async () => {
      assert.deepEqual(await check(`/verify/${CODE}?sheet=S0000001`).then(({ verdict, paper }) => [verdict, paper]), [
        "true",
        "not-reported",
      ]);
      assert.match(await (await get(`/verify/${CODE}?sheet=S0000001`, "text/html")).text(), /打印记录尚未传到，纸张编号未核对/);
    });

    it("says reissued without the new number, and void; and knows no word of a department that it does not know", async () => {
      state = "reissued";
      const page = await (await get(`/verify/${CODE}`, "text/html")).text();
      assert.match(page, /已换发/);
      assert.doesNotMatch(page + JSON.stringify(await check(`/verify/${CODE}`)), /000777|林晓岚|990101/);
      state = "void";
      assert.equal((await check(`/verify/${CODE}`)).verdict, "void");
      state = "suspended";
      assert.equal((await check(`/verify/${CODE}`)).verdict, "unsure");
    });

    it("finds what was typed in small letters, and its spoiled sheets too", async () => {
      await printed("S0000002", "issued");
      await printed("S0000003", "spoiled");
      const small = CODE.toLowerCase();
      const found = await check(`/verify/${small}?sheet=s0000002`);
      assert.deepEqual([found.verdict, found.document], ["true", "住房公积金缴存证明（样张）"]);
      assert.equal((await check(`/verify/${CODE}?sheet=${encodeURIComponent(" ｓ０００００02")}`)).verdict, "true");
      assert.equal((await check(`/verify/${small}?sheet=s0000003`)).verdict, "void");
    });

    it("asks for the number on the sheet before it says anything good of what was printed on a numbered one", async () => {
      assert.equal((await check(`/verify/${CODE}`)).verdict, "true");
      await printed("S0000001", "issued");
      const found = await check(`/verify/${CODE}`);
      assert.deepEqual([found.verdict, found.document, found.issuedOn], ["sheet-needed", "", ""]);
      const page = await (await get(`/verify/${CODE}`, "text/html")).text();
      assert.match(page, /请填写纸张编号/);
      assert.doesNotMatch(page, /真实有效|S0000001|样张|2026-01-05<\/dd>/);
    });

    it("a sheet that lies in a tray is not called another one, in whatever letters it is typed", async () => {
      await printed("SL-F0000001", "spoiled");
      const load = { event: "loaded", blankType: "b", batch: "p", first: "SL-F0000002", last: "SL-F0000009", count: 8, expected: 8 };
      const at = "2026-01-05T09:00:00+08:00";
      kiosk.outbox.enqueue("blank-event", "", uuidv7(clock.now(), systemRandom), { ...load, by: "lin", confirmedBy: "", at });
      await drainAll(kiosk);
      for (const sheet of ["SL-F0000002", "sl-f0000002", "Sl-F0000002"])
        assert.deepEqual((await check(`/verify/${CODE}?sheet=${sheet}`)).cause, "sheet", sheet);
    });

    it("a document that a kiosk printed and the department does not know: it was asked, and the page says so", async () => {
      await printed("S0000001", "issued", "SLGJJ-2026-999999");
      const found = await check("/verify/SLGJJ-2026-999999?sheet=S0000001");
      assert.deepEqual([found.verdict, found.cause, found.document], ["unsure", "not-known", ""]);
      const page = await (await get("/verify/SLGJJ-2026-999999?sheet=S0000001", "text/html")).text();
      assert.match(page, /已询问发证部门，目前查不到这个编号/);
      assert.match(page, /was asked and does not find this number/);
      assert.doesNotMatch(page, /没有答复|cannot be asked/);
    });

    it("a department that has not decided is one that cannot be asked now: unsure, not unknown", async () => {
      const [one] = FUND;
      const verify = one?.operations["verify"];
      assert.ok(one && verify);
      const slow = await stubServer(() => ({ status: 202, body: "{}" }));
      const undecided = {
        ...one,
        operations: { verify: { ...verify, outcomes: [...verify.outcomes, { status: 202, is: "pending" as const }] } },
      };
      const other = await openHub({ clock, data: tempFolder(), connectors: [undecided], baseUrls: { "provident-fund": slow.url } });
      closers.push(
        () => slow.close(),
        () => other.close(),
      );
      const reply = await fetch(`${other.url}/verify/${CODE}`, { headers: { accept: "application/json" } });
      assert.equal(((await reply.json()) as Check).verdict, "unsure");
    });

    for (const odd of ["true", "VALID", " valid", "valid\u0000", ["valid"], { valid: true }, true, 1, null, undefined]) {
      it(`does not take ${JSON.stringify(odd)} for a word that vouches`, async () => {
        state = odd as string;
        assert.equal((await check(`/verify/${CODE}`)).verdict, "unsure");
      });
    }

    it("is unsure, not negative, while a department is away", async () => {
      away = true;
      assert.equal((await check(`/verify/${CODE}`)).verdict, "unsure");
      assert.match(await (await get(`/verify/${CODE}`, "text/html")).text(), /这不表示文书有问题/);
    });

    it("tells of the code of nothing by the verdict alone: same keys, same departments asked, whatever the sheet", async () => {
      await printed("S0000001", "issued");
      asked = [];
      const real = await check(`/verify/${CODE}?sheet=S0000001`);
      const made = await check("/verify/SLGJJ-2026-999999?sheet=S0000001");
      assert.deepEqual(Object.keys(made), Object.keys(real));
      assert.deepEqual([made.verdict, made.document, made.issuedOn], ["unknown", "", ""]);
      assert.equal(asked.length, 2);
      const other = await check(`/verify/${CODE}?sheet=S0000009`);
      assert.deepEqual([other.verdict, other.document, other.issuedOn], ["other-sheet", "", ""]);
    });

    for (const [name, path] of [
      ["that is no code", "/verify/%3Cscript%3Ealert(1)%3C%2Fscript%3E"],
      ["with a sheet that is none", `/verify/SLGJJ-2026-999999?sheet=${encodeURIComponent('"><b>x')}`],
      ["with two sheets", "/verify/SLGJJ-2026-999999?sheet=a&sheet=b"],
      ["that climbs", "/verify/..%2f..%2fcases"],
    ] as const) {
      it(`an address ${name} is answered like an unknown code, and nothing of it stands on the page as it was sent`, async () => {
        assert.equal((await check(path)).verdict, "unknown");
        assert.doesNotMatch(await (await get(path, "text/html")).text(), /<script|<b>x/);
      });
    }

    it("a department's own words are text on the page too", async () => {
      named = "<img src=x onerror=alert(1)>";
      const page = await (await get(`/verify/${CODE}`, "text/html")).text();
      assert.doesNotMatch(page, /<img/);
      assert.match(page, /&#60;img src=x/);
    });

    it("lets one address ask thirty times a minute, and says when to come again, kindly", async () => {
      for (let n = 0; n < 30; n++) assert.equal((await get("/verify/ABCD")).status, 200);
      const many = await get("/verify/ABCD");
      assert.deepEqual([many.status, many.headers.get("retry-after")], [429, "60"]);
      const page = await get("/verify/ABCD", "text/html");
      assert.equal(page.status, 429);
      assert.match(await page.text(), /一分钟后再试/);
      await clock.advance(60_000);
      assert.equal((await get("/verify/ABCD")).status, 200);
    });

    it("counts all addresses of one network of a phone as one", () => {
      assert.equal(clientKey("2001:db8:1:2:aaaa::1"), clientKey("2001:db8:1:2:bbbb:cccc:0:2"));
      assert.notEqual(clientKey("2001:db8:1:2::1"), clientKey("2001:db8:1:3::1"));
      assert.equal(clientKey("2001:db8::1"), "2001:db8:0:0");
      assert.equal(clientKey("::ffff:10.0.0.1"), "::ffff:10.0.0.1");
    });

    it("is not kept by anybody on the way, runs no script, and leaves no code in the hub's log", async () => {
      const page = await get(`/verify/${CODE}?sheet=S0000001`, "text/html");
      assert.equal(page.headers.get("cache-control"), "no-store");
      assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'; style-src 'sha256-/);
      assert.doesNotMatch(page.headers.get("content-security-policy") ?? "", /script-src|unsafe/);
      assert.doesNotMatch(await page.text(), /<script/);
      await get("/verify/SLGJJ-2026-999999");
      assert.doesNotMatch(lines.join("\n"), /SLGJJ|S0000001/);
    });

    it("can be asked by typing the numbers, where the code cannot be read", async () => {
      assert.match(await (await get("/verify", "text/html")).text(), /<form action="verify" method="get">/);
      assert.equal((await check(`/verify?code=${CODE}&sheet=`)).verdict, "true");
    });

    describe("on a small phone", () => {
      let browser: Browser;
      before(async () => {
        browser = await chromium.launch(BROWSER);
      });
      after(() => browser.close());

      it("each verdict fits, can be told by word and by shape, and its style is let in by the policy", async () => {
        await printed("S0000001", "issued");
        await printed("S0000003", "spoiled");
        const page = await browser.newPage({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
        const complaints: string[] = [];
        page.on("console", (message) => complaints.push(message.text()));
        const shapes = new Set<string>();
        const reissue = () => {
          state = "reissued";
        };
        const goAway = () => {
          away = true;
        };
        const looks: [string, string, () => void][] = [
          ["true", `/verify/${CODE}?sheet=S0000001`, () => undefined],
          ["other-sheet", `/verify/${CODE}?sheet=S0000002`, () => undefined],
          ["void", `/verify/${CODE}?sheet=S0000003`, () => undefined],
          ["sheet-needed", `/verify/${CODE}`, () => undefined],
          ["unknown", "/verify/SLGJJ-2026-999999", () => undefined],
          ["reissued", `/verify/${CODE}`, reissue],
          ["unsure", `/verify/${CODE}`, goAway],
        ];
        const into = process.env["ZIZHU_LOOKS"];
        if (into) mkdirSync(into, { recursive: true });
        for (const [name, path, arrange] of looks) {
          arrange();
          await page.goto(url + path);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, name);
          const tone = await page.evaluate(() => getComputedStyle(document.querySelector(".verdict strong") as Element).fontSize);
          assert.equal(tone, "26px", "the style is there");
          shapes.add(await page.locator(".verdict svg").innerHTML());
          if (into) await page.screenshot({ path: join(into, `verify-${name}.png`), fullPage: true });
        }
        assert.equal(shapes.size, looks.length);
        assert.deepEqual(complaints, []);
        away = false;
        state = "valid";
        await page.goto(`${url}/verify/${CODE}`);
        await page.locator("form.sheet input[name=sheet]").fill("s0000001");
        await page.locator("form.sheet button").click();
        await page.locator(".verdict.good").waitFor();
        away = true;
        await page.goto(`${url}/verify/${CODE}`);
        away = false;
        await page.locator("summary").click();
        await page.locator("input[name=code]").fill(CODE);
        await page.locator("input[name=sheet]").fill("S0000001");
        await page.locator("form button").click();
        await page.locator(".verdict.good").waitFor();
        await page.close();
      });
    });
  });
});
