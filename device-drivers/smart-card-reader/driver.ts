import { err, ok, type Result } from "../../base/result.ts";
import { type DriverContext, type DriverFailure, type DriverInstance, defineDriver, failed } from "../host/driver.ts";
import { chooseReader } from "./choose-reader.ts";
import { failureOfFault } from "./failures.ts";
import type { BringPcsc, Pcsc } from "./pcsc.ts";
import { SmartCardReader } from "./smart-card-reader.ts";
import { bringSmartcardModule } from "./smartcard-module.ts";

export interface SmartCardReaderOptions {
  /** Name of the PC/SC reader, `*` for any part of it. Needed only where several are plugged in. */
  readonly reader?: string;
}

const TO_START = [
  "智能卡服务 pcscd 没有运行：请安装 Debian 软件包 pcscd，再运行 systemctl start pcscd.socket",
  "the PC/SC service does not run: install Debian package pcscd, then run systemctl start pcscd.socket",
];

/** Contact and contactless readers behind PC/SC. `bring` hands in the machine's PC/SC, or a test's. */
export function smartCardReaderDriver(bring: BringPcsc) {
  return defineDriver<"smart-card-reader", SmartCardReaderOptions>({
    kind: "smart-card-reader",
    models: ["PC/SC reader"],
    settings: {
      type: "object",
      properties: { reader: { type: "string", minLength: 1, maxLength: 200 } },
      additionalProperties: false,
    },
    async open(context) {
      const brought = await bring();
      if (brought.ok) return openReader(brought.value, context);
      context.report({ state: "userError", reasons: brought.error.reasons });
      return failed("device.refused", "no", "maintenance", { module: "smartcard" });
    },
  });
}

export default smartCardReaderDriver(bringSmartcardModule);

function openReader(
  pcsc: Pcsc,
  context: DriverContext<SmartCardReaderOptions>,
): Result<DriverInstance<"smart-card-reader">, DriverFailure> {
  let reader: SmartCardReader | undefined;
  const opened = pcsc.open({ onReaders: (readers) => reader?.see(readers), onGone: (why) => reader?.gone(why) });
  if (!opened.ok) {
    if (opened.error.problem === "no-service") context.report({ reasons: TO_START });
    return err(failureOfFault(opened.error, "no"));
  }
  const choice = chooseReader(opened.value.readers, context.options.reader);
  if (!choice.ok) {
    opened.value.close();
    context.report(choice.error);
    return failed(choice.error.state === "userError" ? "device.refused" : "device.offline", "no", "operator");
  }
  reader = new SmartCardReader(opened.value, choice.value, context);
  return ok(reader);
}
