import type { ItemCard } from "../../runtime/server/api.ts";

/** What a hall offers in the samples, some of it not to be had now. Invented city, invented departments. */
export const ITEMS: readonly ItemCard[] = [
  item("fund-proof", "住房公积金缴存证明", "打印本人近一年的缴存证明", "示例市住房公积金管理中心", "住房"),
  item("no-home", "个人名下房产查询", "查询并打印本人房产登记情况", "示例市不动产登记中心", "住房"),
  { ...item("insured", "社会保险参保证明", "打印本人参保和缴费情况", "示例市社会保险中心", "社保"), notice: "no-receipt-paper" },
  item("clinic", "异地就医备案", "在外地看病前先备案，直接结算", "示例市医疗保障中心", "医保"),
  {
    ...item("permit", "居住证签注", "每年一次，签注后继续有效", "示例市公安局（样张）", "户籍"),
    unavailable: { reason: "blanks-out", device: null, elsewhere: "示例市政务服务大厅 2 楼 12 号窗口" },
  },
  item("licence", "营业执照打印", "换发、补发后自助打印", "示例市市场监督管理局（样张）", "企业"),
  {
    ...item("birth", "出生一件事", "一次填表，联办五项", "示例市政务服务中心", "家庭"),
    unavailable: { reason: "hub-away", device: null, elsewhere: "网络恢复后，或 1 楼综合窗口" },
  },
  {
    ...item("tax", "个人完税证明", "打印本人纳税记录", "示例市税务中心", "税务"),
    unavailable: { reason: "device-down", device: "certificate-printer", elsewhere: "旁边的 2 号终端" },
  },
];

function item(id: string, name: string, summary: string, department: string, topic: string): ItemCard {
  return { id, name, summary, department, topic, unavailable: null, notice: null };
}
