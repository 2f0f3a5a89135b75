import type { DockView } from "../../runtime/demo/api.ts";
import type { DeviceHealth, DeviceStatus, MaintenanceOverview, TechnicianOverview } from "../../runtime/server/api.ts";
import type { AdminOverview, CaseRow } from "../../sync-agent/hub/api.ts";
import { OPEN, STOCK } from "./blank-samples.ts";

const NOW = Date.now();

const OFF: MaintenanceOverview = {
  state: "off",
  by: null,
  isOwn: false,
  waitingFor: [],
  heldBy: null,
  since: NOW - 7_200_000,
  problem: null,
};

/** Technician mode in each state that a page may have to draw. */
export const MODES: Readonly<Record<string, MaintenanceOverview>> = {
  off: OFF,
  waiting: { ...OFF, state: "asked", by: "page", isOwn: true, waitingFor: [{ name: "runtime", why: "session" }], since: NOW - 40_000 },
  "letting-go": { ...OFF, state: "asked", by: "page", isOwn: true, waitingFor: [{ name: "runtime", why: "letting-go" }] },
  held: { ...OFF, state: "asked", by: "zizhu", heldBy: "self-test" },
  "host-away": { ...OFF, state: "asked", by: "page", isOwn: true, since: null },
  on: { ...OFF, state: "on", by: "page", isOwn: true },
  elsewhere: { ...OFF, state: "on", by: "zizhu" },
  leaving: { ...OFF, state: "leaving", by: "page", isOwn: true },
  refused: { ...OFF, problem: { kind: "not-answered", waitingFor: [{ name: "runtime", why: "session" }], heldBy: null } },
};

export const TECHNICIAN: TechnicianOverview = {
  kiosk: "shili-01",
  release: "0.1.0",
  devices: [
    {
      id: "reader",
      kind: "id-card-reader",
      model: "示例读卡器 S1",
      state: "online",
      paper: {},
      cover: "unknown",
      sensors: {},
      reasons: [],
      since: NOW - 7_200_000,
    },
    {
      id: "receipt",
      kind: "receipt-printer",
      model: "示例凭条机 T80",
      state: "online",
      paper: { roll: "low" },
      cover: "closed",
      sensors: {},
      reasons: ["paper-near-end"],
      since: NOW - 600_000,
    },
    {
      id: "certificate",
      kind: "certificate-printer",
      model: "示例证照机 A4",
      state: "userError",
      paper: { "tray-1": "full", "tray-2": "jammed" },
      cover: "open",
      sensors: {},
      reasons: ["media-jam", "cover-open"],
      since: NOW - 45_000,
    },
    {
      id: "board",
      kind: "auxiliaries",
      model: "示例感应板 8 路",
      state: "online",
      paper: {},
      cover: "unknown",
      sensors: { proximity: "present", door: "open", ups: "ok", "operator-call": "notPressed", "light.reader": "slow", humidity: "41" },
      reasons: [],
      since: NOW - 86_400_000,
    },
    {
      id: "locker",
      kind: "locker",
      model: "示例证照柜 24",
      state: "online",
      paper: {},
      cover: "unknown",
      sensors: Object.fromEntries(
        Array.from({ length: 24 }, (_, at) => [String(at + 1), at === 2 || at === 16 ? "open" : at === 20 ? "unknown" : "closed"]),
      ),
      reasons: [],
      since: NOW - 900_000,
    },
    {
      id: "scanner",
      kind: "code-scanner",
      model: "示例扫码器",
      state: "noDevice",
      paper: {},
      cover: "unknown",
      sensors: {},
      reasons: ["device.offline path=/dev/serial/by-id/usb-sample-scanner"],
      since: NOW - 45_000,
    },
    {
      id: "camera",
      kind: "camera",
      model: "示例摄像头",
      state: "online",
      paper: {},
      cover: "unknown",
      sensors: {},
      reasons: [],
      since: NOW - 7_200_000,
    },
  ],
  face: {
    camera: {
      id: "camera",
      kind: "camera",
      model: "示例摄像头",
      state: "online",
      paper: {},
      cover: "unknown",
      sensors: {},
      reasons: [],
      since: NOW - 7_200_000,
    },
    storedFaces: 0,
    ready: true,
    engine: "mobilefacenet-ort 1",
    assurance: "rgb-challenge",
    runtime: "onnxruntime-node",
  },
  link: { hub: "away", since: NOW - 3_600_000, waiting: 14, oldestMs: 3_540_000, quarantined: 0 },
  setAside: [],
  blankTypes: [
    { id: "business-licence", name: { "zh-CN": "营业执照（空白）", en: "Business licence (blank)" } },
    { id: "residence-permit", name: { "zh-CN": "居住证（空白）", en: "Residence permit (blank)" } },
  ],
  ...STOCK,
  openIssuances: OPEN,
  documentNames: { "licence-original": { "zh-CN": "营业执照正本（样张）", en: "Business licence, original (sample)" } },
  journal: { entries: 1843, head: "9f2c4be0a1d37755c0de", intact: true },
  sessionActive: false,
  maintenance: OFF,
  pageAliveAt: NOW - 3_000,
};

/** What a check of the scanner finds. */
export const SCANNER_HEALTH: DeviceHealth = {
  device: "scanner",
  at: NOW,
  isHealthy: false,
  status: TECHNICIAN.devices[5] as DeviceStatus,
  healing: {
    attempt: 4,
    nextTryAt: NOW + 20_000,
    givenUp: false,
    failures: [{ at: NOW - 45_000, lastAt: NOW - 5_000, times: 4, state: "noDevice", reason: "no such file" }],
  },
  advice: [{ code: "unstable-path", path: "/dev/ttyUSB0" }],
};

export const ADMIN: AdminOverview = {
  city: "示例市",
  kiosks: [
    {
      id: "shili-01",
      hall: "示例市政务服务大厅",
      lastSeen: NOW - 4_000,
      online: true,
      rows: 1204,
      storedFaces: 0,
      faceAssurance: "rgb-challenge",
    },
    {
      id: "shili-02",
      hall: "示例市政务服务大厅",
      lastSeen: NOW - 5_400_000,
      online: false,
      rows: 866,
      storedFaces: 2,
      faceAssurance: "ir",
    },
    { id: "donghu-01", hall: "东湖街道便民中心（示例）", lastSeen: null, online: false, rows: 0, storedFaces: null, faceAssurance: null },
  ],
  totals: { casesToday: 37, casesAll: 2070, undelivered: 3, unknownIssuances: 1, averageGrade: 4.72, openNumbers: 2, openFindings: 1 },
};

export const CASES: readonly CaseRow[] = [
  {
    id: "c1",
    number: "9901-20260317-000123",
    item: "住房公积金缴存证明",
    kiosk: "shili-01",
    registeredAt: "2026-03-17T09:12:00+08:00",
    receivedAt: NOW - 60_000,
    applicant: "林**",
    signed: true,
    department: "示例市住房公积金管理中心",
    delivery: "delivered",
    grade: 5,
    issuances: [],
    roles: ["guardian"],
  },
  {
    id: "c2",
    number: "9901-20260317-000124",
    item: "营业执照打印",
    kiosk: "shili-01",
    registeredAt: "2026-03-17T09:20:00+08:00",
    receivedAt: NOW - 30_000,
    applicant: "王*",
    signed: false,
    department: "示例市市场监督管理局（样张）",
    delivery: "waiting",
    grade: null,
    issuances: [
      { template: "business-licence", serial: "SL0001037", outcome: "spoiled" },
      { template: "business-licence", serial: "SL0001038", outcome: "unknown" },
    ],
    roles: [],
  },
];

export const DOCK: DockView = {
  cards: [
    { id: "lin", label: "林晓样 · 居民身份证" },
    { id: "expired", label: "陈旧样 · 已过期" },
    { id: "broken", label: "读不出的卡" },
  ],
  cardOnReader: "lin",
  clips: [
    { id: "lin", label: "林晓样本人" },
    { id: "other", label: "另一个人" },
    { id: "none", label: "没有人" },
  ],
  clip: "lin",
  movements: ["turn-left", "turn-right", "blink", "closer"],
  moving: "turn-right",
  unplugged: ["locker"],
  codes: [
    { id: "queue-ticket", label: "排队小票 SLT-A012" },
    { id: "electronic-licence", label: "样张电子证照码" },
    { id: "goods", label: "矿泉水瓶上的条码" },
  ],
  board: { now: ["person"], lit: ["card-reader"] },
  locker: {
    boxes: [
      { box: 1, door: "closed" },
      { box: 2, door: "open" },
      { box: 3, door: "closed" },
    ],
  },
  receiptPrinter: {
    faults: ["paper-low"],
    papers: [
      {
        id: "p1",
        at: NOW - 20_000,
        text: "        示例市政务服务大厅\n            办理凭条\n------------------------------------------------\n事项              住房公积金缴存证明\n办件编号          9901-20260317-000123\n申请人                          林**\n状态                          已办结\n------------------------------------------------\n           请妥善保管，谢谢\n",
      },
    ],
  },
  certificatePrinter: { faults: [], sheets: [{ id: "s1", at: NOW - 18_000, job: "iss-20260317-0007", pages: 1 }] },
  processes: [
    { name: "hub", state: "running", restarts: 0 },
    { name: "departments", state: "stopped", restarts: 2 },
    { name: "device-host", state: "restarting", restarts: 1 },
  ],
};
