import { err, ok, type Result } from "../../base/result.ts";
import type { Supply } from "../host/api.ts";
import type { StatusQuestion } from "./commands.ts";
import type { PrinterProfile } from "./profile.ts";

/** Errors a receipt printer names; `jam` and `black-mark` only where its profile says that a bit means that. */
export type PrinterError = "cutter" | "mechanical" | "jam" | "black-mark" | "unrecoverable" | "overheated" | "unnamed";

/** What is known of the printer. `undefined` and `unknown` mean: it has not said. */
export interface Condition {
  readonly online: boolean | undefined;
  readonly cover: "open" | "closed" | "unknown";
  readonly roll: Supply;
  readonly errors: readonly PrinterError[];
  /** Paper in the output; stays `unknown` where no sensor looks there. */
  readonly presenter: "present" | "notPresent" | "unknown";
}

export const NOTHING_KNOWN: Condition = { online: undefined, cover: "unknown", roll: "unknown", errors: [], presenter: "unknown" };

/** The quirks that status bytes are read by. */
export type Reading = Pick<PrinterProfile, "mechanicalErrorMeans" | "presenter">;

export const bit = (byte: number, n: number) => (byte & (1 << n)) !== 0;

/** An answer to DLE EOT has bits 0 and 7 clear, 1 and 4 set: 16 of 256 values. */
export const isRealTimeStatus = (byte: number) => (byte & 0x93) === 0x12;
/** The first byte of automatic status: bits 0, 1, 7 clear, 4 set. */
export const isAutomaticHead = (byte: number) => (byte & 0x93) === 0x10;
/** Bytes 2–4 of automatic status, and answers to GS r: bits 4 and 7 clear. */
export const isPlainStatus = (byte: number) => (byte & 0x90) === 0;

/** `condition` with what one answer to DLE EOT says of it; an error for a byte that cannot be one. */
export function withAnswer(
  condition: Condition,
  question: StatusQuestion,
  byte: number,
  reading: Reading,
): Result<Condition, "printer.bad-status"> {
  if (!isRealTimeStatus(byte)) return err("printer.bad-status");
  switch (question) {
    case 1:
      return ok({ ...condition, online: !bit(byte, 3) });
    case 2:
      // Bit 5 (stopped by paper end) is set at once, the roll sensor of question 4 only where there is one.
      return ok({
        ...condition,
        cover: bit(byte, 2) ? "open" : "closed",
        roll: bit(byte, 5) ? "out" : condition.roll,
        errors: bit(byte, 6) ? ["unnamed"] : [],
      });
    case 3: {
      const named = errorsOf(byte, reading);
      return ok({ ...condition, errors: named.length > 0 ? named : condition.errors });
    }
    case 4: {
      const sensor = reading.presenter.is === "none" ? "none" : reading.presenter.is.sensor;
      const inOutput = sensor === "DLE EOT 4 bit 6 set" || sensor === "DLE EOT 4 bit 6 clear";
      const end = (byte & (inOutput ? 0x20 : 0x60)) !== 0 || condition.roll === "out";
      const roll = rollOf(end, (byte & 0x0c) !== 0);
      if (!inOutput) return ok({ ...condition, roll });
      return ok({ ...condition, roll, presenter: bit(byte, 6) === (sensor === "DLE EOT 4 bit 6 set") ? "present" : "notPresent" });
    }
  }
}

/** The whole condition from the four bytes of automatic status. */
export function fromAutomatic(bytes: Uint8Array, reading: Reading): Result<Condition, "printer.bad-status"> {
  const [first = 0xff, second = 0xff, third = 0xff, fourth = 0xff] = bytes;
  if (bytes.length !== 4 || !isAutomaticHead(first) || ![second, third, fourth].every(isPlainStatus)) return err("printer.bad-status");
  return ok({
    online: !bit(first, 3),
    cover: bit(first, 5) ? "open" : "closed",
    roll: rollOf((third & 0x0c) !== 0, (third & 0x03) !== 0),
    errors: errorsOf(second, reading),
    presenter: "unknown",
  });
}

/** The end of the roll also raises near-end: "out" must win. */
export function rollOf(end: boolean, nearEnd: boolean): Supply {
  if (end) return "out";
  return nearEnd ? "low" : "full";
}

/** Byte 2 of automatic status and the answer to question 3 have their errors at the same bits. */
function errorsOf(byte: number, { mechanicalErrorMeans }: Reading): PrinterError[] {
  const errors: PrinterError[] = [];
  if (bit(byte, 5)) errors.push("unrecoverable");
  if (bit(byte, 3)) errors.push("cutter");
  if (bit(byte, 2)) errors.push(mechanicalErrorMeans.is);
  if (bit(byte, 6)) errors.push("overheated");
  return errors;
}
