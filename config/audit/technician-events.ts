import type { EventDefinition } from "./event-definition.ts";

/** Ids of technicians as the settings name them; `confirmedBy` is the second person, "" where none was asked for. */
const WHO = { by: "id", confirmedBy: "id" } as const;
const RUN = { batch: "id", blankType: "id", first: "id", last: "id", count: "count" } as const;

/** What technicians do at the kiosk, and how its book of blanks stands. */
export const TECHNICIAN_EVENTS = {
  "technician.entered": {
    severity: "notice",
    text: { "zh-CN": "技术员登录维护台", en: "A technician logged in" },
    fields: { by: ["page", "shell"], technician: "id" },
  },
  "technician.refused": {
    severity: "warning",
    text: { "zh-CN": "维护密码错误", en: "A technician's PIN was wrong" },
    fields: { by: ["page", "shell"], asked: ["login", "second"], attempt: "count" },
  },
  "technician.left": {
    severity: "notice",
    text: { "zh-CN": "技术员退出维护台", en: "A technician logged out" },
    fields: { reason: ["asked", "timeout"], technician: "id" },
    completes: "technician.entered",
  },
  // What came of it stands in an entry of its own beside this one, which tells who.
  "technician.acted": {
    severity: "notice",
    text: { "zh-CN": "技术员进行了操作", en: "A technician acted" },
    fields: { act: ["resolve", "maintenance", "release-quarantined"], about: "id", ...WHO },
  },
  "blanks.loaded": {
    severity: "notice",
    text: { "zh-CN": "技术员装入空白证照", en: "A technician loaded blanks" },
    fields: { ...RUN, ...WHO },
  },
  "blanks.spoiled": {
    severity: "notice",
    text: { "zh-CN": "技术员登记了作废的空白证照", en: "A technician spoiled blanks" },
    fields: { ...RUN, ...WHO },
  },
  "blanks.returned": {
    severity: "notice",
    text: { "zh-CN": "技术员取出空白证照退回库房", en: "A technician gave blanks back to the store" },
    fields: { ...RUN, ...WHO },
  },
  "blanks.counted": {
    severity: "info",
    text: { "zh-CN": "技术员清点了纸盒，与账面一致", en: "A technician counted a tray, and the book agrees" },
    fields: { blankType: "id", counted: "count", expected: "count", ...WHO },
  },
  "blanks.count-differs": {
    severity: "warning",
    text: { "zh-CN": "纸盒清点数与账面不符，请查明原因", en: "A tray holds another number of blanks than the book says; find out why" },
    fields: { blankType: "id", counted: "count", expected: "count", ...WHO },
  },
  "blanks.reconciled": {
    severity: "notice",
    text: { "zh-CN": "空白证照已日清日结", en: "The day's account of blanks was drawn up" },
    /** `open`: numbers without a final state. `leftOut`: packs that found no room in the statement to the hub. */
    fields: { day: "id", numbers: "count", open: "count", balanced: "flag", countsDiffer: "count", leftOut: "count" },
  },
  "blanks.unbalanced": {
    severity: "alarm",
    text: {
      "zh-CN": "空白证照账目不平，请停用该纸盒并联系管理员",
      en: "The book of blanks does not add up; stop using the tray and tell an administrator",
    },
    fields: { day: "id", blankType: "id", loaded: "count", accounted: "count" },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
