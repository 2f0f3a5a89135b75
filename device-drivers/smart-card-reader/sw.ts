import type { DeviceFailure, FailureCode } from "../host/api.ts";
import { swText } from "./apdu.ts";

/** What follows from a status word. */
export type SwKind =
  | "done"
  /** `61xx`: so many bytes wait for GET RESPONSE. */
  | "more"
  /** `6Cxx`: nothing was done; ask again with this length. */
  | "length"
  /** No such file, record or application. */
  | "absent"
  /** The card takes the command in another form, or not at all. */
  | "form"
  /** Wants a PIN or a key first, or is locked. */
  | "locked"
  /** The card is damaged or worn. */
  | "broken"
  | "unknown";

export interface SwMeaning {
  readonly kind: SwKind;
  /** What a technician reads. */
  readonly technician: string;
}

const meaning = (kind: SwKind, technician: string): SwMeaning => ({ kind, technician });

/** ISO/IEC 7816-4 §5.6 and what PBOC cards add to it. */
export const SW: ReadonlyMap<number, SwMeaning> = new Map([
  [0x9000, meaning("done", "完成")],
  [0x6281, meaning("broken", "卡返回的数据可能已损坏：换一张卡再试")],
  [0x6282, meaning("done", "记录比要求的短，已读到末尾")],
  [0x6283, meaning("locked", "所选应用或文件已被锁定：请持卡人到发卡机构处理")],
  [0x6300, meaning("locked", "认证失败")],
  [0x6400, meaning("broken", "卡执行出错：重新插卡")],
  [0x6581, meaning("broken", "卡存储器出错：卡已损坏，请持卡人换卡")],
  [0x6700, meaning("form", "长度不对：此卡使用另一种命令格式")],
  [0x6881, meaning("form", "此卡不支持逻辑通道")],
  [0x6882, meaning("form", "此卡不支持安全报文")],
  [0x6900, meaning("form", "此卡不能执行该命令")],
  [0x6981, meaning("form", "命令与文件结构不符")],
  [0x6982, meaning("locked", "需要先验证密码或密钥")],
  [0x6983, meaning("locked", "密码已锁定：请持卡人到发卡机构解锁")],
  [0x6984, meaning("locked", "引用的数据无效或已锁定")],
  [0x6985, meaning("locked", "不满足使用条件：多为需要先验证密码")],
  [0x6986, meaning("form", "没有选中文件")],
  [0x6987, meaning("locked", "缺少安全报文")],
  [0x6988, meaning("locked", "安全报文不正确")],
  [0x6999, meaning("absent", "没有此应用")],
  [0x6a80, meaning("form", "命令数据不正确")],
  [0x6a81, meaning("locked", "功能不支持，或卡已被锁定")],
  [0x6a82, meaning("absent", "没有此应用或文件：不是本机可识别的卡")],
  [0x6a83, meaning("absent", "没有此记录")],
  [0x6a86, meaning("form", "参数 P1 P2 不正确：此卡使用另一种命令格式")],
  [0x6a88, meaning("absent", "没有引用的数据")],
  [0x6b00, meaning("form", "参数 P1 P2 不正确：此卡使用另一种命令格式")],
  [0x6d00, meaning("form", "此卡不认识该命令")],
  [0x6e00, meaning("form", "此卡不认识该命令类别")],
  [0x6f00, meaning("broken", "卡内部出错：重新插卡")],
  [0x9302, meaning("locked", "认证码不正确")],
  [0x9303, meaning("locked", "应用已被永久锁定：请持卡人到发卡机构处理")],
]);

/** A status word that nobody documented is not guessed at. */
export function meaningOf(sw: number): SwMeaning {
  const sw1 = sw >> 8;
  if (sw1 === 0x61) return meaning("more", "还有数据可取");
  if (sw1 === 0x6c) return meaning("length", "长度不对，卡已说明正确长度");
  if (sw >> 4 === 0x63c) return meaning("locked", `密码错误，还可尝试 ${sw & 0x0f} 次`);
  return SW.get(sw) ?? meaning("unknown", `卡给出未知状态 ${swText(sw)}`);
}

/** Under which code a refused reading is reported. */
export function failureOf(kind: Exclude<SwKind, "done">): { code: FailureCode; recovery: DeviceFailure["recovery"] } {
  switch (kind) {
    case "absent":
    case "form":
    case "locked":
      return { code: "card.not-supported", recovery: "operator" };
    case "broken":
      return { code: "card.unreadable", recovery: "retry" };
    case "more":
    case "length":
    case "unknown":
      return { code: "device.bad-reply", recovery: "retry" };
  }
}
