export const TEXTS_ZH = {
  usage: `用法：zizhu blanks [参数]

显示空白证照的账：每类装入多少，在库、出证、作废、退回各多少；哪些编号还没有最终状态，为什么。只读，终端正在运行时也可以用。

  --data <目录>                终端的数据目录；默认取配置文件里的
  --settings <文件>            配置文件；默认取 ZIZHU_SETTINGS，其次 /etc/zizhu/settings.json
  --csv                        输出每个编号一行的 CSV，供登记台账
  --json                       输出 JSON，供程序读取
  --lang zh-CN|en              语言；默认随 LANG

退出码：0 账平，清点一致；1 账不平，或清点数与账面不符；2 用法错误；69 没有账；70 程序缺陷；78 配置有误`,
  "usage.unknown": "不认识“{what}”。运行 zizhu blanks --help 查看用法。",
  "settings.none": "找不到配置文件。请用 --settings 或 --data 指明，或设置 ZIZHU_SETTINGS。",
  "settings.wrong": "配置有误，请改正后再试：\n{problem}",
  "book.none": "没有 {file}。请确认数据目录，或先启动一次终端。",
  "book.old": "{file} 是旧版本留下的。请用本版本启动一次终端，再来查看。",
  "book.unusable": "账打不开：{problem}",
  bug: "程序缺陷：{cause}",

  title: "空白证照账  {at}",
  "accounts.none": "还没有装入过空白证照。",
  "account.type": "类别",
  "account.loaded": "装入",
  "account.inStock": "在库",
  "account.printed": "已打印待取",
  "account.issued": "已出证",
  "account.spoiled": "作废",
  "account.returned": "退回",
  "account.open": "未决",
  "account.balanced": "账平",
  "account.next": "下一张",
  "balanced.yes": "是",
  "balanced.no": "否",
  "count.none": "{type}：还没有人清点过。",
  "count.agrees": "{type}：{at} 由 {by} 清点 {counted} 张，与账面一致。",
  "count.differs": "{type}：{at} 由 {by} 清点 {counted} 张，账面应为 {expected} 张。请查明原因。",
  "open.none": "没有最终状态的编号：无。",
  "open.some": "没有最终状态的编号：{count} 个。",
  "open.serial": "编号",
  "open.since": "从何时起",
  "open.why": "原因",
  "open.issuance": "打印记录",
  "why.printing": "正在打印，或打印中断后还没有问到打印机",
  "why.not-seen-taken": "已打印，没有看到有人取走",
  "why.drawn-in": "打印机放弃了打印，纸可能已被吸入",
  "why.in-doubt": "不知道有没有打印出来",
  "day.none": "还没有日结过。",
  "day.balanced": "最近一次日结：{day}，账平，当时未决 {open} 个。",
  "day.unbalanced": "最近一次日结：{day}，账不平，当时未决 {open} 个。请联系管理员。",
  "verdict.good": "结论：账平。",
  "verdict.bad": "结论：账不平，或清点数与账面不符。请停用相应纸盒并查明原因。",
} as const;
