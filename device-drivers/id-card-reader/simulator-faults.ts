import { unreachable } from "../../base/unreachable.ts";

/** What can go wrong with one answer. */
export type SamFault =
  /** Answers with this status and nothing else. */
  | { readonly kind: "status"; readonly sw3: number }
  | { readonly kind: "silence" }
  | { readonly kind: "garbage-before"; readonly bytes: Uint8Array }
  | { readonly kind: "garbage-inside"; readonly bytes: Uint8Array }
  | { readonly kind: "wrong-checksum" }
  | { readonly kind: "slow"; readonly msPerByte: number }
  /** Stops after so many bytes of the frame. */
  | { readonly kind: "truncated"; readonly keep: number }
  /** A good frame with the last bytes of its data missing. */
  | { readonly kind: "wrong-length"; readonly missing: number }
  /** The length field promises so many bytes more than come. */
  | { readonly kind: "lies-about-length"; readonly more: number }
  /** Forgets the card, says nothing for a while, then works. */
  | { readonly kind: "reboot"; readonly silentMs: number }
  /** The cable is pulled before the answer. */
  | { readonly kind: "unplug" };

/** What is wrong with the module itself, from now until it is lifted; it strikes in the middle of an answer too. */
export type SamDisturbance =
  | "silence"
  /** No power: silent, and all is forgotten. */
  | "power-loss"
  /** One bit of every answer comes over wrong. */
  | "garbage"
  /** 2 ms a byte, as over a line twenty times too slow. */
  | "slow"
  /** Says nothing but `AA`, without end. */
  | "flood"
  /** Good frames that answer another question. */
  | "wrong-answer";

type Spoiling = Extract<SamFault, { kind: "garbage-before" | "garbage-inside" | "wrong-checksum" | "truncated" | "lies-about-length" }>;

/** The frame as it goes out. */
export function spoiled(frame: Buffer, fault: Spoiling): Buffer {
  switch (fault.kind) {
    case "garbage-before":
      return Buffer.concat([fault.bytes, frame]);
    case "garbage-inside":
      return Buffer.concat([frame.subarray(0, 9), fault.bytes, frame.subarray(9)]);
    case "wrong-checksum":
      frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 0xff, frame.length - 1);
      return frame;
    case "truncated":
      return frame.subarray(0, fault.keep);
    case "lies-about-length":
      frame.writeUInt16BE(frame.readUInt16BE(5) + fault.more, 5);
      return frame;
    default:
      return unreachable(fault);
  }
}
