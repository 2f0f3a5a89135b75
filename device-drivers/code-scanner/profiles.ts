import type { ReportLayout } from "./hid-report.ts";
import type { AimRule } from "./read-code.ts";

/** One peculiarity of a scanner family, and what it rests on. */
export interface Quirk<T> {
  readonly is: T;
  readonly why: string;
}

export interface ScannerProfile {
  readonly model: string;
  /** Commands that make it look for a code and stop looking; null where it always looks. */
  readonly trigger: Quirk<{ readonly on: readonly number[]; readonly off: readonly number[] } | null>;
  /** It stops looking by itself; the trigger is sent again before that, for as long as a code is waited for. */
  readonly triggerAgainMs: Quirk<number>;
  /** What it says to the trigger, without a suffix. */
  readonly acknowledgement: Quirk<readonly number[]>;
  /** A question without any effect, and what stands in its answer; null where it cannot be asked whether it is there. */
  readonly inquiry: Quirk<{ readonly ask: readonly number[]; readonly answerHas: readonly number[] } | null>;
  readonly aim: Quirk<AimRule>;
  readonly suffix: Quirk<"required" | "none">;
}

const ascii = (text: string): readonly number[] => [...Buffer.from(text, "latin1")];

/** On a serial line: RS-232, or USB as a COM port. */
export const SERIAL_PROFILES = {
  generic: {
    model: "Serial code scanner",
    trigger: { is: null, why: "nothing is known of it; in continuous or presentation mode it needs none" },
    triggerAgainMs: { is: 0, why: "no trigger" },
    acknowledgement: { is: [], why: "no trigger" },
    inquiry: { is: null, why: "there is no question that all scanners answer" },
    aim: { is: "optional", why: "switched off by the makers; switch it on and set it to required" },
    suffix: { is: "required", why: "CR is what most makers ship for a COM port" },
  },
  newland: {
    model: "Newland NLS-FM and NLS-EM series",
    trigger: {
      is: { on: ascii("\x01T\x04"), off: ascii("\x01P\x04") },
      why: "SOH T EOT and SOH P EOT; seen in two programs for the series",
    },
    triggerAgainMs: { is: 2_500, why: "inferred: a decode session is said to last 3 s unless set otherwise" },
    acknowledgement: { is: [0x06], why: "inferred: newer firmware says ACK; where it does not, nothing is taken away" },
    inquiry: {
      is: { ask: ascii("~\x010000@C11*;\x03"), answerHas: ascii("0000@C11") },
      why: "FM530 manual, chapter 13: asks for the settings of Code 11; that the answer repeats the tag is inferred",
    },
    aim: { is: "required", why: "AIM ID prefix, a set-up code in the manual; without it nothing tells a code from an answer" },
    suffix: { is: "required", why: "terminating character CR, a set-up code in the manual" },
  },
  honeywell: {
    model: "Honeywell engines and fixed scanners, Mindeo FS390",
    trigger: { is: { on: ascii("\x16T\r"), off: ascii("\x16U\r") }, why: "SYN T CR and SYN U CR in manual trigger mode (N86 manual 10-4)" },
    triggerAgainMs: { is: 20_000, why: "the read time-out is 30 s unless set otherwise" },
    acknowledgement: { is: [], why: "the manual says of none" },
    inquiry: {
      is: { ask: ascii("\x16M\rREVINF."), answerHas: ascii("Product Name") },
      why: "revision information; its first line as seen on HID, the same on a serial line is inferred",
    },
    aim: { is: "required", why: "AIM ID as prefix, a set-up code in the manual" },
    suffix: { is: "required", why: "CR as suffix, a set-up code in the manual" },
  },
  "grow-gm65": {
    model: "Grow GM65 and its kin",
    trigger: {
      is: { on: [0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd], off: [0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x00, 0xab, 0xcd] },
      why: "bit 0 of zone 0002 in command trigger mode; AB CD stands for a checksum that is not looked at",
    },
    triggerAgainMs: { is: 4_500, why: "a single reading lasts 5 s unless set otherwise" },
    acknowledgement: { is: [0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31], why: "answers each command with these 7 bytes" },
    inquiry: {
      is: { ask: [0x7e, 0x00, 0x07, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd], answerHas: [0x02, 0x00, 0x00, 0x01] },
      why: "reads zone 0002; head and type of the answer as for a command",
    },
    aim: { is: "optional", why: "the small modules of the series have no AIM prefix" },
    suffix: { is: "required", why: "CR as tail, a set-up code in the manual" },
  },
} as const satisfies Readonly<Record<string, ScannerProfile>>;

export type SerialProfileName = keyof typeof SERIAL_PROFILES;
export const SERIAL_PROFILE_NAMES = Object.keys(SERIAL_PROFILES) as SerialProfileName[];

export interface HidProfile {
  readonly model: string;
  readonly layout: Quirk<ReportLayout>;
  readonly trigger: ScannerProfile["trigger"];
  readonly triggerAgainMs: ScannerProfile["triggerAgainMs"];
  readonly aim: Quirk<AimRule>;
}

/** On USB as a HID POS scanner: the bus says whether it is there. */
export const HID_PROFILES = {
  generic: {
    model: "HID POS code scanner",
    layout: { is: "aim-field", why: "three makers agree; report descriptors of others should be compared before they are bought" },
    trigger: { is: null, why: "in presentation mode it needs none" },
    triggerAgainMs: { is: 0, why: "no trigger" },
    aim: { is: "required", why: "the report has a field for it" },
  },
  honeywell: {
    model: "Honeywell in HID POS mode",
    layout: { is: "aim-field", why: "answers seen as 02, length, ]X0, text" },
    trigger: { is: { on: ascii("\x16T\r"), off: ascii("\x16U\r") }, why: "the serial commands in report FD; seen in a public program" },
    triggerAgainMs: { is: 20_000, why: "the read time-out is 30 s unless set otherwise" },
    aim: { is: "required", why: "the report has a field for it" },
  },
  newland: {
    model: "Newland in HID POS mode",
    layout: { is: "newland", why: "FM420 integration guide, HID-POS" },
    trigger: {
      is: { on: ascii("\x01T\x04"), off: ascii("\x01P\x04") },
      why: "inferred: the serial commands in report 04, which takes all of them",
    },
    triggerAgainMs: { is: 2_500, why: "inferred, as on a serial line" },
    aim: { is: "required", why: "no field for it: the AIM ID prefix must be switched on" },
  },
} as const satisfies Readonly<Record<string, HidProfile>>;

export type HidProfileName = keyof typeof HID_PROFILES;
export const HID_PROFILE_NAMES = Object.keys(HID_PROFILES) as HidProfileName[];
