import { err, ok, type Result } from "../../base/result.ts";
import type { Supply } from "../host/api.ts";
import type { ReplyReader } from "../transport/request-line.ts";

/**
 * A plain line protocol: makers of stamping machines give a library for their own system and no bytes, so a small adapter beside that
 * library speaks this. One line a message, `<number> <words>*<XOR of all before the star, two hex digits>` and CR LF, as in NMEA 0183; an answer
 * bears its question's number. Words:
 *
 *   STATUS        → READY ink=full|low|out|unknown feed=<sheets laid in> out=<0|1 sheets not taken> cover=open|closed jam=0|1 stamped=<count of its life>
 *   STAMP job n   → STARTED | REFUSED why        the same job again is never stamped again: it answers STARTED
 *   JOB job       → RUNNING k | DONE k | FAILED why k | NONE       k: sheets stamped so far
 *   COLLECT       → COLLECTED 0|1
 */
export const MAX_LINE_BYTES = 400;

export type StampRequest =
  | { readonly verb: "STATUS" }
  | { readonly verb: "STAMP"; readonly job: string; readonly sheets: number }
  | { readonly verb: "JOB"; readonly job: string }
  | { readonly verb: "COLLECT" };

export const STAMP_TROUBLES = ["jam", "no-sheet", "ink-out", "cover-open"] as const;
export type StampTrouble = (typeof STAMP_TROUBLES)[number];

export interface StampCondition {
  readonly ink: Exclude<Supply, "jammed">;
  readonly feed: number;
  readonly out: boolean;
  readonly cover: "open" | "closed";
  readonly jam: boolean;
  readonly stamped: number;
}

export type StampReply =
  | ({ readonly verb: "READY" } & StampCondition)
  | { readonly verb: "STARTED" }
  | { readonly verb: "REFUSED"; readonly why: StampTrouble }
  | { readonly verb: "RUNNING"; readonly stamped: number }
  | { readonly verb: "DONE"; readonly stamped: number }
  | { readonly verb: "FAILED"; readonly why: StampTrouble; readonly stamped: number }
  | { readonly verb: "NONE" }
  | { readonly verb: "COLLECTED"; readonly sheets: number };

export interface Numbered<T> {
  readonly number: number;
  readonly message: T;
}

export function encodeRequest({ number, message }: Numbered<StampRequest>): Buffer {
  switch (message.verb) {
    case "STATUS":
    case "COLLECT":
      return line(number, message.verb);
    case "STAMP":
      return line(number, message.verb, escaped(message.job), String(message.sheets));
    case "JOB":
      return line(number, message.verb, escaped(message.job));
  }
}

export function encodeReply({ number, message }: Numbered<StampReply>): Buffer {
  switch (message.verb) {
    case "READY": {
      const { ink, feed, out, cover, jam, stamped } = message;
      const words = [`ink=${ink}`, `feed=${feed}`, `out=${out ? 1 : 0}`, `cover=${cover}`, `jam=${jam ? 1 : 0}`, `stamped=${stamped}`];
      return line(number, "READY", ...words);
    }
    case "STARTED":
    case "NONE":
      return line(number, message.verb);
    case "REFUSED":
      return line(number, message.verb, message.why);
    case "RUNNING":
    case "DONE":
      return line(number, message.verb, String(message.stamped));
    case "FAILED":
      return line(number, message.verb, message.why, String(message.stamped));
    case "COLLECTED":
      return line(number, message.verb, String(message.sheets));
  }
}

/** `text` is a line without its CR LF. */
export function decodeRequest(text: string): Result<Numbered<StampRequest>, string> {
  return decoded<StampRequest>(text, ([verb = "", job = "", count = "", ...more]) => {
    const name = unescaped(job);
    if (verb === "STATUS" || verb === "COLLECT") return job === "" ? ok({ verb }) : err("too many words");
    if (more.length > 0 || name === undefined || name === "") return err("not a job");
    if (verb === "JOB") return count === "" ? ok({ verb, job: name }) : err("too many words");
    const sheets = natural(count);
    return verb === "STAMP" && sheets !== undefined ? ok({ verb, job: name, sheets }) : err("unknown request");
  });
}

export function decodeReply(text: string): Result<Numbered<StampReply>, string> {
  return decoded<StampReply>(text, (words) => {
    const [verb = "", first = "", second = ""] = words;
    const [count, secondCount] = [natural(first), natural(second)];
    if (verb === "READY") return condition(words.slice(1));
    if ((verb === "STARTED" || verb === "NONE") && words.length === 1) return ok({ verb });
    if (verb === "REFUSED" && words.length === 2 && isTrouble(first)) return ok({ verb, why: first });
    if ((verb === "RUNNING" || verb === "DONE") && words.length === 2 && count !== undefined) return ok({ verb, stamped: count });
    if (verb === "FAILED" && words.length === 3 && isTrouble(first) && secondCount !== undefined)
      return ok({ verb, why: first, stamped: secondCount });
    if (verb === "COLLECTED" && words.length === 2 && count !== undefined) return ok({ verb, sheets: count });
    return err("unknown answer");
  });
}

function condition(words: readonly string[]): Result<StampReply, string> {
  const said = new Map(words.map((word) => word.split("=", 2) as [string, string]));
  const [ink, feed, cover, stamped] = [said.get("ink"), natural(said.get("feed")), said.get("cover"), natural(said.get("stamped"))];
  const [out, jam] = [said.get("out"), said.get("jam")];
  if (ink !== "full" && ink !== "low" && ink !== "out" && ink !== "unknown") return err("ink");
  if (feed === undefined || stamped === undefined) return err("a count");
  if (cover !== "open" && cover !== "closed") return err("cover");
  if ((out !== "0" && out !== "1") || (jam !== "0" && jam !== "1")) return err("out or jam");
  return ok({ verb: "READY", ink, feed, out: out === "1", cover, jam: jam === "1", stamped });
}

function decoded<T>(text: string, read: (words: string[]) => Result<T, string>): Result<Numbered<T>, string> {
  const parts = /^(\d{1,9}) ([ -)+-~]{1,300})\*([0-9A-F]{2})$/u.exec(text);
  if (!parts) return err("not a line of this protocol");
  const [, number = "", words = "", sum = ""] = parts;
  if (checksum(`${number} ${words}`) !== sum) return err("checksum");
  const message = read(words.split(" "));
  return message.ok ? ok({ number: Number(number), message: message.value }) : message;
}

function line(number: number, ...words: readonly string[]): Buffer {
  const text = `${number} ${words.join(" ")}`;
  return Buffer.from(`${text}*${checksum(text)}\r\n`, "ascii");
}

function checksum(text: string): string {
  const sum = Buffer.from(text, "latin1").reduce((all, byte) => all ^ byte, 0);
  return sum.toString(16).toUpperCase().padStart(2, "0");
}

function natural(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

function isTrouble(word: string): word is StampTrouble {
  return (STAMP_TROUBLES as readonly string[]).includes(word);
}

// The star ends the words, and encodeURIComponent lets it pass.
function escaped(job: string): string {
  return encodeURIComponent(job).replaceAll("*", "%2A");
}

function unescaped(word: string): string | undefined {
  try {
    return decodeURIComponent(word);
  } catch {
    // A percent sign that starts no byte: not a job's name.
    return undefined;
  }
}

/** Cuts a stream into lines and decodes them; a line that is too long or wrong is counted as noise. */
export class LineReader<T> implements ReplyReader<Numbered<T>> {
  #held = "";
  #noise = 0;
  readonly #decode: (line: string) => Result<Numbered<T>, string>;

  constructor(decode: (line: string) => Result<Numbered<T>, string>) {
    this.#decode = decode;
  }

  get noise(): number {
    return this.#noise;
  }

  get held(): number {
    return this.#held.length;
  }

  push(bytes: Buffer): readonly Numbered<T>[] {
    const lines = (this.#held + bytes.toString("latin1")).split("\n");
    this.#held = lines.pop() ?? "";
    if (this.#held.length > MAX_LINE_BYTES) {
      this.#noise += this.#held.length;
      this.#held = "";
    }
    return lines.flatMap((text) => {
      const found = this.#decode(text.endsWith("\r") ? text.slice(0, -1) : text);
      if (found.ok) return [found.value];
      this.#noise += text.length + 1;
      return [];
    });
  }

  reset(): void {
    this.#noise += this.#held.length;
    this.#held = "";
  }
}
