import type { DeviceState, Supply } from "../host/api.ts";
import type { DriverFailure, Observed } from "../host/driver.ts";
import { type Attributes, numberIn, PRINTER_STATE, stringIn, stringsIn } from "./ipp-attributes.ts";
import type { IppValue } from "./ipp-values.ts";
import { type Paper, paperFor, type Tray, type TrayChoice, trayChoiceIn, traysIn } from "./media.ts";

export interface PrinterSnapshot {
  readonly state: number | undefined;
  readonly accepting: boolean;
  /** Without `-report`, `-warning`, `-error`: printers disagree with each other and with themselves about those. */
  readonly reasons: readonly string[];
  readonly upTimeS: number | undefined;
  /** printer-uuid: names the machine, wherever it is plugged in (PWG 5100.13). */
  readonly uuid: string | undefined;
  readonly trays: readonly Tray[];
  readonly trayChoice: TrayChoice;
}

export const PRINTER_ATTRIBUTES = [
  "printer-state",
  "printer-state-reasons",
  "printer-is-accepting-jobs",
  "printer-up-time",
  "printer-uuid",
  "printer-input-tray",
  "media-col-ready",
  "media-source-supported",
  "media-col-supported",
];

/** `urn:uuid:` and 36 characters; what some firmware makes of it may be longer. */
const LONGEST_UUID = 100;

/** Below this share of its capacity a tray is low. */
const LOW_SHARE = 0.1;

export function snapshotOf(attributes: Attributes): PrinterSnapshot {
  const accepting = attributes["printer-is-accepting-jobs"]?.[0];
  return {
    state: numberIn(attributes, "printer-state"),
    accepting: !(accepting?.type === "boolean" && !accepting.value),
    reasons: stringsIn(attributes, "printer-state-reasons")
      .map((reason) => reason.replace(/-(report|warning|error)$/, ""))
      .filter((reason) => reason !== "none"),
    upTimeS: secondsIn(attributes["printer-up-time"]?.[0]),
    uuid: stringIn(attributes, "printer-uuid")?.slice(0, LONGEST_UUID),
    trays: traysIn(attributes),
    trayChoice: trayChoiceIn(attributes),
  };
}

// RFC 8011 §5.4.29 counts from 1 on; some say 0 in their first second (measured). What is less is no time.
function secondsIn(value: IppValue | undefined): number | undefined {
  return value?.type === "integer" && value.value >= 0 ? value.value : undefined;
}

export interface Obstacle {
  readonly code: DriverFailure["code"];
  readonly recovery: DriverFailure["recovery"];
}

/** By prefix of the reason, most serious first. */
const OBSTACLES: readonly (readonly [prefix: string, obstacle: Obstacle])[] = [
  ["cover-open", { code: "printer.cover-open", recovery: "operator" }],
  ["door-open", { code: "printer.cover-open", recovery: "operator" }],
  ["interlock-open", { code: "printer.cover-open", recovery: "operator" }],
  ["media-jam", { code: "printer.jam", recovery: "operator" }],
  ["media-empty", { code: "printer.paper-out", recovery: "operator" }],
  ["media-needed", { code: "printer.paper-out", recovery: "operator" }],
  ["input-tray-missing", { code: "printer.paper-out", recovery: "operator" }],
  ["output-area-full", { code: "device.refused", recovery: "operator" }],
  ["toner-empty", { code: "device.hardware", recovery: "operator" }],
  ["marker-supply-empty", { code: "device.hardware", recovery: "operator" }],
  ["fuser-", { code: "device.hardware", recovery: "maintenance" }],
  ["paused", { code: "device.refused", recovery: "operator" }],
  ["offline", { code: "device.refused", recovery: "operator" }],
  ["shutdown", { code: "device.offline", recovery: "retry" }],
];

/** What keeps the printer from printing this certificate now; nothing is sent then. */
export function obstacle(printer: PrinterSnapshot, wanted: Paper): Obstacle | undefined {
  if (!printer.accepting) return { code: "device.refused", recovery: "operator" };
  const paper = paperFor(printer.trays, wanted);
  for (const [prefix, found] of OBSTACLES) {
    if (!printer.reasons.some((reason) => reason.startsWith(prefix))) continue;
    // Another tray may be the empty one.
    if (found.code === "printer.paper-out" && paper === "there") continue;
    return found;
  }
  if (paper === "out") return { code: "printer.paper-out", recovery: "operator" };
  return printer.state === PRINTER_STATE.stopped ? { code: "device.refused", recovery: "operator" } : undefined;
}

/** The printer in the words of the device layer; `shown` limits the trays to those that matter here. */
export function observe(printer: PrinterSnapshot, shown: readonly string[] | undefined): Observed {
  const jammed = printer.reasons.some((reason) => reason.startsWith("media-jam"));
  const empty = printer.reasons.some((reason) => reason.startsWith("media-empty"));
  const paper: Record<string, Supply> = {};
  for (const tray of printer.trays) {
    if (shown && !shown.includes(tray.name)) continue;
    paper[tray.name] = jammed ? "jammed" : supplyOf(tray);
  }
  if (Object.keys(paper).length === 0) paper["main"] = jammed ? "jammed" : empty ? "out" : "unknown";
  const open = printer.reasons.some((reason) => /^(cover|door|interlock)-open/.test(reason));
  return { state: stateOf(printer, open, jammed), paper, cover: open ? "open" : "closed", reasons: printer.reasons };
}

function supplyOf(tray: Tray): Supply {
  if (tray.level === undefined) return "unknown";
  if (tray.level === 0) return "out";
  return tray.capacity && tray.level < tray.capacity * LOW_SHARE ? "low" : "full";
}

function stateOf(printer: PrinterSnapshot, open: boolean, jammed: boolean): Observed["state"] {
  if (printer.reasons.some((reason) => /^(shutdown|offline)/.test(reason))) return "offline";
  if (open) return "userError";
  if (jammed || printer.reasons.some((reason) => /^(fuser-|toner-empty|marker-supply-empty)/.test(reason))) return "hardwareError";
  const waitsForPaper = printer.reasons.some((reason) => /^media-(empty|needed)/.test(reason));
  // Stopped for want of paper is a printer that works.
  if (!printer.accepting || (printer.state === PRINTER_STATE.stopped && !waitsForPaper)) return "offline";
  return "online";
}

/** A printer that answers, but not as a printer does, is broken or no printer; one that does not answer is away. */
export function stateAfter(reason: string): DeviceState {
  return isBadReply(reason) ? "hardwareError" : "offline";
}

export function isBadReply(reason: string): boolean {
  return reason === "malformed" || reason === "too-large" || reason === "http";
}
