import { type Codec, constant, raw, record, uint8 } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";

/**
 * Scanned-data reports of HID POS scanners (USB usage page 8C, bar code scanner). The usage tables 1.02 name the fields
 * and leave their places to the report descriptor; makers have settled on report 02 of 64 bytes in two forms:
 *
 * - `aim-field` (Access-IS LSR118 and ATR110 manuals, Honeywell alike): 02, length, `]cm`, 56 bytes of data, maker's
 *   symbology, reserved, bit 0 "more follows". Commands go out in report FD: length, then up to 62 bytes.
 * - `newland` (FM420 integration guide, FM430): 02, length, 56 bytes of data, 4 reserved, maker's symbology, bit 0
 *   "more follows". The AIM identifier stands before the data if that is switched on. Commands: report 04.
 */
export const REPORT_LAYOUTS = ["aim-field", "newland"] as const;
export type ReportLayout = (typeof REPORT_LAYOUTS)[number];

export const REPORT_BYTES = 64;
export const DATA_BYTES = 56;
const REPORT_ID = 0x02;
const COMMAND_BYTES = 62;
const COMMAND_REPORT: Readonly<Record<ReportLayout, number>> = { "aim-field": 0xfd, newland: 0x04 };

const AIM_FIELD = record({
  report: constant([REPORT_ID]),
  length: uint8,
  aim: raw(3),
  data: raw(DATA_BYTES),
  symbology: uint8,
  reserved: uint8,
  flags: uint8,
});

const NEWLAND = record({
  report: constant([REPORT_ID]),
  length: uint8,
  data: raw(DATA_BYTES),
  reserved: raw(4),
  symbology: uint8,
  flags: uint8,
});

export interface ScannedData {
  /** `Q1`; null where the report has no such field, or it is empty. */
  readonly aim: string | null;
  readonly data: Buffer;
  /** The next report goes on where this one stops. */
  readonly more: boolean;
}

export function decodeReport(bytes: Uint8Array, layout: ReportLayout): Result<ScannedData, string> {
  switch (layout) {
    case "aim-field": {
      const report = AIM_FIELD.decode(bytes);
      if (!report.ok) return err(report.error.field || "length");
      const aim = aimOf(report.value.aim);
      return aim.ok ? scanned(report.value, aim.value) : aim;
    }
    case "newland": {
      const report = NEWLAND.decode(bytes);
      return report.ok ? scanned(report.value, null) : err(report.error.field || "length");
    }
    default:
      return unreachable(layout);
  }
}

/** One code as a scanner sends it, in as many reports as it takes. */
export function encodeReports(code: { readonly aim: string | null; readonly data: Buffer }, layout: ReportLayout): Buffer[] {
  const reports: Buffer[] = [];
  for (let at = 0; at === 0 || at < code.data.length; at += DATA_BYTES) {
    const part = code.data.subarray(at, at + DATA_BYTES);
    const flags = at + DATA_BYTES < code.data.length ? 1 : 0;
    const data = Buffer.concat([part, Buffer.alloc(DATA_BYTES - part.length)]);
    const common = { report: undefined, length: part.length, data, symbology: 0, flags };
    const aim = code.aim === null ? Buffer.alloc(3) : Buffer.from(`]${code.aim}`, "latin1");
    reports.push(encode(layout, { ...common, aim }));
  }
  return reports;
}

/** A command of the maker's (`SYN T CR`) as an output report; at most 62 bytes. */
export function encodeCommand(command: Uint8Array, layout: ReportLayout): Buffer {
  if (command.length > COMMAND_BYTES) throw new RangeError(`${command.length} bytes do not fit one report`);
  const report = Buffer.alloc(REPORT_BYTES);
  report.set([COMMAND_REPORT[layout], command.length]);
  report.set(command, 2);
  return report;
}

/** What a scanner understands of an output report; empty when it is none of its own. */
export function decodeCommand(report: Buffer, layout: ReportLayout): Buffer {
  if (report[0] !== COMMAND_REPORT[layout]) return Buffer.alloc(0);
  return report.subarray(2, 2 + Math.min(report[1] ?? 0, COMMAND_BYTES));
}

type AimFieldReport = typeof AIM_FIELD extends Codec<infer T> ? T : never;

function encode(layout: ReportLayout, report: Omit<AimFieldReport, "reserved">): Buffer {
  return layout === "aim-field" ? AIM_FIELD.encode({ ...report, reserved: 0 }) : NEWLAND.encode({ ...report, reserved: Buffer.alloc(4) });
}

function scanned(report: { length: number; data: Buffer; flags: number }, aim: string | null): Result<ScannedData, string> {
  if (report.length > DATA_BYTES) return err("length");
  const data = Buffer.from(report.data.subarray(0, report.length));
  report.data.fill(0);
  return ok({ aim, data, more: (report.flags & 1) === 1 });
}

function aimOf(field: Buffer): Result<string | null, string> {
  const text = field.toString("latin1");
  if (/^\][A-Za-z][0-9A-Za-z]$/.test(text)) return ok(text.slice(1));
  return field.every((byte) => byte === 0) ? ok(null) : err("aim");
}
