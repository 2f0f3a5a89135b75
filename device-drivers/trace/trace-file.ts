import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { type Check, checker, type Invalid, parseJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { CONFIGURED_KINDS, type ConfiguredKind } from "../../config/settings/device-kinds.ts";
import type { Observed } from "../host/driver.ts";
import type { TransportError } from "../transport/transport.ts";

export const TRACE_SCHEMA = "zizhu-trace/1";

/** How much of the wire a trace holds: all of it, what the driver's redactor left, or how many bytes and no byte. */
export type Redaction = "none" | "by-driver" | "lengths";

/** The first line of a trace. */
export interface TraceHeader {
  readonly schema: typeof TRACE_SCHEMA;
  readonly device: string;
  readonly kind: ConfiguredKind;
  readonly driver: string;
  /** As the driver's schema completed them; secrets are replaced. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly redaction: Redaction;
  /** ISO 8601, UTC. */
  readonly started: string;
}

type Bytes = { readonly hex: string; readonly bytes?: never } | { readonly bytes: number; readonly hex?: never };

/** Everything that crosses a driver's border. A session is one `open`; connections and calls are numbered over the whole trace. */
export type TraceStep =
  | { readonly way: "asked"; readonly session: number; readonly call: number; readonly what: "open" | "status" | "close" }
  | {
      readonly way: "asked";
      readonly session: number;
      readonly call: number;
      readonly what: "command";
      readonly command: string;
      /** Not there where they may be a person's. */
      readonly args?: unknown;
      readonly withinMs?: number;
    }
  | { readonly way: "stopped"; readonly call: number; readonly reason: string }
  | { readonly way: "answered"; readonly call: number; readonly result: unknown }
  | { readonly way: "over"; readonly session: number }
  | { readonly way: "opened"; readonly connection: number; readonly name: string }
  | { readonly way: "not-opened"; readonly connection: number; readonly error: TransportError }
  | ({ readonly way: "sent"; readonly connection: number } & Bytes)
  | ({ readonly way: "received"; readonly connection: number } & Bytes)
  /** A write has ended. `write` counts from 1 in each connection. */
  | { readonly way: "written"; readonly connection: number; readonly write: number; readonly error?: TransportError }
  | { readonly way: "closed"; readonly connection: number; readonly by: "driver" | "device"; readonly why: TransportError }
  | { readonly way: "reported"; readonly session: number; readonly change: Partial<Observed> }
  | { readonly way: "lost"; readonly session: number; readonly reason: string }
  | { readonly way: "random"; readonly hex: string }
  | { readonly way: "ended"; readonly why: "asked" | "full" };

/** `atMs` counts from the start of the recording. */
export type TraceEvent = { readonly atMs: number } & TraceStep;

export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
}

/** Where lines of a trace go. */
export interface TraceSink {
  line(text: string): void;
  close(): void;
}

/** A new file that only its owner reads. Throws EEXIST where one stands already: a recording is never written over. */
export function traceFile(path: string): TraceSink {
  const file = openSync(path, "wx", 0o600);
  return { line: (text) => void writeSync(file, `${text}\n`), close: () => closeSync(file) };
}

const checkHeader: Check<TraceHeader> = checker<TraceHeader>({
  type: "object",
  required: ["schema", "device", "kind", "driver", "options", "redaction", "started"],
  properties: {
    schema: { const: TRACE_SCHEMA },
    device: { type: "string" },
    kind: { enum: CONFIGURED_KINDS },
    driver: { type: "string" },
    options: { type: "object" },
    redaction: { enum: ["none", "by-driver", "lengths"] },
    started: { type: "string" },
  },
});

const count = { type: "integer", minimum: 0 };
const hex = { type: "string", pattern: "^([0-9a-f]{2})*$" };
const checkEvent: Check<TraceEvent> = checker<TraceEvent>({
  type: "object",
  required: ["atMs", "way"],
  properties: {
    atMs: { type: "number", minimum: 0 },
    way: {
      enum: [
        ...["asked", "stopped", "answered", "over", "opened", "not-opened", "sent", "received", "written", "closed"],
        ...["reported", "lost", "random", "ended"],
      ],
    },
    ...{ session: count, call: count, connection: count, write: count, bytes: count, hex },
    ...{ what: { enum: ["open", "status", "close", "command"] }, by: { enum: ["driver", "device"] } },
  },
});

/** A recording from disk, every line checked. Lines start at 1; the header is the first. */
export function readTrace(path: string): Result<Trace, Invalid> {
  let lines: string[];
  try {
    lines = readFileSync(path, "utf8").split("\n");
  } catch (cause) {
    return err({ kind: "unreadable", what: path, faults: [{ at: "", problem: String(cause) }] });
  }
  // The last line of a recording that was cut off by a power failure is half a line: what stands before it is still true.
  const whole = lines.slice(0, -1);
  const header = checked(whole[0] ?? "", `${path} line 1`, checkHeader);
  if (!header.ok) return header;
  const events: TraceEvent[] = [];
  for (const [index, line] of whole.slice(1).entries()) {
    const event = checked(line, `${path} line ${index + 2}`, checkEvent);
    if (!event.ok) return event;
    events.push(event.value);
  }
  return ok({ header: header.value, events });
}

function checked<T>(line: string, what: string, check: Check<T>): Result<T, Invalid> {
  const parsed = parseJson(line, what);
  return parsed.ok ? check(parsed.value, what) : parsed;
}
