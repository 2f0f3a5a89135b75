import type { AnySchemaObject } from "ajv";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import { withoutSecrets } from "../host/without-secrets.ts";
import { commandNames, commandRule } from "../kinds/kinds.ts";
import { REDACTORS } from "./redactors.ts";
import type { Redaction } from "./trace-file.ts";

/**
 * Takes what is a person's out of the bytes of one connection. Bytes come cut anywhere; it may hold some back until it
 * knows what they are, and what it never gives is never written.
 */
export interface Redactor {
  sent(bytes: Uint8Array): Buffer;
  received(bytes: Uint8Array): Buffer;
}

export interface RedactionRule {
  readonly redaction: Redaction;
  /** For each connection anew; undefined unless the redaction is `by-driver`. */
  readonly redactor?: () => Redactor;
}

/**
 * Of these devices nothing of a person comes; what goes to them is what was asked while the recording ran, and then only
 * the technician who records can ask (a recording has a host of its own, which no session reaches).
 */
const ONLY_PRINT: readonly DeviceKind[] = ["receipt-printer", "ticket-printer", "certificate-printer"];

/**
 * What of a device's wire may be written down. A kind of which one command is personal needs a redactor, its own
 * driver's or one of ours; without one only lengths are recorded. `module` is the driver's module: a package may export
 * `redactor` beside its default.
 */
export async function redactionOf(kind: DeviceKind, driver: string, module: unknown): Promise<RedactionRule> {
  if (ONLY_PRINT.includes(kind)) return { redaction: "none" };
  if (commandNames(kind).every((command) => commandRule(kind, command)?.personal === "nowhere")) return { redaction: "none" };
  const own = Object.hasOwn(REDACTORS, driver) ? REDACTORS[driver] : undefined;
  const found = own ? (await own()).redactor : (module as { redactor?: unknown }).redactor;
  return typeof found === "function" ? { redaction: "by-driver", redactor: found as () => Redactor } : { redaction: "lengths" };
}

/** Options as they may stand in a file that is handed on: nothing that the schema calls secret, and no password in an address. */
export function shownOptions(schema: AnySchemaObject, options: unknown): Record<string, unknown> {
  return withoutUsers(withoutSecrets(schema, options)) as Record<string, unknown>;
}

function withoutUsers(value: unknown): unknown {
  if (typeof value === "string") return withoutUser(value);
  if (Array.isArray(value)) return value.map(withoutUsers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutUsers(inner)]));
}

function withoutUser(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username === "" && url.password === "") return text;
  url.username = "";
  url.password = "";
  return url.href;
}
