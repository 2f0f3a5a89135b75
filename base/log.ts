import { destination, type Logger, pino } from "pino";

/** Facts of one event. Never a person's: identity goes in as `maskIdNumber` or `keyedHash` (base/personal.ts). */
export type Facts = Readonly<Record<string, unknown>>;

export interface Log {
  debug(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
  /** A log whose lines all carry `channel`. */
  channel(name: string): Log;
}

// A second net under the first: fields with these names never reach a line, whoever passed them.
const NEVER_LOGGED = [
  "name",
  "idNumber",
  "address",
  "photo",
  "jpeg",
  "frame",
  "picture",
  "sealed",
  "body",
  "data",
  "values",
  "text",
  "pdf",
  "reference",
];

/** JSON lines on standard output, one event each; the supervisor or systemd keeps them. */
export function openLog(process: string, level = "info"): Log {
  const redact = { paths: NEVER_LOGGED.flatMap((key) => [`facts.${key}`, `facts.*.${key}`]), censor: "[redacted]" };
  return wrap(pino({ base: { process }, level, redact }, destination({ dest: 1, sync: true })));
}

/** Swallows everything: for tests that do not look at the log. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  channel: () => silentLog,
};

function wrap(logger: Logger): Log {
  const line = (level: "debug" | "info" | "warn" | "error") => (event: string, facts?: Facts) => {
    logger[level]({ facts: plain(facts) }, event);
  };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    channel: (name) => wrap(logger.child({ channel: name })),
  };
}

// pino prints an Error's fields only under its own key; a cause must not be lost as "{}".
function plain(facts: Facts | undefined): Facts | undefined {
  if (!facts) return undefined;
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? (value.stack ?? value.message) : value]),
  );
}
