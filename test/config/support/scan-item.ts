import type { ServiceItem } from "../../../config/service-items/item.ts";
import { itemOf } from "./items.ts";

const both = (zh: string, en: string) => ({ "zh-CN": zh, en });

/** 个人申报材料查询 for somebody who brings a code instead of choosing: no item of the catalogue asks for one. */
export const SCAN_ITEM: ServiceItem = {
  ...itemOf("my-cases"),
  id: "scan-sample",
  needs: [],
  needsHub: false,
  steps: [
    { id: "guide", kind: "guide", title: both("须知", "Guide"), paragraphs: [both("请带上排队票", "Bring your ticket")], bring: [] },
    {
      id: "scan",
      kind: "scan",
      title: both("请扫描排队票或证照上的码", "Scan your ticket or licence"),
      paragraphs: [both("码在票的下方。", "The code is at the bottom of the ticket.")],
      accept: ["queue-ticket", "licence-id"],
      attempts: 2,
      typing: true,
      into: "ticket",
      ifFailed: "none",
    },
    {
      id: "done",
      kind: "result",
      outcome: "done",
      title: both("读到了", "Read"),
      paragraphs: [both("号码 {{ answers.ticket.number }}", "Number {{ answers.ticket.number }}")],
      sections: [],
      next: "end:finished",
    },
    {
      id: "none",
      kind: "result",
      outcome: "unavailable",
      title: both("没有码也可以办理", "You can go on without it"),
      paragraphs: [both("请到一楼综合服务台。", "Please ask on floor 1.")],
      sections: [],
      next: "end:finished",
    },
  ],
};
