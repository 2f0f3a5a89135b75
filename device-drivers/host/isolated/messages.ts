import type { AnySchemaObject } from "ajv";
import { checker } from "../../../base/checked.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { DriverFailure, StopReason } from "../driver.ts";
import type { Known } from "../hosted-driver.ts";

/** What device-host asks of a driver's process; each question has one answer. */
export type Question =
  | { readonly what: "open"; readonly settings: DeviceSettings; readonly index: number }
  | { readonly what: "run"; readonly command: string; readonly args: unknown; readonly withinMs: number }
  | { readonly what: "status" }
  | { readonly what: "close" };

export type ToChild =
  | { readonly ask: number; readonly question: Question }
  /** Stops a `run`. */
  | { readonly stop: number; readonly why: StopReason }
  | { readonly ping: true };

/** The answer to `open`. */
export type Opening =
  | { readonly kind: "misconfigured"; readonly problem: string }
  | { readonly kind: "failed"; readonly failure: DriverFailure }
  | { readonly kind: "opened"; readonly commands: readonly string[]; readonly known: Known };

/** Where code threw, without its message, which may quote what it was working on. */
export interface Threw {
  readonly error: string;
  readonly at: string;
}

export type FromChild =
  | { readonly answer: number; readonly value?: unknown; readonly threw?: Threw }
  | { readonly tell: "ready" | "pong" }
  | { readonly tell: "report"; readonly change: unknown }
  | { readonly tell: "lost"; readonly reason: string }
  | { readonly tell: "count"; readonly name: string; readonly by: number }
  | { readonly tell: "log"; readonly level: LogLevel; readonly event: string; readonly facts?: Readonly<Record<string, unknown>> }
  /** Outside of any question: the process ends after this. */
  | { readonly tell: "threw"; readonly threw: Threw };

export type LogLevel = "debug" | "info" | "warn" | "error";

const text = (maxLength: number): AnySchemaObject => ({ type: "string", maxLength });
const threw = { type: "object", required: ["error", "at"], properties: { error: text(200), at: text(4_000) } };
const told = (tell: readonly string[], properties: Readonly<Record<string, AnySchemaObject | true>> = {}): AnySchemaObject => ({
  type: "object",
  required: ["tell", ...Object.keys(properties).filter((name) => name !== "facts")],
  properties: { tell: { enum: tell }, ...properties },
});

/** A stranger's code shares the process that sends these: nothing in them is taken on trust. */
export const checkFromChild = checker<FromChild>({
  anyOf: [
    { type: "object", required: ["answer"], properties: { answer: { type: "integer" }, value: true, threw } },
    told(["ready", "pong"]),
    told(["report"], { change: true }),
    told(["lost"], { reason: text(1_000) }),
    told(["count"], { name: text(100), by: { type: "number" } }),
    told(["log"], { level: { enum: ["debug", "info", "warn", "error"] }, event: text(200), facts: { type: "object" } }),
    told(["threw"], { threw }),
  ],
});

const names = { type: "array", maxItems: 200, items: text(200) };
export const checkOpening = checker<Opening>({
  anyOf: [
    { type: "object", required: ["kind", "problem"], properties: { kind: { const: "misconfigured" }, problem: text(20_000) } },
    { type: "object", required: ["kind", "failure"], properties: { kind: { const: "failed" }, failure: { type: "object" } } },
    {
      type: "object",
      required: ["kind", "commands", "known"],
      properties: {
        kind: { const: "opened" },
        commands: names,
        known: { type: "object", required: ["models", "options"], properties: { models: { ...names, minItems: 1 }, options: true } },
      },
    },
  ],
});
