import type { DeviceFailure, FailureCode } from "../host/api.ts";

/** What a reader's SW3 says: an ordinary answer, or a failure with what to do about it. */
export type SwMeaning =
  | { readonly kind: "done" | "card-found" | "no-card" | "empty"; readonly technician: string }
  | {
      readonly kind: "failure";
      readonly code: FailureCode;
      readonly recovery: DeviceFailure["recovery"];
      /** Whether asking again, from `find` on, can help while the card lies there. */
      readonly again: boolean;
      readonly technician: string;
    };

const failure = (code: FailureCode, recovery: DeviceFailure["recovery"], again: boolean, technician: string): SwMeaning => ({
  kind: "failure",
  code,
  recovery,
  again,
  technician,
});

/** Every SW3 that GA 467 modules are known to give. */
export const SW3: ReadonlyMap<number, SwMeaning> = new Map([
  [0x90, { kind: "done", technician: "完成" }],
  [0x9f, { kind: "card-found", technician: "找到证件" }],
  [0x80, { kind: "no-card", technician: "感应区没有证件" }],
  [0x91, { kind: "empty", technician: "证件中没有此项内容" }],
  [0x10, failure("device.bad-reply", "retry", true, "读卡器收到的数据校验和错误：检查串口线和接地")],
  [0x11, failure("device.bad-reply", "retry", true, "读卡器收到的数据长度错误：检查串口线和波特率")],
  [0x21, failure("device.unsupported", "maintenance", false, "读卡器不支持这条命令：核对读卡器型号")],
  [0x23, failure("card.reader-not-authorised", "maintenance", false, "越权操作：联系读卡器厂商核对安全模块授权")],
  [0x24, failure("device.hardware", "maintenance", false, "读卡器报告未知错误：断电重启，仍出现则更换")],
  [0x31, failure("card.unreadable", "retry", true, "证件不认可安全模块：换一张证件再试，都不行则检查安全模块")],
  [0x32, failure("card.unreadable", "clear", true, "安全模块不认可证件：证件可能已损坏或不是真证件")],
  [0x33, failure("card.unreadable", "retry", true, "信息验证错误：证件放稳后重读")],
  [0x40, failure("card.wrong-type", "clear", false, "不是可识别的证件类型")],
  [0x41, failure("card.unreadable", "retry", true, "读证件失败：多为读取中移动了证件")],
  [0x47, failure("device.hardware", "retry", true, "取随机数失败：重读，仍出现则更换安全模块")],
  [0x50, failure("device.hardware", "retry", true, "写证件失败")],
  [0x60, failure("device.hardware", "maintenance", false, "安全模块自检失败：更换安全模块")],
  [0x66, failure("card.reader-not-authorised", "maintenance", false, "安全模块未经授权：联系读卡器厂商")],
  [0x81, failure("card.unreadable", "retry", true, "选证件失败：感应区可能有多张卡，或证件已移开")],
]);

/** An SW3 that nobody documented is not guessed at. */
export function meaningOf(sw3: number): SwMeaning {
  return (
    SW3.get(sw3) ?? failure("device.bad-reply", "operator", true, `读卡器给出未知状态 ${sw3.toString(16).padStart(2, "0").toUpperCase()}`)
  );
}
