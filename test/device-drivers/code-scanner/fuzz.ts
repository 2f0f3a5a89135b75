import { encodeReports, type ReportLayout } from "../../../device-drivers/code-scanner/hid-report.ts";
import { type CodeSource, type CodeSourceParts, MAX_CODE_BYTES, type RawCode } from "../../../device-drivers/code-scanner/raw-code.ts";
import { readCode } from "../../../device-drivers/code-scanner/read-code.ts";
import { ReportAssembler } from "../../../device-drivers/code-scanner/report-assembler.ts";
import { SerialFramer } from "../../../device-drivers/code-scanner/serial-framer.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const CODES = ["SLT-0042", "示例市营业执照", "https://yzz.example.cn/v/0123456789abcdef0123456789abcdef", "7".repeat(300)];

function target(name: string, seeds: readonly Uint8Array[], source: (parts: CodeSourceParts) => CodeSource): FuzzTarget {
  return {
    name,
    seeds,
    make() {
      const parser = source({ isWanted: () => true, onCode: (code: RawCode) => void readCode(code, "optional") });
      return { push: (bytes) => parser.push(bytes), held: () => parser.held() };
    },
    mostHeld: MAX_CODE_BYTES + 1,
  };
}

const reports = (layout: ReportLayout) => CODES.flatMap((text) => encodeReports({ aim: "Q1", data: Buffer.from(text) }, layout));

export const fuzzTargets: readonly FuzzTarget[] = [
  target(
    "code-scanner serial codes",
    CODES.flatMap((text) => [Buffer.from(`]Q1${text}\r`), Buffer.from(`${text}\r\n`)]),
    (parts) => new SerialFramer(new FakeClock(), { suffix: "required", acknowledgement: [0x06] }, parts),
  ),
  target("code-scanner HID reports", reports("aim-field"), (parts) => new ReportAssembler(new FakeClock(), "aim-field", parts)),
  target("code-scanner Newland HID reports", reports("newland"), (parts) => new ReportAssembler(new FakeClock(), "newland", parts)),
];
