import type { ShownCode } from "../../device-drivers/code-scanner/simulator.ts";

/** What may be held before the scanner: one of each sort that the hall knows (`config/catalogue/codes.json`), and a stranger. */
export const SAMPLE_CODES: readonly (ShownCode & { readonly id: string; readonly label: string })[] = [
  { id: "queue-ticket", label: "排队小票 SLT-A012", aim: "Q1", text: "SLT-A012" },
  { id: "electronic-licence", label: "样张电子证照码", aim: "Q1", text: "SLM1:5a3c0f9e1b7d24860a5be1937cf2d4608e91b3a7" },
  { id: "goods", label: "矿泉水瓶上的条码", aim: "E0", text: "6901234567892" },
];
