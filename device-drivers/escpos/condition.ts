import type { DriverFailure, Observed } from "../host/driver.ts";
import type { Condition, PrinterError } from "./status.ts";

export interface Hindrance {
  readonly code: DriverFailure["code"];
  readonly recovery: DriverFailure["recovery"];
}

const BY_ERROR: Readonly<Record<PrinterError, Hindrance | undefined>> = {
  unrecoverable: { code: "device.hardware", recovery: "maintenance" },
  cutter: { code: "printer.cutter", recovery: "operator" },
  jam: { code: "printer.jam", recovery: "operator" },
  "black-mark": { code: "printer.jam", recovery: "operator" },
  mechanical: { code: "printer.jam", recovery: "operator" },
  // The head cools down by itself; the data waits in the printer meanwhile.
  overheated: undefined,
  unnamed: { code: "device.hardware", recovery: "operator" },
};

/** What keeps this printer from printing, worst first; undefined also where nothing is known, which never stops a receipt. */
export function hindrance(condition: Condition): Hindrance | undefined {
  if (condition.errors.includes("unrecoverable")) return BY_ERROR.unrecoverable;
  // An open cover raises errors and "no paper" as well; closing it is what helps.
  if (condition.cover === "open") return { code: "printer.cover-open", recovery: "operator" };
  if (condition.roll === "out") return { code: "printer.paper-out", recovery: "operator" };
  for (const error of condition.errors) {
    const found = BY_ERROR[error];
    if (found) return found;
  }
  return undefined;
}

/** The condition in the words of the device layer; `hasPresenter`: a sensor looks at the output. */
export function observe(condition: Condition, hasPresenter = false): Observed {
  const reasons = [
    ...(condition.cover === "open" ? ["cover-open"] : []),
    ...(condition.roll === "out" ? ["paper-end"] : condition.roll === "low" ? ["paper-near-end"] : []),
    ...condition.errors.map((error) => `${error}-error`),
    ...(condition.online === undefined ? ["no-reply"] : []),
  ];
  return {
    ...{ state: stateOf(condition), paper: { roll: paperOf(condition) }, cover: condition.cover, reasons },
    ...(hasPresenter ? { sensors: { presenter: condition.presenter } } : {}),
  };
}

function paperOf(condition: Condition): Observed["paper"][string] {
  return condition.errors.includes("jam") ? "jammed" : condition.roll;
}

function stateOf(condition: Condition): Observed["state"] {
  if (condition.online === undefined) return "offline";
  if (condition.cover === "open") return "userError";
  if (condition.errors.some((error) => error !== "overheated")) return "hardwareError";
  if (condition.errors.includes("overheated")) return "deviceBusy";
  // Without paper a printer calls itself offline; the device is there and says so.
  if (condition.roll === "out") return "online";
  return condition.online ? "online" : "offline";
}
