import { LANGUAGES, type LocalText } from "../language.ts";
import type { ServiceItem, Step } from "./item.ts";
import type { ItemFault } from "./lint-fault.ts";
import { parseTemplate, templatePaths } from "./template.ts";

export interface FoundText {
  readonly at: string;
  readonly text: LocalText;
  /** May be empty in all languages at once. */
  readonly optional: boolean;
  /** `{{ }}` is replaced in it. */
  readonly template: boolean;
}

/** Every text is there in each language, and its languages name the same facts. */
export function lintTexts(item: ServiceItem): ItemFault[] {
  return textsOf(item).flatMap((found) => [...emptyFaults(found), ...placeholderFaults(found)]);
}

/** Every text for people that an item holds, with its place. */
export function textsOf(item: ServiceItem): FoundText[] {
  const own = (["name", "summary", "topic", "elsewhere"] as const).map((key) => plain(`/${key}`, item[key]));
  const tags = item.ratingTags.map((tag, at) => plain(`/ratingTags/${at}/text`, tag.text));
  return [...own, ...tags, ...item.steps.flatMap((step, at) => stepTexts(step, `/steps/${at}`))];
}

const TEMPLATES: ReadonlySet<string> = new Set(["result /paragraphs", "handoff /paragraphs", "choose /row/detail", "choose /row/badge"]);
const OPTIONAL = /\/(hint|detail|badge)$/;

// Texts are found by their shape, so that a new kind of step cannot bring one that nobody looks at.
function stepTexts(step: Step, at: string): FoundText[] {
  const found: FoundText[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || path === "/schema") return;
    if (isLocalText(value)) {
      const place = `${step.kind} ${path.replace(/\/\d+$/, "")}`;
      found.push({ at: at + path, text: value, optional: OPTIONAL.test(path), template: TEMPLATES.has(place) });
      return;
    }
    for (const [key, member] of Object.entries(value)) look(member, `${path}/${key}`);
  };
  look(step, "");
  return found;
}

function isLocalText(value: object): value is LocalText {
  const keys = Object.keys(value);
  return keys.length === LANGUAGES.length && LANGUAGES.every((language) => keys.includes(language));
}

function plain(at: string, text: LocalText): FoundText {
  return { at, text, optional: false, template: false };
}

function emptyFaults({ at, text, optional }: FoundText): ItemFault[] {
  const empty = LANGUAGES.filter((language) => text[language].trim() === "");
  if (empty.length === 0 || (optional && empty.length === LANGUAGES.length)) return [];
  return empty.map((language) => ({
    rule: "text-empty",
    at: `${at}/${language}`,
    problem: "the text is empty",
    fix: `write it in ${language}${optional ? ", or leave it empty in every language" : ""}`,
  }));
}

function placeholderFaults({ at, text, template }: FoundText): ItemFault[] {
  if (!template) {
    return LANGUAGES.filter((language) => /\{\{|\}\}/.test(text[language])).map((language) => ({
      rule: "template-bad",
      at: `${at}/${language}`,
      problem: "{{ }} is not replaced in this text",
      fix: "say it without a value, or show the value in a section",
    }));
  }
  const bad = LANGUAGES.flatMap((language): ItemFault[] => {
    const parsed = parseTemplate(text[language]);
    if (parsed.ok) return [];
    const { expression, detail } = parsed.error;
    return [
      {
        rule: "template-bad",
        at: `${at}/${language}`,
        problem: `${detail}: ${expression}`,
        fix: "write {{ expression }} with a JMESPath expression",
      },
    ];
  });
  if (bad.length > 0) return bad;
  const [first, ...others] = LANGUAGES.map((language) => templatePaths(text[language]).join(", "));
  if (others.every((one) => one === first)) return [];
  return [
    {
      rule: "placeholders-differ",
      at,
      problem: `the languages name different facts: ${[first, ...others].map((one) => one || "none").join(" / ")}`,
      fix: "name the same facts in each language",
    },
  ];
}
