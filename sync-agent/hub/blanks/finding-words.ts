import { unreachable } from "../../../base/unreachable.ts";
import type { LocalText } from "../../../config/language.ts";
import type { Finding, FindingCode } from "../api.ts";

type Told = Pick<Finding, "code" | "kiosk" | "blankType" | "first" | "last" | "count"> & {
  readonly facts: Readonly<Record<string, string>>;
};
type Words = Pick<Finding, "what" | "todo">;

const STATES: Readonly<Record<string, LocalText>> = {
  none: { "zh-CN": "无记录", en: "no record" },
  inStock: { "zh-CN": "在库", en: "in stock" },
  reserved: { "zh-CN": "已预留", en: "reserved" },
  failed: { "zh-CN": "在库（打印未成）", en: "in stock (a print failed)" },
  held: { "zh-CN": "去向不明", en: "of unknown fate" },
  unknown: { "zh-CN": "去向不明", en: "of unknown fate" },
  printed: { "zh-CN": "已打印", en: "printed" },
  issued: { "zh-CN": "已发放", en: "issued" },
  spoiled: { "zh-CN": "已作废", en: "spoiled" },
  returned: { "zh-CN": "已退库", en: "returned" },
};

/** What a finding says, and what to do about it. */
export function wordsOf(finding: Told): Words {
  const { code, kiosk, count, facts } = finding;
  const numbers = finding.first === finding.last ? finding.first : `${finding.first}–${finding.last}`;
  const hub = stateWord(facts["hub"]);
  const mine = stateWord(facts["kiosk"]);
  switch (code) {
    case "count-differs":
      return facts["kiosk"] === ""
        ? words(
            `市级账上有 ${numbers}（${count} 张），${kiosk} 的日报里没有。`,
            `The hub knows ${numbers} (${count}) as loaded; the statement of ${kiosk} does not have them.`,
            "检查该机的数据是否被恢复成旧备份，并现场清点纸盒。",
            "See whether the kiosk's disk was put back from an older copy, and count the tray.",
          )
        : words(
            `${kiosk} 日报里有 ${numbers}（${count} 张，${mine["zh-CN"]}），市级没有收到装入记录。`,
            `${kiosk} has ${numbers} (${count}, ${mine.en}) in its book; the hub never heard that they were loaded.`,
            "查看该机“未能上传的记录”，修复后重新发送。",
            "Look at the rows that the kiosk set aside; mend the cause and release them.",
          );
    case "issued-unreported":
      return words(
        `${kiosk} 日报称 ${numbers}（${count} 张）${mine["zh-CN"]}，市级没有收到对应的打印记录。`,
        `${kiosk} says that ${numbers} (${count}) are ${mine.en}; the hub has no record of such prints.`,
        "查看该机“未能上传的记录”并重新发送；在查清之前，这些编号的核验页不会显示“真实”。",
        "Look at the rows that the kiosk set aside and release them; the check page vouches for none of these numbers before that.",
      );
    case "issued-unloaded":
      return words(
        `${kiosk} 上报了 ${numbers}（${count} 张，${hub["zh-CN"]}），但从未上报装入这些编号。`,
        `${kiosk} reported ${numbers} (${count}, ${hub.en}) but never that these numbers were loaded.`,
        "核对该机纸盒里的实际编号；如装入记录丢失，请两人现场清点并记录。",
        "Compare the numbers that really lie in the tray; if the loading was never written down, two persons count and note it.",
      );
    case "state-differs":
      if (facts["hub"] === "twice")
        return words(
          `${kiosk} 上报 ${numbers}（${count} 张）被打印了不止一次。`,
          `${kiosk} reported more than one print on ${numbers} (${count}).`,
          "立即停用该纸盒，核对实物和两次打印的办件，并联系维护人员。",
          "Stop using the tray at once, look at the sheets and at the cases of both prints, and call maintenance.",
        );
      return words(
        `${numbers}（${count} 张）：${kiosk} 称${mine["zh-CN"]}，市级账为${hub["zh-CN"]}。`,
        `${numbers} (${count}): ${mine.en} says ${kiosk}, ${hub.en} says the hub's book.`,
        "停用该纸盒，现场查看实物，再由技术员在机上登记结果。",
        "Stop using the tray, look at the sheets themselves, then enter at the kiosk what was found.",
      );
    case "counted-differs":
      return words(
        `${kiosk} 人工清点 ${facts["counted"]} 张，账上应有 ${facts["expected"]} 张，相差 ${count} 张。`,
        `Counted by hand at ${kiosk}: ${facts["counted"]}; the book has ${facts["expected"]}; the difference is ${count}.`,
        "由另一人再清点一次；仍不符的，逐号核对并报告主管。",
        "Somebody else counts again; if it still differs, go through the numbers one by one and report it.",
      );
    case "expected-differs":
      return words(
        `${kiosk} 清点时自称账上应有 ${facts["expected"]} 张，按市级账应有 ${facts["hub"]} 张，相差 ${count} 张。`,
        `At its count ${kiosk} said that its book has ${facts["expected"]}; by the hub's book it is ${facts["hub"]}; the difference is ${count}.`,
        "该机的账不可信：停用纸盒，由两人现场清点，与市级账核对，并联系维护人员。",
        "The kiosk's book cannot be relied on: stop using the tray, two persons count it against the hub's book, and call maintenance.",
      );
    case "statement-missing":
      return words(
        `${kiosk} 有纸张在账，但 ${facts["day"]} 起没有日报。`,
        `${kiosk} has blanks in its book, but has sent no statement since ${facts["day"]}.`,
        "检查该机是否开机、联网；恢复后会自动补报并消除此项。",
        "See whether it is switched on and on the network; its next statement closes this.",
      );
    case "duplicate-number":
      return words(
        facts["other"] === kiosk
          ? `${numbers}（${count} 张）在 ${kiosk} 被装入了两次。`
          : `${numbers}（${count} 张）既在 ${facts["other"]}，又在 ${kiosk}。`,
        facts["other"] === kiosk
          ? `${numbers} (${count}) were loaded twice at ${kiosk}.`
          : `${numbers} (${count}) are at ${facts["other"]} and at ${kiosk}.`,
        "立即停用两处纸盒并核对实物：可能是录入错误、漏登退库，或纸张被仿制。",
        "Stop using both trays at once and look at the sheets: a typing error, a return that nobody entered, or forged paper.",
      );
    case "batch-broken":
      return words(
        `${kiosk} 日报中 ${numbers} 批次装入 ${facts["loaded"]} 张，各状态合计 ${facts["runs"]} 张，对不上。`,
        `In the statement of ${kiosk} the batch ${numbers} has ${facts["loaded"]} loaded, and ${facts["runs"]} in all its states: it does not add up.`,
        "该机账本可能损坏：停用纸盒，保留现场数据，联系维护人员。",
        "The kiosk's book may be damaged: stop using the tray, keep its data as they are, call maintenance.",
      );
    default:
      return unreachable(code satisfies never as FindingCode as never);
  }
}

function words(whatZh: string, what: string, todoZh: string, todo: string): Words {
  return { what: { "zh-CN": whatZh, en: what }, todo: { "zh-CN": todoZh, en: todo } };
}

function stateWord(state = ""): LocalText {
  return STATES[state] ?? { "zh-CN": state, en: state };
}
