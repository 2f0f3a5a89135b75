import { constant, type DecodeError, record, uint8 } from "../../base/bytes.ts";
import { ok, type Result } from "../../base/result.ts";
import { bit, type Condition, type PrinterError, rollOf } from "./status.ts";

/** Head of the answer to DLE EOT 20, and of what GS E0 0F sends: DLE and the mask of the four bytes that follow. */
export const FULL_STATUS_HEAD = [0x10, 0x0f] as const;

/** KPM150-H, KPM210 and KPM300 manuals, DLE EOT n = 20. Bits that a unit does not have stay clear. */
export const FULL_STATUS = record({
  head: constant(FULL_STATUS_HEAD),
  /** 0 no paper, 2 near end, 5 paper in the output, 6 virtual paper end (a counter of centimetres), 7 notch not found. */
  paper: uint8,
  /** 0 head up, 1 cover open, 3 motor on, 5 and 6 keys. */
  user: uint8,
  /** 0 head temperature, 3 supply voltage, 5 command not understood, 6 paper jam (reserved on KPM150), 7 notch error. */
  recoverable: uint8,
  /** 0 cutter, 1 cutter's cover open, 2 RAM, 3 EEPROM. */
  unrecoverable: uint8,
});

/** What a full status says; whether the unit is online it does not say. */
export function fromFullStatus(bytes: Uint8Array): Result<Omit<Condition, "online">, DecodeError> {
  const decoded = FULL_STATUS.decode(bytes);
  if (!decoded.ok) return decoded;
  const { paper, user, recoverable, unrecoverable } = decoded.value;
  return ok({
    cover: bit(user, 0) || bit(user, 1) || bit(unrecoverable, 1) ? "open" : "closed",
    roll: rollOf(bit(paper, 0), bit(paper, 2) || bit(paper, 6)),
    errors: errorsOf(recoverable, unrecoverable),
    presenter: bit(paper, 5) ? "present" : "notPresent",
  });
}

function errorsOf(recoverable: number, unrecoverable: number): PrinterError[] {
  const errors: PrinterError[] = [];
  if (bit(unrecoverable, 2) || bit(unrecoverable, 3)) errors.push("unrecoverable");
  if (bit(unrecoverable, 0)) errors.push("cutter");
  if (bit(recoverable, 6)) errors.push("jam");
  if (bit(recoverable, 7)) errors.push("black-mark");
  if (bit(recoverable, 0)) errors.push("overheated");
  if (bit(recoverable, 3)) errors.push("unnamed");
  return errors;
}
