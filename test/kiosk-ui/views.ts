import type {
  CardPrompt,
  EndReason,
  FacePrompt,
  Guidance,
  LicencePrompt,
  MethodCard,
  Outcome,
  OutOfService,
  Screen,
  View,
} from "../../runtime/server/api.ts";
import { ITEMS } from "./view-items.ts";
import { PAPERS, PRINTS } from "./view-papers.ts";

const STEPS = ["告知", "身份核验", "填写", "核对", "取件"];
const PROOF_SECTIONS = [
  {
    title: "申请人",
    rows: [
      { label: "姓名", value: "林晓样", source: "身份证" },
      { label: "身份证号", value: "990101********123X", source: "身份证" },
      { label: "联系电话", value: "138****0000", source: "" },
    ],
  },
  {
    title: "证明内容",
    rows: [
      { label: "缴存单位", value: "示例市晨光文具有限公司", source: "公积金缴存信息" },
      { label: "用途", value: "申请公共租赁住房", source: "" },
      { label: "说明", value: "", source: "" },
    ],
  },
];

const TEXT_FIELD = {
  name: "address",
  label: "现在住在哪里？",
  hint: "写到门牌号",
  control: "text",
  required: true,
  maxLength: 60,
  options: [],
  value: "",
  source: "",
  readOnly: false,
  error: "",
} as const;
const KNOWN = [
  { ...TEXT_FIELD, name: "name", label: "姓名", value: "林晓样", source: "身份证", readOnly: true },
  { ...TEXT_FIELD, name: "employer", label: "工作单位", value: "示例市晨光文具有限公司", source: "公积金缴存信息", readOnly: true },
];
const PURPOSES = ["申请公共租赁住房", "办理购房贷款", "子女入学", "提取公积金", "其他"];

const CARD: readonly CardPrompt[] = [
  "place-card",
  "reading",
  "unreadable",
  "expired",
  "not-yet-valid",
  "wrong-type",
  "bad-number",
  "reader-down",
  "card-swapped",
  "same-person",
];
const FACE: readonly FacePrompt[] = [
  "starting",
  "looking",
  "restarting",
  "asking-service",
  "no-match",
  "unsure",
  "not-seen",
  "lost-track",
  "camera-down",
  "photo-unusable",
];
const LICENCE: readonly LicencePrompt[] = ["show-code", "checking", "wrong-type", "unreadable", "not-known", "code-expired"];
export const GUIDANCE: readonly Guidance[] = [
  "look-at-camera",
  "come-closer",
  "move-back",
  "centre-face",
  "face-straight",
  "more-light",
  "less-light",
  "hold-still",
  "one-person-only",
  "turn-left",
  "turn-right",
  "blink",
  "checking",
];
const METHODS: readonly MethodCard[] = [
  { id: "card", factors: ["id-card"], title: "身份证", detail: "把身份证放在读卡器上，再输入查询密码", unavailable: null },
  {
    id: "card-face",
    factors: ["id-card", "face"],
    title: "身份证和刷脸",
    detail: "放上身份证，再看一下摄像头，大约 10 秒",
    unavailable: null,
  },
  { id: "remote", factors: ["remote-face"], title: "没带身份证：刷脸", detail: "输入身份证号，再看一下摄像头", unavailable: null },
  { id: "social", factors: ["social-security-card"], title: "社保卡", detail: "插入实体社保卡，芯片朝上", unavailable: null },
];
const BARRED: readonly MethodCard["unavailable"][] = [null, "locked", "hub-away", "device-down"];
const LOOKING = { kind: "identify-face", person: null, guidance: "come-closer", action: null, leavesDevice: false, triesLeft: 2 } as const;
const OUTCOMES: readonly Outcome[] = ["done", "unprinted", "accepted", "queued", "refused", "unavailable"];
const ENDS: readonly EndReason[] = [
  "finished",
  "cancelled",
  "timeout",
  "card-taken",
  "card-swapped",
  "identity-failed",
  "technician",
  "fault",
];
const CLOSED: readonly OutOfService[] = ["starting", "maintenance", "device-host-away", "stopping"];

const BASE: readonly (readonly [string, Screen])[] = [
  ["home", { kind: "home", items: ITEMS }],
  [
    "guide",
    {
      kind: "guide",
      title: "住房公积金缴存证明",
      paragraphs: ["核验身份后，可以打印本人近一年的住房公积金缴存证明。证明带电子印章和验证码，全市通用。", "全程大约 2 分钟，不收费。"],
      bring: ["本人身份证", "手机号码"],
    },
  ],
  [
    "consent",
    {
      kind: "consent",
      title: "是否同意用人脸核验身份？",
      paragraphs: [
        "由谁处理：示例市住房公积金管理中心，只在这台机器上处理。",
        "为了什么：确认您就是这张身份证的持有人，不作其他用途。",
        "怎么处理：把摄像头画面与身份证上的照片比对，只用内存，不存盘。",
        "保存多久：不保存。比对一结束，画面立即清除，也不会上传。",
        "您的权利：可以拒绝，也可以中途改用别的方式，不影响办理。",
      ],
      version: "2026-01",
      otherWay: "您可以改用身份证加手机号核验，或者到人工窗口办理，结果一样。",
    },
  ],
  [
    "consent-guardian",
    {
      kind: "consent",
      title: "请监护人决定：是否同意给孩子刷脸核验？",
      paragraphs: [
        "孩子不满十四周岁，要由监护人单独同意。",
        "由谁处理：示例市教育局（样张），通过市身份核验服务比对。",
        "为了什么：确认来办理的就是孩子本人，不作其他用途。",
        "保存多久：不保存。画面加密送出，比对后立即清除。",
      ],
      version: "2026-02",
      otherWay: "可以改用户口簿，到人工窗口办理，结果一样。",
    },
  ],
  ["methods", { kind: "methods", title: "请选择怎样证明您是本人", paragraphs: [], methods: METHODS }],
  [
    "methods-some",
    {
      kind: "methods",
      title: "请选择怎样证明您是本人",
      paragraphs: ["几种方式效力相同，任选一种。"],
      methods: METHODS.map((method, at) => ({ ...method, unavailable: BARRED[at] ?? null })),
    },
  ],
  [
    "methods-none",
    {
      kind: "methods",
      title: "请选择怎样证明您代表单位",
      paragraphs: [],
      methods: [
        { id: "licence", factors: ["electronic-licence"], title: "电子营业执照", detail: "出示手机上的执照码", unavailable: "hub-away" },
        {
          id: "card-face",
          factors: ["id-card", "face"],
          title: "法定代表人身份证和刷脸",
          detail: "由法定代表人本人办理",
          unavailable: "locked",
        },
      ],
    },
  ],
  [
    "choose",
    {
      kind: "choose",
      title: "要打印哪一份？",
      rows: [
        { id: "2026", title: "2026 年度缴存证明", detail: "示例市晨光文具有限公司 · 缴存 11 个月", badge: "最新" },
        { id: "2025", title: "2025 年度缴存证明", detail: "示例市晨光文具有限公司 · 缴存 12 个月", badge: "" },
        { id: "2024", title: "2024 年度缴存证明", detail: "示例市远山物业服务有限公司 · 缴存 7 个月", badge: "" },
      ],
      emptyText: "",
    },
  ],
  [
    "choose-empty",
    { kind: "choose", title: "要打印哪一份？", rows: [], emptyText: "没有查到您名下的缴存记录。如果您认为有误，请到 1 楼 3 号窗口查询。" },
  ],
  [
    "form-text",
    {
      kind: "form",
      title: "联系信息",
      fields: [...KNOWN, TEXT_FIELD, { ...TEXT_FIELD, name: "note", label: "备注", control: "long-text", required: false, hint: "" }],
    },
  ],
  [
    "form-digits",
    {
      kind: "form",
      title: "联系信息",
      fields: [
        {
          ...TEXT_FIELD,
          name: "phone",
          label: "您的手机号码",
          hint: "用来接收办理结果",
          control: "digits",
          maxLength: 11,
          value: "1380000",
          source: "",
        },
      ],
    },
  ],
  [
    "form-id",
    {
      kind: "form",
      title: "家人信息",
      fields: [
        {
          ...TEXT_FIELD,
          name: "spouse",
          label: "配偶的身份证号",
          hint: "18 位",
          control: "digits",
          maxLength: 18,
          value: "99010119900101123",
          error: "身份证号不对，请再看一下最后一位",
        },
      ],
    },
  ],
  [
    "form-secret",
    {
      kind: "form",
      title: "查询密码",
      fields: [
        { ...TEXT_FIELD, name: "pin", label: "请输入查询密码", hint: "6 位数字", control: "secret-digits", maxLength: 6, value: "1234" },
      ],
    },
  ],
  [
    "form-date",
    {
      kind: "form",
      title: "入住信息",
      fields: [
        { ...TEXT_FIELD, name: "since", label: "什么时候开始住在这里？", hint: "", control: "date", value: "2024-0", maxLength: 10 },
      ],
    },
  ],
  [
    "form-select",
    {
      kind: "form",
      title: "证明用途",
      fields: [
        ...KNOWN,
        {
          ...TEXT_FIELD,
          name: "purpose",
          label: "这份证明用来做什么？",
          hint: "",
          control: "select",
          options: PURPOSES.map((label, index) => ({ value: `p${index}`, label })),
          value: "p0",
          source: "上次填写",
        },
      ],
    },
  ],
  ["review", { kind: "review", title: "请核对要提交的内容", sections: PROOF_SECTIONS, confirm: "确认提交" }],
  [
    "sign",
    {
      kind: "sign",
      title: "请签名，提交申请",
      paragraphs: ["我保证所填内容真实，并愿意承担相应的法律责任。", "签名只随这份申请送到承办部门，不保存在这台机器上。"],
      confirm: "签好了，提交",
      otherWay: "可以到窗口由工作人员协助办理。",
      screenMm: 598,
    },
  ],
  ...(["show-code", "wrong-type", "unreadable", "check-differs", "scanner-down"] as const).map(
    (state) =>
      [
        `scan-${state}`,
        {
          kind: "scan",
          title: "请扫描排队票上的码",
          paragraphs: ["排队票在大厅入口的取号机领取，码在票的下方。"],
          typing: true,
          state,
          triesLeft: 2,
        },
      ] as const,
  ),
  ["wait", { kind: "wait", text: "正在向公积金中心查询" }],
  ...Object.entries(PRINTS).map(([name, prints]) => [name, { kind: "print", prints }] as const),
  [
    "evaluate",
    {
      kind: "evaluate",
      tags: [
        { id: "slow", text: "等待时间太长" },
        { id: "unclear", text: "说明看不懂" },
        { id: "repeat", text: "重复填写" },
        { id: "broken", text: "设备不好用" },
      ],
    },
  ],
  [
    "handoff",
    {
      kind: "handoff",
      title: "请到窗口继续办理",
      paragraphs: ["您的变更需要工作人员核对原件。材料已经交到 1 楼 3 号窗口。"],
      slip: "A-0317",
    },
  ],
];

const LEFT: Screen = { kind: "ended", reason: "finished", cardLeft: true };

const VARIANTS: readonly (readonly [string, Screen])[] = [
  ...CARD.map((state) => [`card-${state}`, { kind: "identify-card", person: null, state, triesLeft: 2, otherWay: false }] as const),
  ...(["unreadable", "expired"] as const).map(
    (state) => [`card-${state}-other-way`, { kind: "identify-card", person: null, state, triesLeft: 2, otherWay: true }] as const,
  ),
  ...(["place-card", "reading", "same-person"] as const).map(
    (state) => [`guardian-card-${state}`, { kind: "identify-card", person: "监护人", state, triesLeft: 2, otherWay: false }] as const,
  ),
  ...CARD.map(
    (state) => [`social-${state}`, { kind: "identify-social-card", person: null, state, triesLeft: 2, otherWay: false }] as const,
  ),
  ["guardian-social-place-card", { kind: "identify-social-card", person: "监护人", state: "place-card", triesLeft: 2, otherWay: false }],
  ...LICENCE.map((state) => [`licence-${state}`, { kind: "identify-licence", state, triesLeft: 2 }] as const),
  ...FACE.map((state) => [`face-${state}`, { ...LOOKING, state }] as const),
  ...GUIDANCE.map((guidance) => [`guidance-${guidance}`, { ...LOOKING, state: "looking", guidance, action: actionOf(guidance) }] as const),
  ["face-leaves", { ...LOOKING, state: "looking", leavesDevice: true }],
  [
    "guardian-face",
    { ...LOOKING, person: "监护人", state: "looking", guidance: "turn-left", action: { at: 1, of: 2 }, leavesDevice: true },
  ],
  ["face-last-try", { ...LOOKING, state: "no-match", triesLeft: 0 }],
  ...OUTCOMES.map((outcome) => [`result-${outcome}`, result(outcome)] as const),
  ["result-papers", result("done")],
  ["result-paperless", result("accepted")],
  ["result-one-code", result("done")],
  ["result-codes-and-paper", result("done")],
  ["result-in-doubt", result("unprinted")],
  ["result-reprinting", result("done")],
  ["handoff-papers", { kind: "handoff", title: "请到窗口继续办理", paragraphs: ["您的变更需要工作人员核对原件。"], slip: "A-0317" }],
  ["ended-card-left", LEFT],
  ...ENDS.map((reason) => [`ended-${reason}`, { kind: "ended", reason }] as const),
  ...CLOSED.map((reason) => [`closed-${reason}`, { kind: "out-of-service", reason }] as const),
];

function actionOf(guidance: Guidance): { at: number; of: number } | null {
  return guidance === "turn-left" || guidance === "turn-right" || guidance === "blink" ? { at: 2, of: 3 } : null;
}

function result(outcome: Outcome): Screen {
  const went = outcome !== "unavailable" && outcome !== "refused";
  return {
    kind: "result",
    outcome,
    title: went ? "您的申请已经收到" : "这次没有办成",
    paragraphs: went
      ? ["办好后会发短信通知您。也可以凭办件编号在任何一台自助终端查询进度。"]
      : ["缴存时间还不满六个月。满六个月后可以再来申请，已填的内容不会保留。"],
    caseNumber: outcome === "unavailable" ? null : "9901-20260317-000123",
    sections: went ? PROOF_SECTIONS.slice(1) : [],
  };
}

/** A screen of every kind, and of every state that looks different. */
export const SCREENS: Readonly<Record<string, Screen>> = Object.fromEntries([...BASE, ...VARIANTS]);

const UNSERVED: ReadonlySet<Screen["kind"]> = new Set(["home", "out-of-service", "ended"]);
let revisions = 0;

/** A view of the screen called `name`, as the runtime would send it. */
export function viewOf(name: string, over: Partial<View> = {}): View {
  const screen = SCREENS[name];
  if (!screen) throw new Error(`no sample screen ${name}`);
  const served = !UNSERVED.has(screen.kind);
  revisions += 1;
  return {
    revision: revisions,
    session: served ? "s-1" : null,
    display: { language: "zh-CN", size: "standard", contrast: "standard", reach: "standard" },
    hall: "示例市政务服务大厅",
    progress: served
      ? {
          item: "住房公积金缴存证明",
          step: screen.kind,
          steps: STEPS,
          at: at(screen.kind),
          person: "林**",
          canGoBack: ["form", "review", "consent", "scan", "sign", "methods", "identify-licence", "identify-social-card"].includes(
            screen.kind,
          ),
        }
      : null,
    papers: PAPERS[name] ?? null,
    timeLeft: served ? { endsAt: 1_000_000 + 83_400, now: 1_000_000, warning: false } : null,
    screen,
    ...over,
  };
}

function at(kind: Screen["kind"]): number {
  if (kind === "guide" || kind === "consent") return 0;
  if (kind === "methods" || kind.startsWith("identify-")) return 1;
  if (kind === "form" || kind === "choose" || kind === "scan") return 2;
  return kind === "review" || kind === "sign" || kind === "wait" ? 3 : 4;
}
