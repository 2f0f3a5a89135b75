import type { TextId } from "./texts.ts";

export const TEXTS_EN: Readonly<Record<TextId, string>> = {
  usage: `usage: zizhu blanks [options]

Shows the book of numbered blanks: how many of each kind were loaded, lie in the tray, were issued, spoiled or given back; which numbers have
no final state yet, and why. It only reads, and may be used while the kiosk runs.

  --data <folder>              the kiosk's data folder; usually the one that the settings name
  --settings <file>            settings; usually ZIZHU_SETTINGS, else /etc/zizhu/settings.json
  --csv                        every number on a line of its own, for the ledger book
  --json                       JSON for programs
  --lang zh-CN|en              language; usually that of LANG

Exit codes: 0 the book adds up and counts agree; 1 it does not, or a count differs; 2 usage; 69 no book; 70 a mistake of ours; 78 settings`,
  "usage.unknown": "“{what}” is not known. See zizhu blanks --help.",
  "settings.none": "No settings. Name them with --settings, or the folder with --data, or set ZIZHU_SETTINGS.",
  "settings.wrong": "The settings are wrong; correct them first:\n{problem}",
  "book.none": "There is no {file}. Look at the data folder, or start the kiosk once.",
  "book.old": "{file} is of an earlier release. Start the kiosk once with this one, then look again.",
  "book.unusable": "The book cannot be opened: {problem}",
  bug: "A mistake of ours: {cause}",

  title: "Book of blanks  {at}",
  "accounts.none": "No blanks were loaded yet.",
  "account.type": "kind",
  "account.loaded": "loaded",
  "account.inStock": "in stock",
  "account.printed": "printed, to be taken",
  "account.issued": "issued",
  "account.spoiled": "spoiled",
  "account.returned": "returned",
  "account.open": "open",
  "account.balanced": "adds up",
  "account.next": "next",
  "balanced.yes": "yes",
  "balanced.no": "no",
  "count.none": "{type}: nobody has counted yet.",
  "count.agrees": "{type}: {by} counted {counted} at {at}; the book agrees.",
  "count.differs": "{type}: {by} counted {counted} at {at}; the book says {expected}. Find out why.",
  "open.none": "Numbers without a final state: none.",
  "open.some": "Numbers without a final state: {count}.",
  "open.serial": "number",
  "open.since": "since",
  "open.why": "why",
  "open.issuance": "issuance",
  "why.printing": "being printed, or cut short and the printer not asked yet",
  "why.not-seen-taken": "printed, and nobody was seen to take it",
  "why.drawn-in": "the printer gave up; the sheet may have been drawn in",
  "why.in-doubt": "nobody knows whether it was printed",
  "day.none": "No day has been closed yet.",
  "day.balanced": "Last day closed: {day}; it added up, {open} open then.",
  "day.unbalanced": "Last day closed: {day}; it did not add up, {open} open then. Tell an administrator.",
  "verdict.good": "The book adds up.",
  "verdict.bad": "The book does not add up, or a count differs. Stop using the tray and find out why.",
};
