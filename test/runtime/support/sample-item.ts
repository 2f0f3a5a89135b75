import type { CertificateTemplate } from "../../../config/documents/certificate-template.ts";
import type { ReceiptTemplate } from "../../../config/documents/receipt-template.ts";
import type { ResidentCard } from "../../../config/identity/id-card.ts";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";
import type { LocalText } from "../../../config/language.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";

const both = (zh: string, en: string): LocalText => ({ "zh-CN": zh, en });

/** Somebody who does not exist: region 990101 is given to no place. */
export function sampleCard(sequence = "001", birth = "1990-01-01"): ResidentCard {
  const digits = `990101${birth.replaceAll("-", "")}${sequence}`;
  return {
    layout: "resident",
    number: digits + idCheckCharacter(digits),
    name: "艾测试",
    sex: Number(sequence) % 2 === 1 ? "male" : "female",
    birth,
    validFrom: "2020-01-01",
    validTo: "2040-01-01",
    nation: "01",
    address: "示例市云溪区望春路十八号",
    issuer: "示例市公安局云溪分局",
  };
}

/** Card, question, form, case, a numbered certificate with its receipt, rating: a bit of everything. */
export const SAMPLE_ITEM: ServiceItem = {
  schema: 1,
  id: "sample",
  version: 4,
  codes: { implementation: "11990101MA0F00027J3002099002001", handling: "01" },
  name: both("样张事项", "Sample item"),
  summary: both("样张", "Sample"),
  topic: both("样张", "Sample"),
  department: "sample-department",
  opening: null,
  elsewhere: both("请到一楼综合服务台", "Please ask on floor 1"),
  needs: ["id-card-reader", "certificate-printer"],
  needsHub: false,
  blanks: ["licence"],
  steps: [
    { id: "guide", kind: "guide", title: both("须知", "Guide"), paragraphs: [], bring: [] },
    { id: "card", kind: "identify", factor: "id-card", attempts: 3, ifFailed: "end:identity-failed", ifUnavailable: "window" },
    {
      id: "ask",
      kind: "wait",
      text: both("正在查询", "Looking up"),
      operation: "department.question",
      request: { idNumber: "identity.number" },
      into: "answer",
      withinMs: 5_000,
      poll: { everyMs: 1_000, forMs: 10_000 },
      ifUnavailable: "window",
      ifRefused: "window",
    },
    {
      id: "form",
      kind: "form",
      title: both("填写", "Fill in"),
      into: "form",
      fields: [
        {
          name: "phone",
          label: both("电话", "Phone"),
          hint: both("", ""),
          control: "digits",
          schema: { type: "string", pattern: "^1\\d{10}$" },
          required: true,
        },
      ],
    },
    {
      id: "submit",
      kind: "submit",
      mode: "queued",
      text: both("正在登记", "Registering"),
      body: { phone: "answers.form.phone" },
      ifUnavailable: "window",
    },
    {
      id: "print",
      kind: "print",
      prints: [
        {
          kind: "certificate",
          template: "licence",
          data: { holder: "identity.name", date: "'2026-01-05'" },
          effect: "serialised",
          blank: "licence",
        },
        { kind: "receipt", template: "receipt", effect: "repeatable" },
      ],
      ifFailed: "window",
    },
    { id: "result", kind: "result", outcome: "done", title: both("已办结", "Done"), paragraphs: [], sections: [] },
    { id: "rate", kind: "evaluate", next: "end:finished" },
    {
      id: "window",
      kind: "handoff",
      title: both("请到窗口", "Please go to a window"),
      paragraphs: [],
      receipt: "receipt",
      next: "end:finished",
    },
  ],
  ratingTags: [{ id: "fast", text: both("快", "Fast") }],
};

/** The same, where the card is followed by a face. */
export const FACE_ITEM: ServiceItem = {
  ...SAMPLE_ITEM,
  id: "face",
  needs: ["id-card-reader"],
  blanks: [],
  steps: [
    { id: "card", kind: "identify", factor: "id-card", attempts: 3, ifFailed: "end:identity-failed", ifUnavailable: "end:cancelled" },
    {
      id: "consent",
      kind: "consent",
      consent: "face",
      version: "3",
      title: both("刷脸", "Face"),
      paragraphs: [],
      otherWay: both("", ""),
      ifRefused: "end:cancelled",
    },
    {
      id: "face",
      kind: "identify",
      factor: "face",
      consent: "face",
      attempts: 2,
      ifFailed: "end:identity-failed",
      ifUnavailable: "end:cancelled",
    },
    { id: "result", kind: "result", outcome: "done", title: both("完成", "Done"), paragraphs: [], sections: [] },
  ],
};

/** The card at the beginning, and again later. */
export const CARD_AGAIN_ITEM: ServiceItem = {
  ...FACE_ITEM,
  id: "card-again",
  steps: [
    { id: "card", kind: "identify", factor: "id-card", attempts: 3, ifFailed: "end:identity-failed", ifUnavailable: "end:cancelled" },
    { id: "guide", kind: "guide", title: both("须知", "Guide"), paragraphs: [], bring: [] },
    { id: "again", kind: "identify", factor: "id-card", attempts: 3, ifFailed: "end:identity-failed", ifUnavailable: "end:cancelled" },
    { id: "result", kind: "result", outcome: "done", title: both("完成", "Done"), paragraphs: [], sections: [] },
  ],
};

/** A code held before the scanner, or typed. */
export const SCAN_ITEM: ServiceItem = {
  ...FACE_ITEM,
  id: "scan",
  needs: [],
  steps: [
    {
      id: "scan",
      kind: "scan",
      title: both("请扫码", "Scan"),
      paragraphs: [],
      accept: ["queue-ticket"],
      attempts: 5,
      typing: true,
      into: "ticket",
      ifFailed: "end:cancelled",
    },
    {
      id: "result",
      kind: "result",
      outcome: "done",
      title: both("完成", "Done"),
      paragraphs: [both("号码 {{ answers.ticket.number }}", "Number {{ answers.ticket.number }}")],
      sections: [],
    },
  ],
};

export const LICENCE_TEMPLATE: CertificateTemplate = {
  schema: 1,
  id: "licence",
  version: 1,
  name: both("样张证照", "Sample licence"),
  media: "iso_a4_210x297mm",
  orientation: "portrait",
  data: { holder: { sample: "样张" }, date: { sample: "2026-01-05" } },
  dated: "date",
  pages: [
    {
      elements: [
        {
          kind: "text",
          at: [20, 20, 100, 20],
          text: "样张 {{ holder }}",
          size: 20,
          weight: "regular",
          align: "left",
          valign: "top",
          letterSpacing: 0,
          lineHeight: 1.2,
          wrap: false,
          color: "#000000",
        },
      ],
    },
  ],
};

export const RECEIPT_TEMPLATE: ReceiptTemplate = {
  schema: 1,
  id: "receipt",
  version: 1,
  name: both("受理回执", "Receipt"),
  lines: [{ kind: "pair", left: both("办件编号", "Case"), right: "{{ case.number }}" }],
};
