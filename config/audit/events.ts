import { ASSURANCES, FACTORS } from "../identity/factors.ts";
import { DEVICE_KINDS } from "../settings/device-kinds.ts";
import type { EventDefinition } from "./event-definition.ts";
import { TECHNICIAN_EVENTS } from "./technician-events.ts";

const DEVICE_STATE = [
  "online",
  "offline",
  "powerOff",
  "noDevice",
  "hardwareError",
  "userError",
  "deviceBusy",
  "potentialFraud",
  "starting",
] as const;
const PROCESS = ["supervisor", "runtime", "device-host", "face-engine", "sync-agent", "shell", "hub", "departments"] as const;
const PRINTED = ["printed", "failed", "unknown"] as const;
const MODE_ENDED = ["exited", "refused", "not-answered", "withdrawn", "technician-gone", "device-host-gone"] as const;
const ISSUANCE = { issuance: "id", template: "id" } as const;
const SESSION = { session: "id" } as const;

/** Everything that the journal may say, and with which fields. The only declaration: types, checks and the document come from it. */
export const EVENTS = {
  "process.started": {
    severity: "info",
    text: { "zh-CN": "进程已启动", en: "A process has started" },
    fields: { process: PROCESS, release: "id" },
  },
  "process.stopped": {
    severity: "notice",
    text: { "zh-CN": "进程已停止", en: "A process has stopped" },
    fields: { process: PROCESS, reason: ["asked", "crashed", "restarted"] },
    completes: "process.started",
  },
  "settings.loaded": {
    severity: "info",
    text: { "zh-CN": "配置已载入", en: "Settings were loaded" },
    fields: { sha256: "sha256", production: "flag" },
  },
  "catalogue.loaded": {
    severity: "info",
    text: { "zh-CN": "事项目录已载入", en: "The catalogue was loaded" },
    fields: { sha256: "sha256", items: "count" },
  },
  "person-key.changed": {
    severity: "alarm",
    text: {
      "zh-CN": "个人标识密钥不是原来那把，之前的办件对不上同一个人；有备份请放回 keys/person-hash.key 后重新启动",
      en: "The key for hashes of persons is not the one of before: earlier cases no longer tell who is the same person; put keys/person-hash.key back from a copy and start again",
    },
    /** `cases`: hashed by an earlier key. `lost`: the file was gone and was made anew; else another lies there. */
    fields: { cases: "count", lost: "flag" },
  },
  "catalogue.refused": {
    severity: "alarm",
    text: { "zh-CN": "事项目录有误，没有启用", en: "A catalogue was refused" },
    fields: { documents: "count", faults: "count" },
  },
  "session.started": {
    severity: "info",
    text: { "zh-CN": "有人开始办事", en: "A person began" },
    fields: { ...SESSION, item: "id", version: "count" },
  },
  "session.ended": {
    severity: "info",
    text: { "zh-CN": "办事结束，个人信息已清除", en: "A session ended and was wiped" },
    fields: {
      ...SESSION,
      reason: ["finished", "cancelled", "timeout", "card-taken", "card-swapped", "identity-failed", "technician", "fault"],
      ms: "ms",
      wiped: "flag",
    },
    completes: "session.started",
  },
  "identify.started": {
    severity: "info",
    text: { "zh-CN": "开始核验身份", en: "An attempt to identify began" },
    fields: { ...SESSION, factor: FACTORS, person: "id", attempt: "count" },
  },
  "identify.ended": {
    severity: "info",
    text: { "zh-CN": "身份核验结束", en: "An attempt to identify ended" },
    fields: {
      ...SESSION,
      factor: FACTORS,
      person: "id",
      attempt: "count",
      outcome: ["proved", "failed", "unavailable", "withdrawn"],
      why: "id",
      ms: "ms",
    },
    completes: "identify.started",
  },
  "face.judged": {
    severity: "info",
    text: { "zh-CN": "人脸比对结果（只有区间，没有图像）", en: "A face was compared (bands only, no picture)" },
    fields: {
      ...SESSION,
      /** `live`: captured for the identity service, which compares. */
      decision: ["match", "mismatch", "unsure", "attack", "live"],
      band: ["below", "between", "above", "none"],
      liveness: ASSURANCES,
      livenessChecks: "id",
      engine: "id",
      modelSha256: "sha256",
      thresholdSet: "id",
      frames: "count",
      framesSeen: "count",
      restarts: "count",
      ms: "ms",
    },
  },
  "face.not-judged": {
    severity: "notice",
    text: {
      "zh-CN": "人脸没有比对成（没有合格画面、中断或设备原因）",
      en: "A face could not be compared (no good picture, cut short, or the device)",
    },
    fields: { ...SESSION, failure: "id", framesSeen: "count", restarts: "count", ms: "ms" },
  },
  "face.stored": {
    severity: "alarm",
    text: {
      "zh-CN": "没有人在核验，人脸进程里却还留着人脸数据，请联系维护人员",
      en: "Faces were kept in memory though nobody was being looked at; tell maintenance",
    },
    fields: { faces: "count" },
  },
  "factor.locked": {
    severity: "warning",
    text: {
      "zh-CN": "本次办事中该核验方式已停用（多次未通过或疑似攻击）",
      en: "A factor is closed for this session (failed too often, or an attack)",
    },
    fields: { ...SESSION, factor: FACTORS, failures: "count" },
  },
  "consent.given": {
    severity: "info",
    text: { "zh-CN": "本人作出了是否同意的选择", en: "A person agreed or refused" },
    fields: { ...SESSION, consent: "id", version: "id", agreed: "flag", by: "id" },
  },
  "query.ended": {
    severity: "info",
    text: { "zh-CN": "向部门的查询已结束", en: "A question to a department ended" },
    fields: { ...SESSION, operation: "id", outcome: ["answered", "refused", "unavailable", "cancelled"], code: "id", ms: "ms" },
  },
  "case.registered": {
    severity: "info",
    text: { "zh-CN": "办件已登记，等待上传", en: "A case was registered and waits for its upload" },
    fields: { ...SESSION, case: "id", item: "id", mode: ["online", "queued"] },
  },
  "case.delivered": {
    severity: "info",
    text: { "zh-CN": "办件已送达市级平台", en: "A case has reached the hub" },
    fields: { case: "id" },
    completes: "case.registered",
  },
  "rating.given": {
    severity: "info",
    text: { "zh-CN": "收到一次评价", en: "A rating was given" },
    fields: { case: "id", grade: "count" },
  },
  "issuance.intended": {
    severity: "info",
    text: { "zh-CN": "准备打印，编号已预留", en: "A print is intended and its blank reserved" },
    fields: { ...ISSUANCE, case: "id", blankType: "id", serial: "id", documentSha256: "sha256" },
  },
  "issuance.sent": {
    severity: "info",
    text: { "zh-CN": "开始向打印机发送", en: "The first byte is about to leave for the printer" },
    fields: { ...ISSUANCE, device: "id" },
  },
  "issuance.concluded": {
    severity: "notice",
    text: { "zh-CN": "打印有了结论", en: "The outcome of a print is known, or known to be unknown" },
    fields: { ...ISSUANCE, outcome: PRINTED, serial: "id", proof: "id" },
    completes: "issuance.intended",
  },
  "issuance.resolved": {
    severity: "notice",
    text: { "zh-CN": "技术员确认了打印结果", en: "A technician resolved a print" },
    fields: { issuance: "id", serial: "id", finding: ["printed", "spoiled", "blank-unused"] },
  },
  "issuance.taken": {
    severity: "info",
    text: { "zh-CN": "本人已取走打印好的证照", en: "The person has the printed document" },
    fields: { ...ISSUANCE, serial: "id" },
  },
  "issuance.not-taken": {
    severity: "warning",
    text: {
      "zh-CN": "证照已打印，但没有看到有人取走，请到出纸口查看",
      en: "A document was printed and nobody was seen to take it; look into the outlet",
    },
    fields: { ...ISSUANCE, serial: "id" },
  },
  "tray.held": {
    severity: "alarm",
    text: {
      "zh-CN": "有一张空白证照去向不明，纸盒已停用，请技术员核对",
      en: "The fate of a blank is unknown; the tray is held for a technician",
    },
    fields: { blankType: "id", serial: "id" },
  },
  "tray.released": {
    severity: "notice",
    text: { "zh-CN": "纸盒已恢复使用", en: "The tray is in use again" },
    fields: { blankType: "id" },
    completes: "tray.held",
  },
  "receipt.printed": {
    severity: "info",
    text: { "zh-CN": "凭条打印结束", en: "A receipt was sent to the printer" },
    fields: { ...SESSION, template: "id", outcome: PRINTED, proof: "id", reprint: "flag" },
  },
  "receipt.paperless": {
    severity: "info",
    text: { "zh-CN": "凭条没有用纸打印，改为屏幕扫码领取", en: "A receipt was given to the person's phone instead of paper" },
    fields: { ...SESSION, template: "id" },
  },
  "download.offered": {
    severity: "info",
    text: { "zh-CN": "屏幕上出示了部门文件的下载码", en: "A department's file was offered for download" },
    fields: { ...SESSION, template: "id", outcome: ["shown", "unavailable"] },
  },
  ...TECHNICIAN_EVENTS,
  "mode.asked": {
    severity: "info",
    text: { "zh-CN": "技术员请求进入维护模式，等待办理结束", en: "Technician mode was asked for; those who serve are waited for" },
    fields: { by: "id" },
  },
  "mode.not-entered": {
    severity: "notice",
    text: { "zh-CN": "没有进入维护模式，继续对外服务", en: "Technician mode was not entered; service goes on" },
    fields: { by: "id", why: MODE_ENDED },
    completes: "mode.asked",
  },
  "mode.entered": {
    severity: "notice",
    text: { "zh-CN": "已进入维护模式，停止对外服务", en: "Technician mode was entered; nobody is served" },
    fields: { by: "id" },
    completes: "mode.asked",
  },
  "mode.left": {
    severity: "notice",
    text: { "zh-CN": "已退出维护模式", en: "Technician mode was left" },
    fields: { by: "id", why: MODE_ENDED },
    completes: "mode.entered",
  },
  "device.changed": {
    severity: "notice",
    text: { "zh-CN": "设备状态有变化", en: "A device's state changed" },
    fields: { device: "id", kind: DEVICE_KINDS, state: DEVICE_STATE },
  },
  "device.checked": {
    severity: "info",
    text: { "zh-CN": "技术员让设备自检", en: "A technician had a device checked" },
    fields: { device: "id", outcome: ["healthy", "problem", "unavailable"], by: "id" },
  },
  "device.reset": {
    severity: "notice",
    text: { "zh-CN": "技术员让设备重新连接", en: "A technician had a device opened anew" },
    fields: { device: "id", outcome: ["done", "refused", "unavailable"], by: "id" },
  },
  "hub.changed": {
    severity: "notice",
    text: { "zh-CN": "与市级平台的连接有变化", en: "The link to the hub changed" },
    fields: { hub: ["reachable", "away", "unknown"], waiting: "count" },
  },
  "outbox.quarantined": {
    severity: "alarm",
    text: {
      "zh-CN": "市级平台拒收一条记录，已单独存放，请联系管理员",
      en: "The hub refused a row for good; it is set aside for an administrator",
    },
    fields: { row: "id" },
  },
  "journal.checkpoint": {
    severity: "info",
    text: { "zh-CN": "日志已封存一个检查点", en: "The journal was sealed up to here" },
    fields: { entries: "count", head: "sha256" },
  },
  "fault.raised": {
    severity: "alarm",
    text: { "zh-CN": "程序出现故障，请把编号告诉维护人员", en: "A fault; tell maintenance its code" },
    fields: { process: PROCESS, code: "id", where: "id" },
  },
} as const satisfies Readonly<Record<string, EventDefinition>>;
