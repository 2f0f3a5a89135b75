import type { DriverFailure } from "../host/driver.ts";
import type { PcscFault, PcscProblem } from "./pcsc.ts";

type Meaning = Pick<DriverFailure, "code" | "recovery">;

const MEANINGS: Readonly<Record<PcscProblem, Meaning>> = {
  "no-service": { code: "device.offline", recovery: "operator" },
  "no-reader": { code: "device.offline", recovery: "operator" },
  "no-card": { code: "card.unreadable", recovery: "operator" },
  removed: { code: "card.unreadable", recovery: "operator" },
  mute: { code: "card.unreadable", recovery: "operator" },
  "in-use": { code: "device.offline", recovery: "maintenance" },
  reset: { code: "card.unreadable", recovery: "retry" },
  "not-transacted": { code: "card.unreadable", recovery: "retry" },
  other: { code: "device.hardware", recovery: "maintenance" },
};

/** What the PC/SC service said, as a command's failure. */
export function failureOfFault(
  { problem, text }: PcscFault,
  sent: DriverFailure["sent"],
  facts: DriverFailure["facts"] = {},
): DriverFailure {
  return { ...MEANINGS[problem], sent, facts: { ...facts, pcsc: problem, text } };
}
