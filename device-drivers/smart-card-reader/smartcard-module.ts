import { err, ok, type Result } from "../../base/result.ts";
import { type NativeModule, nativePcsc } from "./native-pcsc.ts";
import type { BringPcsc, Pcsc, PcscMissing } from "./pcsc.ts";

/** The npm package `smartcard`. It is optional, because it is compiled when it is installed. */
const MODULE: string = "smartcard";

const TO_BUILD = "libpcsclite-dev g++ make python3";

/** Loads the native module when the first reader is opened; a kiosk without one never does. */
export const bringSmartcardModule: BringPcsc = async () => {
  try {
    const loaded = (await import(MODULE)) as NativeModule;
    return ok(nativePcsc(loaded)) as Result<Pcsc, PcscMissing>;
  } catch (cause) {
    return err(whyMissing(cause));
  }
};

/** An exception of `import` is read for what a technician can do about it. */
export function whyMissing(cause: unknown): PcscMissing {
  const text = cause instanceof Error ? cause.message : String(cause);
  const line = text.split("\n")[0] ?? text;
  if (/libpcsclite\.so/.test(text)) {
    return {
      reasons: [
        "缺少 Debian 软件包 libpcsclite1：请运行 apt-get install libpcsclite1 pcscd，然后重启本程序",
        `Debian package libpcsclite1 is missing: run apt-get install libpcsclite1 pcscd, then restart (${line})`,
      ],
    };
  }
  return {
    reasons: [
      `智能卡模块 smartcard 尚未编译：请运行 apt-get install ${TO_BUILD} pcscd，再在程序目录运行 npm install，然后重启`,
      `the module smartcard is not built: run apt-get install ${TO_BUILD} pcscd, then npm install in the program's folder, then restart (${line})`,
    ],
  };
}
