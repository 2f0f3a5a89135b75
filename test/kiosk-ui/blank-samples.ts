import type { OpenIssuance, StatementReply, TechnicianOverview } from "../../runtime/server/api.ts";
import type { AdminApi } from "../../sync-agent/hub/api.ts";

const NOW = Date.now();
const iso = (ago: number) => new Date(NOW - ago).toISOString();

/** One tray held by a number in doubt, one used up; both add up. */
export const STOCK: Pick<TechnicianOverview, "batches" | "accounts" | "technician" | "secondFor"> = {
  technician: "zhao",
  secondFor: [],
  batches: [
    {
      batch: "b1",
      blankType: "business-licence",
      first: "SL0001001",
      last: "SL0001100",
      loaded: 100,
      inStock: 61,
      reserved: 0,
      printed: 1,
      issued: 32,
      spoiled: 3,
      returned: 2,
      unknown: 1,
    },
    {
      batch: "b2",
      blankType: "residence-permit",
      first: "RP000201",
      last: "RP000250",
      loaded: 50,
      inStock: 0,
      reserved: 0,
      printed: 0,
      issued: 48,
      spoiled: 2,
      returned: 0,
      unknown: 0,
    },
  ],
  accounts: [
    {
      blankType: "business-licence",
      loaded: 100,
      inStock: 61,
      printed: 1,
      issued: 32,
      spoiled: 3,
      returned: 2,
      open: 1,
      isBalanced: true,
      next: null,
      count: { counted: 60, expected: 61, at: NOW - 7_200_000, by: "qian" },
    },
    {
      blankType: "residence-permit",
      loaded: 50,
      inStock: 0,
      printed: 0,
      issued: 48,
      spoiled: 2,
      returned: 0,
      open: 0,
      isBalanced: true,
      next: null,
      count: { counted: 0, expected: 0, at: NOW - 86_400_000, by: "zhao" },
    },
  ],
};

export const IN_DOUBT: OpenIssuance = {
  id: "i-7",
  document: "营业执照（样张）",
  blankType: "business-licence",
  serial: "SL0001038",
  state: "unknown",
  why: "in-doubt",
  since: NOW - 300_000,
  evidence: { problem: "no-reply; then job not-found", pagesDone: null, pages: 1, counterMoved: 1, counterExpected: 1, restarted: true },
};

/** One of each reason. */
export const OPEN: readonly OpenIssuance[] = [
  IN_DOUBT,
  {
    ...IN_DOUBT,
    id: "i-6",
    serial: "SL0001036",
    state: "printed",
    why: "not-seen-taken",
    since: NOW - 5_400_000,
    evidence: { problem: "", pagesDone: 1, pages: 1, counterMoved: 1, counterExpected: 1, restarted: false },
  },
  { ...IN_DOUBT, id: "i-8", document: "住房公积金缴存证明（样张）", blankType: null, serial: null, evidence: null },
  { ...IN_DOUBT, id: "i-9", serial: "SL0001039", state: "sent", why: null, since: NOW - 8_000, evidence: null },
];

const RUNS = [
  { state: "issued", first: "SL0001001", last: "SL0001032", count: 32 },
  { state: "spoiled", first: "SL0001033", last: "SL0001035", count: 3 },
  { state: "printed", first: "SL0001036", last: "SL0001036", count: 1 },
  { state: "inStock", first: "SL0001037", last: "SL0001037", count: 1 },
  { state: "unknown", first: "SL0001038", last: "SL0001038", count: 1 },
  { state: "inStock", first: "SL0001039", last: "SL0001098", count: 60 },
  { state: "returned", first: "SL0001099", last: "SL0001100", count: 2 },
] as const;

const LIVE: StatementReply["live"] = {
  day: "2026-03-17",
  at: iso(0),
  batches: [{ batch: "b1", blankType: "business-licence", first: "SL0001001", last: "SL0001100", loaded: 100, runs: RUNS }],
  open: [
    { issuance: "i-7", blankType: "business-licence", serial: "SL0001038", state: "unknown", since: iso(300_000), why: "in-doubt" },
    { issuance: "i-6", blankType: "business-licence", serial: "SL0001036", state: "printed", since: iso(5_400_000), why: "not-seen-taken" },
  ],
  counts: [{ blankType: "business-licence", counted: 60, expected: 61 }],
  isBalanced: true,
};

export const STATEMENT: StatementReply = { live: LIVE, newest: { ...LIVE, day: "2026-03-16", open: [], counts: [] } };

export const BLANK_BOOK: AdminApi["GET /admin/api/blanks"] = {
  names: { "business-licence": { "zh-CN": "营业执照（空白）", en: "Business licence (blank)" } },
  blanks: [
    {
      kiosk: "shili-01",
      hall: "示例市政务服务大厅",
      blankType: "business-licence",
      loaded: 100,
      left: 61,
      issued: 32,
      spoiled: 3,
      returned: 2,
      open: 2,
      count: { counted: 60, expected: 61, at: iso(7_200_000), by: "qian" },
      statement: { day: "2026-03-16", at: iso(50_000_000), state: "differs" },
    },
    {
      kiosk: "shili-02",
      hall: "示例市政务服务大厅",
      blankType: "business-licence",
      loaded: 200,
      left: 122,
      issued: 77,
      spoiled: 1,
      returned: 0,
      open: 0,
      count: null,
      statement: { day: "2026-03-16", at: iso(50_000_000), state: "agrees" },
    },
  ],
};

export const OPEN_NUMBERS: AdminApi["GET /admin/api/blanks/open"] = {
  at: NOW,
  open: [
    {
      kiosk: "shili-01",
      hall: "示例市政务服务大厅",
      blankType: "business-licence",
      numbers: [
        { serial: "SL0001038", issuance: "i-7", state: "unknown", why: "in-doubt", since: iso(300_000), ageMs: 300_000 },
        { serial: "SL0001036", issuance: "i-6", state: "printed", why: "not-seen-taken", since: iso(5_400_000), ageMs: 5_400_000 },
      ],
    },
    { kiosk: "shili-02", hall: "示例市政务服务大厅", blankType: "business-licence", numbers: [] },
  ],
};

const FINDING: AdminApi["GET /admin/api/findings"]["findings"][number] = {
  id: 4,
  code: "counted-differs",
  kiosk: "shili-01",
  hall: "示例市政务服务大厅",
  blankType: "business-licence",
  first: "",
  last: "",
  count: 1,
  since: iso(7_200_000),
  openedAt: NOW - 7_100_000,
  closedAt: null,
  what: { "zh-CN": "手工清点数到 60 张，账上 61 张。", en: "Counted 60 sheets by hand, the book says 61." },
  todo: {
    "zh-CN": "请到机前再数一遍；仍不符，逐张核对号码。",
    en: "Count once more at the kiosk; if it still differs, check each number.",
  },
  settled: [],
};

const SETTLED: AdminApi["GET /admin/api/reconciliation"]["settled"][number] = {
  kiosk: "shili-02",
  hall: "示例市政务服务大厅",
  blankType: "business-licence",
  serial: "SL0002032",
  issuance: "i-5",
  found: "printed",
  by: "lin",
  confirmedBy: "zhou",
  at: iso(40_000_000),
};

export const FINDINGS: AdminApi["GET /admin/api/findings"] = { findings: [FINDING] };

export const RECONCILIATION: AdminApi["GET /admin/api/reconciliation"] = {
  day: "2026-03-16",
  kiosks: [
    { kiosk: "shili-01", hall: "示例市政务服务大厅", state: "differs", statement: { at: iso(50_000_000), receivedAt: NOW - 49_000_000 } },
    { kiosk: "shili-02", hall: "示例市政务服务大厅", state: "agrees", statement: { at: iso(50_000_000), receivedAt: NOW - 49_000_000 } },
    { kiosk: "donghu-01", hall: "东湖街道便民中心（示例）", state: "no-blanks", statement: null },
  ],
  findings: [
    FINDING,
    {
      ...FINDING,
      id: 3,
      code: "issued-unreported",
      kiosk: "shili-02",
      first: "SL0002031",
      last: "SL0002033",
      count: 3,
      closedAt: iso(40_000_000),
      what: { "zh-CN": "这几个号码账页说已发，中心没有收到办件。", en: "The statement calls these issued, the hub has no case." },
      settled: [SETTLED],
    },
  ],
  settled: [SETTLED, { ...SETTLED, kiosk: "shili-01", serial: "SL0001030", issuance: "i-4", found: "blank-unused", confirmedBy: "" }],
};
