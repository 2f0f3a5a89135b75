import { ok } from "../../base/result.ts";
import { ESCPOS_SETTINGS, type EscPosOptions, openPrinter } from "../escpos/printer.ts";
import { PROFILES } from "../escpos/profiles.ts";
import { defineDriver } from "../host/driver.ts";

export type ReceiptPrinterOptions = EscPosOptions;

export default defineDriver<"receipt-printer", ReceiptPrinterOptions>({
  kind: "receipt-printer",
  models: ["ESC/POS receipt printer", ...[...PROFILES.values()].map((profile) => profile.model)],
  settings: ESCPOS_SETTINGS,
  async open(context) {
    const opened = await openPrinter(context);
    if (!opened.ok) return opened;
    const printer = opened.value;
    return ok({
      commands: {
        print: ({ document }, call) => printer.print(document, call),
        retract: () => printer.retract(),
      },
      status: () => printer.status(),
      close: () => printer.close(),
    });
  },
});
