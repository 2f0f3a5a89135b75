import assert from "node:assert/strict";
import { join } from "node:path";
import { Database } from "../../../base/database.ts";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { loadPatterns } from "../../../config/codes/load-patterns.ts";
import { resolveCode } from "../../../config/codes/resolve-code.ts";
import { idCheckCharacter, readIdNumber } from "../../../config/identity/id-number.ts";
import { checkCreditCode } from "../../../config/identity/social-credit-code.ts";
import { SAMPLE_CODES } from "../../../runtime/demo/sample-codes.ts";
import { ConnectorEngine } from "../../../sync-agent/departments/engine.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { capitalInWords, creditCode } from "../../../sync-agent/departments/sandbox/market-registration/licence-text.ts";
import { startDepartments } from "../../../sync-agent/departments/sandbox/start-departments.ts";
import type { QueryReply } from "../../../sync-agent/protocol/messages.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { caseBody, removeTempFolders, tempFolder } from "../support.ts";

const CONNECTORS = must(loadConnectors(join(import.meta.dirname, "../../../config/catalogue/connectors")));
const PATTERNS = must(loadPatterns(join(import.meta.dirname, "../../../config/catalogue/codes.json")));
const LIN = { name: "林晓岚", idNumber: "990101199004120029" };
const GOOD = {
  name: LIN.name,
  tradeName: "云杉",
  industry: "stationery",
  scope: "文具用品零售；办公用品销售；打字复印",
  address: "示例市东湖区学苑路 8 号 102 室",
  phone: "19900000001",
  capital: "50000",
  employees: "2",
};

describe("sync-agent/departments: the sandbox, asked through its connectors", () => {
  let clock: FakeClock;
  let data: string;
  let running: Awaited<ReturnType<typeof startDepartments>>;
  let engine: ConnectorEngine;
  async function start() {
    running = await startDepartments({
      host: "127.0.0.1",
      ports: { "provident-fund": 0, "case-centre": 0, "market-registration": 0, "social-insurance": 0 },
      data,
      verifyBase: "http://127.0.0.1:9/verify/",
      licencesPerPerson: 1,
      clock,
      log: silentLog,
    });
    const baseUrls = Object.fromEntries(Object.entries(running).map(([id, { port }]) => [id, `http://127.0.0.1:${port}`]));
    engine = new ConnectorEngine(CONNECTORS, baseUrls, clock, silentLog);
  }
  const stop = () => Promise.all(Object.values(running).map((one) => one.close()));
  beforeEach(async () => {
    clock = new FakeClock();
    data = tempFolder();
    await start();
  });
  afterEach(async () => {
    await stop();
    removeTempFolders();
  });
  const ask = (operation: string, params: Record<string, unknown>) =>
    engine.query(operation, params, 60_000, { kiosk: "kiosk-01", item: "business-registration" });
  const reasonOf = (reply: QueryReply) => (reply.outcome === "refused" ? reply.reason : reply.outcome);
  const answerOf = (reply: QueryReply) => (reply.outcome === "answer" ? reply.answer : assert.fail(JSON.stringify(reply)));
  const fieldsOf = (reply: QueryReply) => (reply.outcome === "refused" ? reply.fields : {});

  describe("provident fund", () => {
    it("knows its three people, whose numbers are valid and of no real place", async () => {
      for (const [name, idNumber] of [
        [LIN.name, LIN.idNumber],
        ["张䶮𬭩", "990101194809230011"],
        ["张䶮𬭩", "990101195809030014"],
      ] as const) {
        assert.equal(readIdNumber(idNumber).ok, true);
        assert.equal((await ask("provident-fund.account", { name, idNumber })).outcome, "answer");
      }
    });

    it("gives the account with a certificate number, the same all day and another tomorrow", async () => {
      const first = answerOf(await ask("provident-fund.account", LIN));
      assert.deepEqual([first["balance"], first["employer"]], [86432.15, "示例市云杉软件有限公司"]);
      assert.equal(first["verifyUrl"], `http://127.0.0.1:9/verify/${String(first["certificateNumber"])}`);
      assert.equal(answerOf(await ask("provident-fund.account", LIN))["certificateNumber"], first["certificateNumber"]);
      await clock.advance(86_400_000);
      assert.notEqual(answerOf(await ask("provident-fund.account", LIN))["certificateNumber"], first["certificateNumber"]);
    });

    it("has no account for a stranger, nor for the right number with another name", async () => {
      assert.equal(reasonOf(await ask("provident-fund.account", { ...LIN, idNumber: "990101199307150049" })), "no-account");
      assert.equal(reasonOf(await ask("provident-fund.account", { ...LIN, name: "林晓" })), "no-account");
    });

    it("counts wrong passwords down, locks after five for a day, and starts anew after a right one", async () => {
      const attempt = (password: string) => ask("provident-fund.verify-password", { ...LIN, password });
      for (let n = 0; n < 4; n++) assert.equal(reasonOf(await attempt("000000")), "wrong-password");
      assert.deepEqual(answerOf(await attempt("246810")), { verified: true });
      for (let n = 0; n < 4; n++) {
        const reply = await attempt("000000");
        assert.match(fieldsOf(reply)["password"]?.["zh-CN"] ?? "", new RegExp(`${4 - n} 次`));
      }
      assert.equal(reasonOf(await attempt("000000")), "locked");
      assert.equal(reasonOf(await attempt("246810")), "locked");
      await stop();
      await start();
      assert.equal(reasonOf(await attempt("246810")), "locked");
      await clock.advance(86_400_000);
      assert.deepEqual(answerOf(await attempt("246810")), { verified: true });
    });

    it("its certificate can be checked by anyone with the number", async () => {
      const code = String(answerOf(await ask("provident-fund.account", LIN))["certificateNumber"]);
      assert.deepEqual(answerOf(await engine.verify(code, 5_000)), {
        state: "valid",
        document: "住房公积金缴存证明（样张）",
        issuedOn: "2026-01-05",
      });
      assert.notEqual((await engine.verify("SLGJJ-2026-999999", 5_000)).outcome, "answer");
    });
  });

  describe("case centre", () => {
    it("lists a person's cases, newest first, and nobody else's", async () => {
      const cases = answerOf(await ask("case-centre.cases", LIN))["cases"] as { title: string; state: string }[];
      assert.deepEqual(
        cases.map((one) => [one.title, one.state]),
        [
          ["子女入学信息核验", "办理中"],
          ["食品经营备案", "待补正"],
          ["居住证明办理", "已办结"],
        ],
      );
    });

    it("tells materials and progress of one's own case, and of another's not even that it exists", async () => {
      const caseNumber = "11990101MA0F00027J3000117021000202512290013";
      const found = answerOf(await ask("case-centre.case", { ...LIN, caseNumber }));
      assert.deepEqual(
        [(found["materials"] as unknown[]).length, (found["progress"] as unknown[]).length, found["promiseDate"]],
        [3, 2, "2026-01-09"],
      );
      const mine = await ask("case-centre.case", { idNumber: "990101194809230011", caseNumber });
      assert.deepEqual(mine, await ask("case-centre.case", { idNumber: "990101194809230011", caseNumber: "no such" }));
    });

    it("a delivered case appears in the next query, once, however often it is delivered; an enquiry does not appear", async () => {
      const record = caseBody("c1", { item: "business-registration", department: "market-registration" });
      for (let n = 0; n < 3; n++) assert.equal((await engine.deliver("case-centre", record, "c1")).outcome, "answer");
      const other = await engine.deliver("case-centre", { ...record, id: "c9" }, "c9");
      assert.equal(reasonOf(other), "number-taken");
      await engine.deliver("case-centre", caseBody("c2", { body: { purpose: "enquiry" } }), "c2");
      const cases = answerOf(await ask("case-centre.cases", LIN))["cases"] as { title: string; department: string }[];
      assert.equal(cases.length, 4);
      assert.deepEqual([cases[0]?.title, cases[0]?.department], ["个体工商户智慧登记", "示例市市场登记局"]);
    });
  });

  it("the others of a case come with it to its own department, and to no other", async () => {
    const persons = [{ role: "guardian", name: "何样帆", idNumber: "990101198511200037", factors: ["id-card"] }];
    const stored = (department: string, sql: string) => {
      const db = new Database(join(data, `${department}.db`), [], "test");
      const row = db.get<{ persons: string }>(sql);
      db.close();
      return JSON.parse(row?.persons ?? "null") as unknown;
    };
    const own = caseBody("c1", { item: "child-record", persons });
    const fund = caseBody("c2", { item: "joint-withdrawal", department: "provident-fund", persons });
    for (const record of [own, fund]) assert.equal((await engine.deliver("case-centre", record, record.id)).outcome, "answer");
    assert.equal((await engine.deliver("provident-fund", fund, "c2")).outcome, "answer");
    assert.deepEqual(stored("case-centre", "SELECT persons FROM cases WHERE case_id = 'c1'"), persons);
    assert.deepEqual(stored("case-centre", "SELECT persons FROM cases WHERE case_id = 'c2'"), []);
    assert.deepEqual(stored("provident-fund", "SELECT persons FROM records WHERE case_id = 'c2'"), persons);
  });

  describe("market registration", () => {
    it("a good application passes and hears its full name", async () => {
      assert.deepEqual(answerOf(await ask("market-registration.check", GOOD)), { fullName: "示例市云杉文具店" });
    });

    for (const { name, change, field } of [
      { name: "one character", change: { tradeName: "云" }, field: "tradeName" },
      { name: "eleven characters", change: { tradeName: `${"云".repeat(10)}杉` }, field: "tradeName" },
      { name: "Latin letters", change: { tradeName: "Shop" }, field: "tradeName" },
      { name: "a forbidden word", change: { tradeName: "中国云杉" }, field: "tradeName" },
      { name: "a district's name", change: { tradeName: "东湖云杉" }, field: "tradeName" },
      { name: "a superlative", change: { tradeName: "云杉第一" }, field: "tradeName" },
      { name: "one character repeated", change: { tradeName: "云云" }, field: "tradeName" },
      { name: "a name that is taken", change: { tradeName: "晨光" }, field: "tradeName" },
      { name: "a trade that is not listed", change: { industry: "toString" }, field: "industry" },
      { name: "a scope of another trade", change: { scope: "餐饮服务" }, field: "scope" },
      { name: "a scope that needs a permit first", change: { scope: "文具用品零售；烟草制品零售" }, field: "scope" },
      { name: "a scope said twice", change: { scope: "文具用品零售；文具用品零售" }, field: "scope" },
      { name: "no scope", change: { scope: "" }, field: "scope" },
      { name: "premises in another city", change: { address: "样板市东湖区学苑路8号" }, field: "address" },
      { name: "premises without a district", change: { address: "示例市学苑路8号" }, field: "address" },
      { name: "premises without a door number", change: { address: "示例市东湖区学苑路" }, field: "address" },
      { name: "a short phone number", change: { phone: "1990000000" }, field: "phone" },
      { name: "a landline", change: { phone: "01012345678" }, field: "phone" },
      { name: "too little capital", change: { capital: "99" }, field: "capital" },
      { name: "too much capital", change: { capital: "10000001" }, field: "capital" },
      { name: "capital in words", change: { capital: "五万" }, field: "capital" },
      { name: "nobody working there", change: { employees: "0" }, field: "employees" },
      { name: "half a person", change: { employees: "1.5" }, field: "employees" },
    ]) {
      it(`${name} is refused at the field “${field}”, in both languages`, async () => {
        const reply = await ask("market-registration.check", { ...GOOD, ...change });
        assert.equal(reasonOf(reply), "rules");
        assert.deepEqual(Object.keys(fieldsOf(reply)), [field]);
        assert.ok(fieldsOf(reply)[field]?.["zh-CN"] && fieldsOf(reply)[field]?.en);
      });
    }

    it("the same trade name in another trade is free", async () => {
      const reply = await ask("market-registration.check", { ...GOOD, tradeName: "晨光", industry: "repair", scope: "日用产品修理" });
      assert.deepEqual(answerOf(reply), { fullName: "示例市晨光维修部" });
    });

    it("tells the phone number it knows, and refuses a child and a person who has a licence", async () => {
      assert.deepEqual(answerOf(await ask("market-registration.prefill", LIN)), { phone: "19900000001" });
      assert.equal(reasonOf(await ask("market-registration.prefill", { name: "何样帆", idNumber: "990101198511200037" })), "not-eligible");
      assert.equal(
        reasonOf(
          await ask("market-registration.prefill", { name: "小样", idNumber: `99010120150101001${idCheckCharacter("99010120150101001")}` }),
        ),
        "not-eligible",
      );
    });

    const deliver = (id: string, change: Record<string, unknown> = {}, applicant = LIN) =>
      engine.deliver("market-registration", caseBody(id, { applicant, body: { ...GOOD, ...change } }), id);

    it("decides after two seconds, not before, and gives a licence with a valid credit code", async () => {
      assert.equal((await ask("market-registration.decision", { caseId: "c1" })).outcome, "pending");
      assert.equal((await deliver("c1")).outcome, "answer");
      await clock.advance(1_999);
      assert.equal((await ask("market-registration.decision", { caseId: "c1" })).outcome, "pending");
      await clock.advance(1);
      const licence = answerOf(await ask("market-registration.decision", { caseId: "c1" }));
      assert.equal(checkCreditCode(String(licence["creditCode"])).ok, true);
      assert.deepEqual(
        [licence["fullName"], licence["operator"], licence["capital"], licence["registeredOn"], licence["authority"]],
        ["示例市云杉文具店", LIN.name, "人民币伍万元整", "2026-01-05", "示例市市场登记局"],
      );
      assert.equal(licence["licenceUrl"], `http://127.0.0.1:9/verify/${String(licence["creditCode"])}`);
      assert.equal(answerOf(await engine.verify(String(licence["creditCode"]), 5_000))["state"], "valid");
    });

    it("an application delivered three times makes one licence", async () => {
      for (let n = 0; n < 3; n++) await deliver("c1");
      await clock.advance(2_000);
      const first = answerOf(await ask("market-registration.decision", { caseId: "c1" }))["creditCode"];
      await deliver("c1");
      await clock.advance(2_000);
      assert.equal(answerOf(await ask("market-registration.decision", { caseId: "c1" }))["creditCode"], first);
    });

    it("of two people who want one name the first gets it, and one person gets one licence", async () => {
      await deliver("c1");
      await clock.advance(10);
      await deliver("c2", {}, { name: "张䶮𬭩", idNumber: "990101194809230011" });
      await deliver("c3", { tradeName: "白桦" });
      await clock.advance(3_000);
      assert.equal((await ask("market-registration.decision", { caseId: "c1" })).outcome, "answer");
      const second = await ask("market-registration.decision", { caseId: "c2" });
      assert.deepEqual([reasonOf(second), Object.keys(fieldsOf(second))], ["rejected", ["tradeName"]]);
      assert.equal(reasonOf(await ask("market-registration.decision", { caseId: "c3" })), "rejected");
    });

    it("an application that waits while the service is restarted is decided all the same", async () => {
      await deliver("c1");
      await stop();
      await clock.advance(5_000);
      await start();
      assert.equal((await ask("market-registration.decision", { caseId: "c1" })).outcome, "answer");
    });

    describe("an electronic business licence", () => {
      const shown = (id: string) => {
        const code = resolveCode(SAMPLE_CODES.find((one) => one.id === id)?.text ?? assert.fail(id), PATTERNS);
        return code.type === "electronic-licence" ? { code: code.token, pattern: code.pattern } : assert.fail(code.type);
      };
      const itemCode = "11990101MA0F00035D300012300100101";
      const asked = (params: Record<string, unknown>) => ask("market-registration.licence-holder", { ...params, itemCode });

      it("names its holder, with a good credit code and who acts for it", async () => {
        const answer = answerOf(await asked(shown("business-licence")));
        assert.deepEqual([answer["name"], answer["legalRepresentative"]], ["示例市晨光文具店", "何样帆"]);
        assert.equal(checkCreditCode(String(answer["number"])).ok, true);
      });

      it("may be asked with the code in its parts as well", async () => {
        const { code: token, pattern } = shown("business-licence");
        assert.equal((await asked({ code: { type: "electronic-licence", token, pattern } })).outcome, "answer");
      });

      describe("a copy of it", () => {
        const copyOf = (creditCode: string) => ask("market-registration.licence-copy", { creditCode });
        const holder = async () => answerOf(await asked(shown("business-licence")));
        const standsAs = async (number: unknown) => answerOf(await engine.verify(String(number), 5_000))["state"];
        const DAY_MS = 24 * 60 * 60_000;

        it("has a number of its own, the fields of the licence, and an address to check it at", async () => {
          const { number, name, legalRepresentative, address, registeredOn } = await holder();
          assert.deepEqual(answerOf(await copyOf(String(number))), {
            copyNumber: "SLFZ-2026-000001",
            level: "A",
            provider: "示例市市场登记局",
            creditCode: number,
            name,
            legalRepresentative,
            address,
            registeredOn,
            validUntil: "2026-04-05",
            verifyUrl: "http://127.0.0.1:9/verify/SLFZ-2026-000001",
          });
        });

        it("keeps its number all day, has another tomorrow, and forgets none when the service is restarted", async () => {
          const code = String((await holder())["number"]);
          const number = async () => answerOf(await copyOf(code))["copyNumber"];
          const first = await number();
          await stop();
          await start();
          assert.equal(await number(), first);
          await clock.advance(DAY_MS);
          assert.equal(await number(), "SLFZ-2026-000002");
        });

        it("is good up to its last day and void on the next", async () => {
          const { copyNumber } = answerOf(await copyOf(String((await holder())["number"])));
          assert.equal(await standsAs(copyNumber), "valid");
          await clock.advance(90 * DAY_MS);
          assert.equal(await standsAs(copyNumber), "valid");
          await clock.advance(DAY_MS);
          assert.equal(await standsAs(copyNumber), "void");
        });

        it("is not made of a licence that nobody has, and a made-up number is unknown", async () => {
          assert.equal(reasonOf(await copyOf("92990101MA0000999X")), "not-known");
          assert.equal((await engine.verify("SLFZ-2026-999999", 5_000)).outcome, "unknown-operation");
        });
      });

      for (const [id, reason] of [
        ["business-licence-expired", "code-expired"],
        ["business-licence-unknown", "not-known"],
        ["electronic-licence", "wrong-type"],
      ] as const) {
        it(`${id} is refused as ${reason}, in both languages`, async () => {
          const reply = await asked(shown(id));
          assert.equal(reasonOf(reply), reason);
          assert.ok(reply.outcome === "refused" && reply.message["zh-CN"] && reply.message.en);
        });
      }

      it("each question is noted with kiosk, item and outcome, and without the code; one that lacks any of them is not answered", async () => {
        await asked(shown("business-licence"));
        await asked(shown("business-licence-unknown"));
        const { code: token, pattern } = shown("business-licence");
        const url = `http://127.0.0.1:${running["market-registration"].port}/licence-holder`;
        const whole = { token, pattern, kiosk: "kiosk-01", item: "business-registration", itemCode };
        for (const missing of ["kiosk", "item", "itemCode"]) {
          const body = JSON.stringify({ ...whole, [missing]: undefined });
          const bare = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
          assert.equal(bare.status, 400, missing);
        }
        const db = new Database(join(data, "market-registration.db"), [], "test");
        const lookups = db.all<Record<string, string>>("SELECT kiosk, item, item_code, outcome FROM licence_lookups ORDER BY rowid");
        assert.deepEqual(
          lookups.map(({ kiosk, item, item_code, outcome }) => [kiosk, item, item_code, outcome]),
          [
            ["kiosk-01", "business-registration", itemCode, "answered"],
            ["kiosk-01", "business-registration", itemCode, "not-known"],
          ],
        );
        db.close();
      });
    });

    it("an enquiry is taken, and nothing is registered by it", async () => {
      const enquiry = caseBody("c1", { body: { purpose: "enquiry" } });
      assert.equal((await engine.deliver("market-registration", enquiry, "c1")).outcome, "answer");
      await clock.advance(3_000);
      assert.equal((await ask("market-registration.decision", { caseId: "c1" })).outcome, "pending");
      assert.equal((await engine.deliver("market-registration", caseBody("c2"), "c2")).outcome, "refused");
    });

    it("the case centre hears of the decision", async () => {
      const record = caseBody("c1", { item: "business-registration", department: "market-registration", body: GOOD });
      await engine.deliver("case-centre", record, "c1");
      await engine.deliver("market-registration", record, "c1");
      await clock.advance(2_000);
      const cases = answerOf(await ask("case-centre.cases", LIN))["cases"] as { state: string }[];
      assert.equal(cases[0]?.state, "已办结");
    });

    it("an application with a part missing is refused at delivery", async () => {
      assert.equal((await deliver("c1", { tradeName: null })).outcome, "refused");
    });

    it("its first thousand credit codes are valid and differ", () => {
      const codes = Array.from({ length: 1_000 }, (_, n) => creditCode("990101", n + 1));
      for (const code of codes) assert.equal(checkCreditCode(code).ok, true, code);
      assert.equal(new Set(codes).size, 1_000);
    });

    for (const [yuan, words] of [
      [100, "壹佰"],
      [5_000, "伍仟"],
      [10_000, "壹万"],
      [50_000, "伍万"],
      [10_005, "壹万零伍"],
      [101_000, "壹拾万壹仟"],
      [100_500, "壹拾万零伍佰"],
      [1_020_304, "壹佰零贰万零叁佰零肆"],
      [10_000_000, "壹仟万"],
      [88_888_888, "捌仟捌佰捌拾捌万捌仟捌佰捌拾捌"],
    ] as const) {
      it(`${yuan} yuan is written 人民币${words}元整`, () => assert.equal(capitalInWords(yuan), `人民币${words}元整`));
    }
  });
});
