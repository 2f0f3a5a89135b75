import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { Documents } from "../../../config/documents/documents.ts";
import type { ReceiptDocument, ReceiptLine } from "../../../config/documents/receipt.ts";
import type { Language } from "../../../config/language.ts";
import { fonts, templates } from "./support.ts";

const documents = new Documents(templates, fonts);
const NUMBER = "990101199001010029";

const FACTS = {
  session: { language: "zh-CN", startedAt: "2026-01-05T01:25:00Z", kiosk: "SL-001", hall: "示例市市民中心" },
  identity: { layout: "resident", name: "周小满", number: NUMBER, address: "示例市云溪区望春路18号" },
  factors: ["id-card", "face"],
  consents: [],
  answers: { business: { tradeName: "小满", phone: "13800000000" } },
  fetched: {},
  case: { id: "c1", number: "12990101MA0F00019L3002099001001202601050008", registeredAt: "2026-01-05T01:30:00Z" },
  prints: [],
  refusal: null,
  now: "2026-01-05T09:31:00+08:00",
  item: {
    name: { "zh-CN": "个体工商户登记", en: "Register a business" },
    department: { "zh-CN": "示例市市场登记局", en: "Shili City Market Registration Bureau" },
  },
};

const compose = (id: string, facts: object = {}, language: Language = "zh-CN") =>
  must(documents.composeReceipt(id, { ...FACTS, ...facts }, language));
const texts = ({ lines }: ReceiptDocument) => lines.flatMap((line) => (line.kind === "text" ? [line.text] : []));
const pairs = ({ lines }: ReceiptDocument) =>
  Object.fromEntries(lines.flatMap((line) => (line.kind === "pair" ? [[line.left, line.right]] : [])));
const codes = ({ lines }: ReceiptDocument) => lines.flatMap((line: ReceiptLine) => (line.kind === "qr" ? [line.data] : []));

describe("every receipt", () => {
  for (const id of templates.receipts.keys()) {
    for (const language of ["zh-CN", "en"] as const) {
      it(`${id} (${language}) says where, when and for whom, says 样张, and never shows a whole ID number or name`, () => {
        const receipt = compose(id, {}, language);
        const all = JSON.stringify(receipt);
        for (const wanted of ["示例市市民中心", "SL-001", "2026-01-05 09:31", "样张", "990101********0029", "周**"])
          assert.ok(all.includes(wanted), wanted);
        for (const secret of [NUMBER, "周小满", "13800000000", "望春路"]) assert.ok(!all.includes(secret), `${secret} is on the paper`);
        assert.doesNotMatch(all, /\{\{|undefined|null/);
      });
    }

    it(`${id} printed again carries the 补打 mark and is otherwise the same`, () => {
      const [once, again] = [compose(id), compose(id, { reprint: true })];
      const extra = again.lines.filter((line) => line.kind === "text" && line.text.includes("补打"));
      assert.equal(extra.length, 1);
      assert.deepEqual(
        again.lines.filter((line) => !extra.includes(line)),
        once.lines,
      );
    });

    it(`${id} in English keeps the Chinese beside the labels, for the clerk who reads it`, () => {
      const labels = Object.keys(pairs(compose(id, {}, "en")));
      assert.ok(labels.length >= 4);
      for (const label of labels) assert.match(label, /[A-Za-z].*\p{Script=Han}/u);
    });

    it(`${id} for a person who was not identified leaves name and number out`, () => {
      const all = JSON.stringify(compose(id, { identity: {}, factors: [], case: null }));
      assert.doesNotMatch(all, /姓名|证件号码|已核验/);
    });
  }
});

describe("a receipt for an organisation", () => {
  const identity = {
    layout: "electronic-licence",
    name: "示例市云杉软件有限公司",
    number: "91990101MA0000002X",
    legalRepresentative: "周小满",
    address: "示例市东湖区学苑路8号",
    registeredOn: "2019-07-01",
  };

  it("names it in full: what is registered of it is public", () => {
    const shown = pairs(compose("licence-info-receipt", { identity }));
    assert.deepEqual(
      ["名称", "统一社会信用代码", "法定代表人", "住所", "登记日期"].map((label) => shown[label]),
      [identity.name, identity.number, "周小满", identity.address, "2019年7月1日"],
    );
  });
});

describe("a receipt for two people", () => {
  const persons = { spouse: { identity: { name: "何样样", number: "990101198502020026" }, factors: ["id-card"] } };

  it("names the second one as little as the first", () => {
    const all = JSON.stringify(compose("application-receipt", { persons }));
    assert.ok(all.includes("何**") && all.includes("990101********0026"));
    assert.ok(!all.includes("何样样") && !all.includes("990101198502020026"));
    assert.ok(!JSON.stringify(compose("application-receipt", { persons: {} })).includes("共同申请人"));
  });
});

describe("what each receipt tells", () => {
  it("the fund receipt: certificate number, that it was printed, and the address to check it", () => {
    const account = { certificateNumber: "SLGJJ-2026-000128", verifyUrl: "https://fund.shili.example/verify/1" };
    const receipt = compose("fund-receipt", {
      fetched: { account },
      prints: [{ template: "fund-certificate", outcome: "printed", serial: "" }],
    });
    assert.equal(pairs(receipt)["证明编号"], "SLGJJ-2026-000128");
    assert.equal(pairs(receipt)["住房公积金缴存证明（样张）"], "已打印");
    assert.deepEqual(codes(receipt), [account.verifyUrl]);
    assert.equal(pairs(receipt)["登记时间"], "2026-01-05 09:30", "in the hall's time, whatever zone the record has");
  });

  it("the licence receipt: each sheet with its blank number, and an unknown outcome is called unknown", () => {
    const decision = { fullName: "示例市小满面包店", creditCode: "92990101MA0000001X", licenceUrl: "https://licence.shili.example/l/1" };
    const prints = [
      { template: "licence-original", outcome: "printed", serial: "A0000123" },
      { template: "licence-duplicate", outcome: "unknown", serial: "B0000456" },
      { template: "licence-receipt", outcome: "printed", serial: "" },
    ];
    const { lines } = compose("licence-receipt", { fetched: { decision }, prints });
    const from = lines.findIndex((line) => line.kind === "pair" && line.left.startsWith("营业执照正本"));
    assert.deepEqual(
      lines.slice(from, from + 4).map((line) => (line.kind === "pair" ? line.right : line.kind)),
      ["已打印", "A0000123", "待工作人员核实", "B0000456"],
    );
  });

  it("the queued receipt says 已登记待上传 and 尚未办结, what happens next, and never 已办结", () => {
    for (const language of ["zh-CN", "en"] as const) {
      const all = texts(compose("registration-queued-receipt", {}, language)).join("\n");
      assert.match(all, /已登记待上传/);
      assert.match(all, /尚未办结/);
      assert.doesNotMatch(all, /已办结|办理成功|approved\./);
      assert.match(all, language === "en" ? /by itself as soon as the line is back/ : /网络恢复后自动上传/);
    }
  });

  it("the progress sheet lists documents and progress in order", () => {
    const found = {
      title: "食品经营许可",
      caseNumber: "20260105-9",
      department: "示例市市场登记局",
      state: "审查中",
      submittedAt: "2026-01-02",
      promiseDate: "2026-01-20",
      materials: [{ name: "申请表", state: "合格" }, { name: "平面图" }],
      progress: [
        { at: "2026-01-02", event: "受理", explain: "" },
        { at: "2026-01-04", event: "审查", explain: "请等待现场核查" },
      ],
      progressUrl: "https://cases.shili.example/9",
    };
    const receipt = compose("case-receipt", { fetched: { found } });
    const said = pairs(receipt);
    assert.deepEqual([said["1. 申请表"], said["2. 平面图"]], ["合格", "—"]);
    assert.deepEqual([said["2026年1月2日"], said["2026年1月4日"], said["承诺办结"]], ["受理", "审查", "2026年1月20日"]);
    assert.ok(texts(receipt).includes("请等待现场核查"));
    assert.deepEqual(codes(receipt), [found.progressUrl]);
    assert.equal(pairs(compose("case-receipt", { fetched: { found } }, "en"))["2 January 2026"], "受理");
  });

  it("the hand-off slip says what was proved, why, and where to go", () => {
    const slip = compose("handoff-slip", {
      case: null,
      refusal: { message: "密码已锁定。" },
      item: { ...FACTS.item, elsewhere: "市民中心二楼 A 区 12 号窗口" },
    });
    const all = texts(slip).join("\n");
    for (const wanted of ["密码已锁定。", "人工窗口", "12 号窗口", "没有登记任何申请"]) assert.ok(all.includes(wanted), wanted);
  });

  it("an item's name given in the session's language alone is printed once", () => {
    const receipt = compose("fund-receipt", { item: { name: "Housing fund certificate", department: "Fund centre" } }, "en");
    assert.equal(JSON.stringify(receipt).split("Housing fund certificate").length - 1, 1);
  });
});

describe("what must not reach the receipt printer", () => {
  const refusal = (facts: object) => {
    const receipt = documents.composeReceipt("case-receipt", { ...FACTS, fetched: { found: facts } }, "zh-CN");
    assert.ok(!receipt.ok, "expected a refusal");
    assert.match(receipt.error.at, /^\/lines(\/\d+)?$/);
    return receipt.error.code;
  };
  it("control characters of a department's text, which a printer would obey", () => {
    assert.equal(refusal({ title: "许可\u001bi" }), "document.unprintable-character");
    assert.equal(refusal({ progress: [{ at: "", event: "", explain: "\u0010\u0004" }] }), "document.unprintable-character");
  });
  it("a code that is no plain address, or too long to scan from receipt paper", () => {
    assert.equal(refusal({ progressUrl: "https://示例.example" }), "document.qr-not-ascii");
    assert.equal(refusal({ progressUrl: `https://a.example/${"9".repeat(300)}` }), "document.qr-too-dense");
  });
  it("a list where a text belongs, or something else where a list belongs", () => {
    assert.equal(refusal({ title: ["a"] }), "document.expression-failed");
    assert.equal(refusal({ progress: "soon" }), "document.expression-failed");
  });
  it("a list as long as the roll", () => {
    assert.equal(refusal({ progress: Array.from({ length: 300 }, () => ({ at: "2026-01-05", event: "受理" })) }), "document.text-overflow");
  });
  it("line feeds become lines of their own, or spaces where there is one line only", () => {
    const found = { title: "食品\n许可", progress: [{ at: "2026-01-05", event: "受理", explain: "一\n二" }] };
    const receipt = compose("case-receipt", { fetched: { found } });
    assert.equal(pairs(receipt)["查询事项"], "食品 许可");
    assert.deepEqual(
      texts(receipt).filter((text) => text === "一" || text === "二"),
      ["一", "二"],
    );
  });
});
