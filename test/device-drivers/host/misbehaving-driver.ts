import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { ok } from "../../../base/result.ts";
import { type DriverContext, defineDriver, failed, type Observed, stopReason } from "../../../device-drivers/host/driver.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";

export const MISDEEDS = [
  "none",
  "loop",
  "throw",
  "throw-later",
  "exit",
  "abort",
  "swell",
  "report-flood",
  "log-flood",
  "print-flood",
  "long-report",
  "garbage",
  "false-answer",
  "not-json",
  "nonsense",
  "never-answer",
  "wait-to-be-stopped",
  "lose",
  "start-another",
  "open-exit",
  "open-refuse",
  "status-lie",
  "other-port",
] as const;
export type Misdeed = (typeof MISDEEDS)[number];

interface Options {
  readonly does: Misdeed;
  readonly password?: string;
}

const FINE: Observed = { state: "online", paper: {}, cover: "unknown", reasons: [] };
const forever = () => {
  for (;;);
};

/** A driver of strangers: it opens and reads a card as it should, or does what its options name. */
export default defineDriver<"id-card-reader", Options>({
  kind: "id-card-reader",
  models: ["Misbehaving reader"],
  settings: {
    type: "object",
    properties: { does: { enum: MISDEEDS, default: "none" }, password: { type: "string", writeOnly: true } },
    additionalProperties: false,
  },
  async open(context) {
    const { does } = context.options;
    if (does === "open-exit") process.exit(4);
    if (does === "open-refuse") return failed("device.offline", "no", "retry", { transport: "transport.no-such-port" });
    if (does === "other-port") {
      const opened = await context.connect({ kind: "serial", path: "/dev/null", baud: 9_600 });
      return failed("device.offline", "no", "retry", { why: opened.ok ? "opened" : opened.error.code });
    }
    return ok({
      commands: {
        "read-card": async (_args, call) => {
          if (does === "wait-to-be-stopped") {
            return new Promise((resolve) => {
              call.signal.addEventListener("abort", () => resolve(failed(stopReason(call.signal), "yes", "retry")));
            });
          }
          return ((await misbehave(does, context)) ?? ok({ card: SAMPLE_CARDS.resident })) as never;
        },
        "await-removal": async () => ok({ removed: true as const }),
      },
      status: async () => (does === "status-lie" ? ({ ...FINE, state: "banana" } as never) : FINE),
      close: async () => undefined,
    });
  },
});

async function misbehave(does: Misdeed, context: DriverContext<Options>): Promise<unknown> {
  switch (does) {
    case "loop":
      context.count("FailedReadCount");
      // The count leaves before the loop begins.
      await new Promise((resolve) => setImmediate(resolve));
      return forever();
    case "throw":
      throw new TypeError("a message that may quote a person");
    case "throw-later":
      setImmediate(() => {
        throw new RangeError("outside of any question");
      });
      return new Promise(() => undefined);
    case "exit":
      return process.exit(3);
    case "abort":
      return process.abort();
    case "swell":
      for (const kept: number[][] = []; ; ) kept.push(new Array(1_000_000).fill(0.5));
    case "report-flood":
      for (let time = 0; time < 5_000; time++) context.report({ cover: time % 2 === 0 ? "open" : "closed" });
      return undefined;
    case "log-flood":
      for (let time = 0; time < 300; time++) context.log.warn("noise", { time });
      return undefined;
    case "print-flood":
      for (let time = 0; time < 64; time++) process.stderr.write("x".repeat(65_536));
      return new Promise(() => undefined);
    case "long-report":
      context.report({ reasons: ["x".repeat(10 * 1024 * 1024)] });
      return undefined;
    case "garbage":
      writeSync(3, "this is not JSON\n");
      return new Promise(() => undefined);
    case "false-answer":
      writeSync(3, `${JSON.stringify({ answer: 4_711, value: "made up" })}\n`);
      return new Promise(() => undefined);
    case "not-json":
      return ok({ card: 10n });
    case "nonsense":
      return { ok: false, error: { code: "no such code", sent: "perhaps" } };
    case "never-answer":
      return new Promise(() => undefined);
    case "lose":
      context.lost("transport.closed: hang-up");
      return failed("device.offline", "yes", "retry");
    case "start-another": {
      const other = spawn("sleep", ["600"], { stdio: "inherit" });
      context.count("GoodReadCount", other.pid);
      await new Promise((resolve) => setImmediate(resolve));
      return process.exit(0);
    }
    default:
      return undefined;
  }
}
