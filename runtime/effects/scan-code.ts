import type { CodePattern } from "../../config/codes/code-pattern.ts";
import { type Code, resolveCode } from "../../config/codes/resolve-code.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { SessionWork } from "../session/work.ts";

/** Longer than anybody is let stand there: it is the session's own time that ends the wait for a code. */
const SCAN_WITHIN_MS = 15 * 60_000;

/** Waits for one code and says what it is. Null: the person has moved on. */
export async function scanCode(
  visit: number,
  work: SessionWork,
  parts: { readonly codes: readonly CodePattern[]; readonly tryId: string },
): Promise<FlowEvent | null> {
  const { signal } = work;
  const scanned = await work.hold.execute("code-scanner", "scan", {}, { key: parts.tryId, withinMs: SCAN_WITHIN_MS, signal });
  if (signal.aborted) return null;
  if (scanned.ok) return { kind: "scanned", visit, code: resolveCode(scanned.value.text, parts.codes) };
  const { code } = scanned.error;
  return { kind: code === "scan.unreadable" || code === "device.timeout" ? "scan-failed" : "scan-unavailable", visit };
}

/** What somebody typed from under a code. Our keyboard writes small letters, labels have capitals: both are tried. */
export function typedCode(text: string, accept: readonly Code["type"][], codes: readonly CodePattern[]): Code {
  const plain = text.normalize("NFKC").replace(/\s/gu, "");
  const asTyped = resolveCode(plain, codes);
  const inCapitals = resolveCode(plain.toUpperCase(), codes);
  return asTyped.type === "plain" && inCapitals.type !== "plain" && accept.includes(inCapitals.type) ? inCapitals : asTyped;
}
