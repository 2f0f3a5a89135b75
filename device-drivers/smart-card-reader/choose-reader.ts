import { err, ok, type Result } from "../../base/result.ts";
import type { SeenReader } from "./pcsc.ts";

export interface NoChoice {
  readonly state: "noDevice" | "userError";
  readonly reasons: readonly string[];
}

/**
 * The reader that the settings mean. `wanted` is its name, or a part of it with `*` for the rest: PC/SC ends each name with two
 * numbers that depend on what else is plugged in. Several that fit are named, never guessed between.
 */
export function chooseReader(readers: readonly SeenReader[], wanted: string | undefined): Result<SeenReader, NoChoice> {
  const fitting = readers.filter(({ name }) => wanted === undefined || fits(wanted, name));
  const [only, ...others] = fitting;
  const there = readers.map(({ name }) => `"${name}"`).join(", ");
  if (!only) {
    const what = wanted === undefined ? "" : ` "${wanted}"`;
    const besides = there === "" ? "" : `; there: ${there}`;
    return err({
      state: "noDevice",
      reasons: [`没有接入智能卡读卡器${what}${besides}`, `no smart-card reader${what} is plugged in${besides}`],
    });
  }
  if (others.length === 0) return ok(only);
  const names = fitting.map(({ name }) => `"${name}"`).join(", ");
  return err({
    state: "userError",
    reasons: [
      `接入了多台读卡器：${names}。请在设置的 options.reader 中写明用哪一台`,
      `several readers fit: ${names}; write into options.reader which one it is`,
    ],
  });
}

/** Walks both once; a `*` that was taken too short is taken longer. */
function fits(pattern: string, name: string): boolean {
  const [head = "", ...parts] = pattern.split("*");
  if (parts.length === 0) return pattern === name;
  if (!name.startsWith(head)) return false;
  const tail = parts.pop() ?? "";
  let at = head.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
