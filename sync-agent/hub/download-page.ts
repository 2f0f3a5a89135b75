import type { LocalText } from "../../config/language.ts";
import { escaped, publicPage } from "./public-page.ts";

/** What the phone is shown in place of the file. */
export type DownloadNotice =
  /** The form: `tries` left after a wrong answer, null before the first. */
  | { readonly kind: "form"; readonly tries: number | null }
  | { readonly kind: "unreadable" | "expired" | "taken" | "spent" | "busy" | "away" }
  | { readonly kind: "refused"; readonly message: LocalText };

export const NOTICE_STATUS: Readonly<Record<DownloadNotice["kind"], number>> = {
  form: 200,
  unreadable: 404,
  expired: 410,
  taken: 410,
  spent: 410,
  busy: 409,
  away: 503,
  refused: 403,
};

const BACK: LocalText = {
  "zh-CN": "需要的话，请在自助终端上重新办理一次，再扫新的二维码。",
  en: "If you still need the file, use the kiosk once more and scan the new code.",
};

const WORDS: Readonly<Record<"unreadable" | "expired" | "taken" | "spent" | "busy" | "away", readonly LocalText[]>> = {
  unreadable: [{ "zh-CN": "这个链接不完整或已失效。", en: "This address is incomplete or no longer valid." }, BACK],
  expired: [{ "zh-CN": "二维码 15 分钟内有效，现在已过期。", en: "The code was valid for 15 minutes and has expired." }, BACK],
  taken: [
    { "zh-CN": "这份文件已经下载过一次，链接不能再用。", en: "This file has been downloaded once; the address cannot be used again." },
    BACK,
  ],
  spent: [{ "zh-CN": "答错 5 次，这个链接已停用。", en: "Five wrong answers: this address is closed." }, BACK],
  busy: [{ "zh-CN": "文件正在下载，请稍等。", en: "The file is being downloaded. Please wait a moment." }],
  away: [
    { "zh-CN": "部门系统暂时没有回应，请过一会儿再试。", en: "The department does not answer at the moment. Please try again shortly." },
  ],
};

export interface DownloadPage {
  readonly city: string;
  /** What the file is called; "" when that is not known. */
  readonly name: string;
  /** Whether the last characters of the ID number are asked for. */
  readonly asks: boolean;
}

/** In both languages at once: a phone's language is not its owner's. */
export function downloadPage({ city, name, asks }: DownloadPage, notice: DownloadNotice): ReturnType<typeof publicPage> {
  const heading = `<header><h1>${escaped(name || "文件下载")}<span lang="en">${escaped(city)} · 文件下载 File download</span></h1></header>`;
  return publicPage(`${city} 文件下载`, `${heading}<main><section class="card">${bodyOf(notice, asks)}</section></main>`, "form");
}

function bodyOf(notice: DownloadNotice, asks: boolean): string {
  switch (notice.kind) {
    case "form":
      return (notice.tries === null ? "" : alert(wrongWords(notice.tries))) + form(asks);
    case "away":
      return WORDS.away.map(alert).join("") + form(asks);
    case "refused":
      return alert(notice.message);
    default:
      return WORDS[notice.kind].map(alert).join("");
  }
}

function wrongWords(left: number): LocalText {
  return { "zh-CN": `不对，还可以试 ${left} 次。`, en: `That is not right. You can try ${left} more.` };
}

const QUESTION = `<label>请输入身份证号码后四位<span lang="en">Last four characters of the ID number</span>
<input id="last" name="last" required maxlength="4" minlength="4" pattern="[0-9A-Za-z]{4}" autocomplete="off" autocapitalize="characters"></label>`;

function form(asks: boolean): string {
  return `<form method="post">${asks ? QUESTION : ""}<button>下载 · Download</button></form>
<p class="note">只能下载一次，15 分钟内有效。文件含个人信息，请存好。<span lang="en">One download, within 15 minutes. The file is about you: keep it safe.</span></p>
<p class="note">在微信里打不开时，请点右上角“…”，用浏览器打开。<span lang="en">If an app's own window cannot save it, open this page in a browser.</span></p>`;
}

function alert({ "zh-CN": chinese, en }: LocalText): string {
  return `<p role="alert" class="note">${escaped(chinese)}<span lang="en">${escaped(en)}</span></p>`;
}
