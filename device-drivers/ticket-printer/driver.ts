import { ok } from "../../base/result.ts";
import { ESCPOS_SETTINGS, type EscPosOptions, openPrinter } from "../escpos/printer.ts";
import { PROFILES } from "../escpos/profiles.ts";
import { defineDriver } from "../host/driver.ts";

export type TicketPrinterOptions = EscPosOptions;

export default defineDriver<"ticket-printer", TicketPrinterOptions>({
  kind: "ticket-printer",
  models: ["ESC/POS ticket printer", ...[...PROFILES.values()].map((profile) => profile.model)],
  settings: ESCPOS_SETTINGS,
  async open(context) {
    const opened = await openPrinter(context);
    if (!opened.ok) return opened;
    const printer = opened.value;
    return ok({
      commands: { print: ({ document }, call) => printer.print(document, call) },
      status: () => printer.status(),
      close: () => printer.close(),
    });
  },
});
