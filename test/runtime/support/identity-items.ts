import type { LocalText } from "../../../config/language.ts";
import type { ServiceItem, Step } from "../../../config/service-items/item.ts";
import { FACE_ITEM } from "./sample-item.ts";

const both = (zh: string, en: string): LocalText => ({ "zh-CN": zh, en });

function consent(id: string, next: string, by?: string): Step {
  const said = { title: both("刷脸", "Face"), paragraphs: [], otherWay: both("", ""), version: "3", ifRefused: "methods", next };
  return { ...said, ...(by ? { by, ifRefused: "end:cancelled" } : {}), id: `agree-${id}`, kind: "consent", consent: id };
}

function field(name: string) {
  const schema = { type: "string", maxLength: 40 };
  return { name, label: both(name, name), hint: both("", ""), control: "text" as const, schema, required: true };
}

const PROVED: Step = {
  id: "result",
  kind: "result",
  outcome: "done",
  title: both("完成", "Done"),
  paragraphs: [both("{{ identity.layout }} {{ identity.name }}", "{{ identity.layout }} {{ identity.name }}")],
  sections: [],
};

const back = { attempts: 2, ifFailed: "methods", ifUnavailable: "methods", next: "result" } as const;

/** Every way to prove who one is, chosen by the person. */
export const METHODS_ITEM: ServiceItem = {
  ...FACE_ITEM,
  id: "methods",
  needs: [],
  steps: [
    {
      id: "methods",
      kind: "methods",
      title: both("请选择核验方式", "Choose"),
      paragraphs: [],
      methods: [
        { id: "card-face", factors: ["id-card", "face"], title: both("身份证和刷脸", "Card and face"), detail: both("", ""), to: "card" },
        { id: "remote", factors: ["remote-face"], title: both("号码和刷脸", "Number and face"), detail: both("", ""), to: "who" },
        { id: "social", factors: ["social-security-card"], title: both("社保卡", "Social card"), detail: both("", ""), to: "social" },
        { id: "licence", factors: ["electronic-licence"], title: both("电子营业执照", "Licence"), detail: both("", ""), to: "licence" },
      ],
      ifNone: "end:cancelled",
    },
    { id: "card", kind: "identify", factor: "id-card", ...back, next: "agree-face" },
    consent("face", "face"),
    { id: "face", kind: "identify", factor: "face", consent: "face", minAssurance: "rgb-challenge", ...back },
    { id: "who", kind: "form", title: both("", ""), into: "who", fields: [field("name"), field("number")], next: "agree-remote" },
    consent("remote", "remote"),
    {
      id: "remote",
      kind: "identify",
      factor: "remote-face",
      consent: "remote",
      operation: "identity.verify-face",
      request: { name: "answers.who.name", number: "answers.who.number" },
      ...back,
    },
    { id: "social", kind: "identify", factor: "social-security-card", ...back },
    { id: "licence", kind: "identify", factor: "electronic-licence", operation: "market.licence-holder", request: {}, ...back },
    PROVED,
  ],
};

const failing = { attempts: 3, ifFailed: "end:identity-failed", ifUnavailable: "end:cancelled" } as const;
const GUARDIAN = both("监护人", "guardian");

/** An applicant and a guardian, who agrees for a child; both faces; a case with both of them. */
export const GUARDIAN_ITEM: ServiceItem = {
  ...FACE_ITEM,
  id: "guardian",
  steps: [
    { id: "card", kind: "identify", factor: "id-card", ...failing },
    { id: "turn", kind: "guide", title: both("请监护人放上身份证", "The guardian's card, please"), paragraphs: [], bring: [] },
    { id: "guardian", kind: "identify", factor: "id-card", person: "guardian", personName: GUARDIAN, ...failing },
    { ...consent("face", "face", "guardian") },
    { id: "face", kind: "identify", factor: "face", consent: "face", ...failing },
    consent("guardian-face", "guardian-face", "guardian"),
    {
      id: "guardian-face",
      kind: "identify",
      factor: "face",
      person: "guardian",
      personName: GUARDIAN,
      consent: "guardian-face",
      ...failing,
    },
    { id: "submit", kind: "submit", mode: "queued", text: both("", ""), body: {}, ifUnavailable: "end:cancelled" },
    { ...PROVED, id: "result" },
  ],
};
