import type { ShownCode } from "../../device-drivers/code-scanner/simulator.ts";

/** What may be held before the scanner: one of each sort that the hall knows (`config/catalogue/codes.json`), and a stranger. */
export const SAMPLE_CODES: readonly (ShownCode & { readonly id: string; readonly label: string })[] = [
  { id: "queue-ticket", label: "排队小票 SLT-A012", aim: "Q1", text: "SLT-A012" },
  { id: "electronic-licence", label: "样张电子证照码", aim: "Q1", text: "SLM1:5a3c0f9e1b7d24860a5be1937cf2d4608e91b3a7" },
  {
    id: "business-licence",
    label: "电子营业执照码 示例市晨光文具店",
    aim: "Q1",
    text: "https://yzz.example.cn/v/mfp3QZ7vYd0KcXw1Rj9bTg5uHs2Ln8eA",
  },
  {
    id: "business-licence-expired",
    label: "电子营业执照码（已过期）",
    aim: "Q1",
    text: "https://yzz.example.cn/v/o6VtB4yE1sUq8DkNz3WcJf7xLh0RgM5p",
  },
  {
    id: "business-licence-unknown",
    label: "电子营业执照码（查无此码）",
    aim: "Q1",
    text: "https://yzz.example.cn/v/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
  },
  { id: "goods", label: "矿泉水瓶上的条码", aim: "E0", text: "6901234567892" },
];
