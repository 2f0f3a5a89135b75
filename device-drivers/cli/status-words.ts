import type { Language } from "../../config/language.ts";
import type { DeviceFailure, DeviceStatus } from "../host/api.ts";
import type { Observed } from "../host/driver.ts";
import { type Say, wordFor } from "./texts.ts";

/** `roll: low, cover: open, door: closed`: supplies, cover and sensors in one line; empty where a device has none. */
export function suppliesInWords({ paper = {}, cover, sensors = {} }: Partial<Observed>, say: Say): string {
  return [
    ...Object.entries(paper).map(([source, supply]) => `${source}: ${wordFor(say, "supply", supply)}`),
    ...(cover !== undefined && cover !== "unknown" ? [`${say("info.cover")}: ${wordFor(say, "cover", cover)}`] : []),
    ...Object.entries(sensors).map(([name, value]) => `${name}: ${value}`),
  ].join(", ");
}

/** One line of `watch` and of a replay. */
export function statusInWords(status: Partial<Observed>, say: Say): string {
  const state = status.state === undefined ? "" : wordFor(say, "state", status.state);
  return [state, suppliesInWords(status, say), (status.reasons ?? []).join(" ")].filter((part) => part !== "").join("  ");
}

export function statusRow(status: DeviceStatus, say: Say, language: Language): readonly string[] {
  return [
    ...[status.id, wordFor(say, "kind", status.kind), wordFor(say, "state", status.state)],
    ...[suppliesInWords(status, say), status.reasons.join(" "), timeInWords(status.since, language)],
  ];
}

/** Local time, to the second. */
export function timeInWords(epochMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium", hour12: false }).format(epochMs);
}

/** What happened, whether it was done, and what to do now. */
export function failureInWords({ device, command, code, sent, facts, recovery }: DeviceFailure, say: Say): string {
  const told = Object.entries(facts).map(([name, value]) => ` ${name}=${value}`);
  return say("failure", { device, command, code, sent, facts: told.join(""), recovery: wordFor(say, "recovery", recovery) });
}
