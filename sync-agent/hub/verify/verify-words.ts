import type { LocalText } from "../../../config/language.ts";
import type { Cause, Paper, Verdict } from "./judge-paper.ts";

export const VERDICT_WORDS: Readonly<Record<Verdict, LocalText>> = {
  true: { "zh-CN": "真实有效", en: "Genuine and in force" },
  void: { "zh-CN": "已作废", en: "Withdrawn" },
  reissued: { "zh-CN": "已换发", en: "Replaced by a newer one" },
  "other-sheet": { "zh-CN": "纸张不符", en: "Not the sheet it was printed on" },
  "sheet-needed": { "zh-CN": "请填写纸张编号", en: "Enter the number of the sheet" },
  unknown: { "zh-CN": "查无此证", en: "No such document" },
  unsure: { "zh-CN": "暂时无法确认", en: "Cannot be confirmed now" },
};

const DISTRUST: LocalText = {
  "zh-CN": "请勿凭此件办理业务。如有疑问，请联系发证部门。",
  en: "Do not rely on this paper. If in doubt, ask the issuing department.",
};

/** What the verdict means to whoever holds the paper. */
export function explanation(verdict: Verdict, paper: Paper, cause: Cause): LocalText {
  switch (verdict) {
    case "true":
      return TRUE_BY_PAPER[paper];
    case "void":
      if (paper !== "withdrawn")
        return both({ "zh-CN": "发证部门已作废该文书。", en: "The issuing department has withdrawn this document." }, DISTRUST);
      return both({ "zh-CN": "这张纸已被收回作废。", en: "This sheet was withdrawn." }, DISTRUST);
    case "reissued":
      return both({ "zh-CN": "该文书已换发，此件不再使用。", en: "The document was issued anew; this one is no longer used." }, DISTRUST);
    case "other-sheet":
      return both({ "zh-CN": "该文书不是打印在这张纸上的。", en: "This document was not printed on this sheet." }, DISTRUST);
    case "sheet-needed":
      return {
        "zh-CN": "这份文书印在有编号的纸张上。请填写手中这张纸上的编号再核验；纸上没有编号的不是原件，请勿凭此件办理业务。",
        en: "This document is printed on a numbered sheet. Enter the number that stands on the sheet in your hand. Paper without a number is not the original: do not rely on it.",
      };
    case "unknown":
      return {
        "zh-CN": "没有查到这个编号。请对照纸面核对后再查一次。",
        en: "There is no document with this number. Compare it with the paper and try again.",
      };
    case "unsure":
      return UNSURE_BY_CAUSE[cause === "" ? "away" : cause];
  }
}

const UNSURE_BY_CAUSE: Readonly<Record<Exclude<Cause, "">, LocalText>> = {
  sheet: {
    "zh-CN": "这张纸的打印记录正在核对，请稍后再查。",
    en: "The record of this sheet is being checked. Please try again later.",
  },
  away: {
    "zh-CN": "发证部门的系统暂时没有答复，这不表示文书有问题。请稍后再查。",
    en: "The issuing department cannot be asked at the moment. That says nothing against the paper. Please try again later.",
  },
  "not-known": {
    "zh-CN": "已询问发证部门，目前查不到这个编号，不能确认这份文书。请稍后再查，或直接联系发证部门。",
    en: "The issuing department was asked and does not find this number, so this document cannot be confirmed. Try again later, or ask the department.",
  },
};

const COMPARE: LocalText = {
  "zh-CN": "请对照纸面内容与下列信息。",
  en: "Compare the paper with what is shown here.",
};

const TRUE_BY_PAPER: Readonly<Record<Paper, LocalText>> = {
  checked: both({ "zh-CN": "文书和这张纸的编号都已核对。", en: "The document and the number of this sheet were both checked." }, COMPARE),
  "not-given": both(
    {
      "zh-CN": "文书已核对，纸张编号未核对。纸上印有编号的，请填入后再核验一次。",
      en: "The document was checked; the number of the sheet was not. If one stands on the paper, enter it and check again.",
    },
    COMPARE,
  ),
  "not-reported": both(
    {
      "zh-CN": "文书已由发证部门确认；这张纸的打印记录尚未传到，纸张编号未核对。",
      en: "The issuing department confirms the document. The record of this sheet has not arrived yet, so the sheet was not checked.",
    },
    COMPARE,
  ),
  "being-checked": COMPARE,
  withdrawn: COMPARE,
  other: COMPARE,
};

function both(one: LocalText, other: LocalText): LocalText {
  return { "zh-CN": one["zh-CN"] + other["zh-CN"], en: `${one.en} ${other.en}` };
}
