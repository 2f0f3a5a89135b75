import type { LocalText } from "../../../config/language.ts";
import { escaped, publicPage } from "../public-page.ts";
import type { Cause, Paper, Verdict } from "./judge-paper.ts";
import { explanation, VERDICT_WORDS } from "./verify-words.ts";

/** All that a check says, in JSON as on the page; the same keys whatever it is. */
export interface Check {
  readonly code: string;
  readonly sheet: string;
  readonly verdict: Verdict;
  readonly paper: Paper;
  readonly cause: Cause;
  readonly document: string;
  readonly issuedOn: string;
  /** In the hall. */
  readonly checkedAt: string;
}

// Each verdict has its own outline, so that it can be told without colour: seal, octagon, two sheets, crossed-out sheet, sheet with
// a number to be filled in, empty ring, triangle.
const SHAPES: Readonly<Record<Verdict, { readonly tone: string; readonly path: string }>> = {
  true: { tone: "good", path: '<circle cx="32" cy="32" r="28"/><path d="M19 33l9 9 17-19" class="s"/>' },
  void: { tone: "bad", path: '<path d="M21 4h22l17 17v22L43 60H21L4 43V21z"/><path d="M22 22l20 20M42 22L22 42" class="s"/>' },
  reissued: {
    tone: "care",
    path: '<rect x="6" y="6" width="34" height="42" rx="3"/><path d="M46 20h12v38H24V54M30 27h-14m6-7l-7 7 7 7" class="s"/>',
  },
  "other-sheet": { tone: "bad", path: '<path d="M12 4h40v56H12z"/><path d="M20 24h24M20 38h24M40 14L24 50" class="s"/>' },
  "sheet-needed": { tone: "care", path: '<path d="M12 4h40v56H12z"/><path d="M22 20h20M22 30h20M22 46h4m6 0h4m6 0h1" class="s"/>' },
  unknown: { tone: "none", path: '<circle cx="28" cy="28" r="20"/><path d="M43 43l15 15M22 28h12" class="s"/>' },
  unsure: { tone: "care", path: '<path d="M32 5l29 53H3z"/><path d="M32 24v16M32 48v1" class="s"/>' },
};

export function verifyPage(city: string, check: Check): ReturnType<typeof publicPage> {
  const words = VERDICT_WORDS[check.verdict];
  const { tone, path } = SHAPES[check.verdict];
  const rows: [string, string, string][] = [
    ["文书", "Document", check.document],
    ["编号", "Number", check.code],
    ["日期", "Date", check.issuedOn],
    ["纸张编号", "Sheet", check.sheet],
    ["核验时间", "Checked at", check.checkedAt.slice(0, 16).replace("T", " ")],
  ];
  return publicPage(
    `${words["zh-CN"]} · ${city}文书核验`,
    `${heading(city)}<main>
<section class="card verdict ${tone}" role="status">${svg(path)}<div><strong>${words["zh-CN"]}</strong><span lang="en">${words.en}</span></div>
<p class="why">${inBoth(explanation(check.verdict, check.paper, check.cause))}</p>${check.verdict === "sheet-needed" ? sheetForm(check.code) : ""}</section>
<section class="card"><dl>${rows
      .filter(([, , value]) => value !== "")
      .map(([zh, en, value]) => `<div><dt>${zh} ${en}</dt><dd>${escaped(value)}</dd></div>`)
      .join("")}</dl></section>
<details class="card"><summary>核验其他编号<span lang="en">Check another number</span></summary>${form("../verify")}</details></main>${FOOTER}`,
    "form",
  );
}

/** Where a number can be typed when its code cannot be read. */
export function askPage(city: string): ReturnType<typeof publicPage> {
  return publicPage(`${city}文书核验`, `${heading(city)}<main><section class="card">${form("verify")}</section></main>${FOOTER}`, "form");
}

export function tooManyPage(city: string): ReturnType<typeof publicPage> {
  const words = {
    "zh-CN": "查询次数过多，请一分钟后再试。",
    en: "Too many checks from this connection. Please try again in a minute.",
  };
  return publicPage(
    `${city}文书核验`,
    `${heading(city)}<main><section class="card"><p>${inBoth(words)}</p></section></main>${FOOTER}`,
    "nothing",
  );
}

const FOOTER = `<footer><p>本页不显示任何个人信息，也不保存查询内容。<span lang="en">This page shows nothing about a person and keeps nothing of what is asked.</span></p></footer>`;

function heading(city: string): string {
  return `<header><h1>${escaped(city)}文书核验<span lang="en">Document check</span></h1></header>`;
}

function form(action: string): string {
  return `<form action="${action}" method="get"><label>文书编号 Number<input name="code" required maxlength="60" autocomplete="off" autocapitalize="characters"></label>
<label>纸张编号（如有） Sheet, if any<input name="sheet" maxlength="40" autocomplete="off" autocapitalize="characters"></label><button>核验 · Check</button></form>`;
}

/** The code is known; what is missing stands on the sheet. */
function sheetForm(code: string): string {
  return `<form class="sheet" action="../verify" method="get"><input type="hidden" name="code" value="${escaped(code)}"><label>纸张编号 Sheet<input name="sheet" required maxlength="40" autocomplete="off" autocapitalize="characters"></label><button>核验 · Check</button></form>`;
}

function svg(path: string): string {
  const drawn = path.replaceAll(' class="s"', ' stroke-linecap="round" stroke-linejoin="round"');
  return `<svg viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="4" aria-hidden="true">${drawn}</svg>`;
}

function inBoth(words: LocalText): string {
  return `${words["zh-CN"]}<span lang="en">${words.en}</span>`;
}
