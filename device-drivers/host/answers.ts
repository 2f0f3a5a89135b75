import { isDeepStrictEqual } from "node:util";
import { err, type Result } from "../../base/result.ts";
import type { DeviceFailure, Execute } from "./api.ts";

type Answer = Result<unknown, DeviceFailure>;
type Asked = Pick<Execute, "device" | "command" | "args" | "lease" | "key">;

interface Entry {
  /** What was asked; its arguments only while it is being done: they may be a person's. */
  asked: Omit<Asked, "args"> & { args?: unknown };
  readonly answer: Promise<Answer>;
  readonly callers: Set<AbortSignal>;
  readonly giveUp: AbortController;
  done: boolean;
}

/** So many acts are remembered: days of one kiosk's printing. */
export const REMEMBERED = 1_024;

/**
 * One key, one act. The same key again joins what is being done, or hears what was answered. Two kinds of answer are
 * not kept: a failure with `sent: "no"`, for nothing was done; and what a lease read from a card, once the lease ends.
 */
export class Answers {
  readonly #entries = new Map<string, Entry>();

  /** `act` runs at most once per key; its signal aborts when every caller that waits for it has given up. */
  once(asked: Asked, signal: AbortSignal, act: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const known = this.#entries.get(asked.key);
    if (known && !isSame(known, asked)) return Promise.resolve(err(keyReused(asked)));
    const entry = known ?? this.#start(asked, act);
    if (!entry.done) join(entry, signal);
    return entry.answer;
  }

  /** Forgets values that hold something of a person: whatever a lease got from a device other than proof of printing. */
  forget(lease: string, isPersonal: (device: string, command: string) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (entry.asked.lease === lease && isPersonal(entry.asked.device, entry.asked.command)) this.#entries.delete(key);
    }
  }

  #start(asked: Asked, act: (signal: AbortSignal) => Promise<Answer>): Entry {
    const giveUp = new AbortController();
    const answer = act(giveUp.signal);
    const entry: Entry = { asked, answer, callers: new Set(), giveUp, done: false };
    this.#entries.set(asked.key, entry);
    void answer.then((given) => {
      entry.done = true;
      const { device, command, lease, key } = asked;
      entry.asked = { device, command, lease, key };
      if (!given.ok && given.error.sent === "no" && this.#entries.get(key) === entry) this.#entries.delete(key);
      this.#evict();
    });
    return entry;
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= REMEMBERED) return;
      if (entry.done) this.#entries.delete(key);
    }
  }
}

function join(entry: Entry, signal: AbortSignal): void {
  const leave = () => {
    entry.callers.delete(signal);
    if (entry.callers.size === 0) entry.giveUp.abort();
  };
  entry.callers.add(signal);
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  void entry.answer.then(() => signal.removeEventListener("abort", leave));
}

function isSame(known: Entry, asked: Asked): boolean {
  const { device, command, args } = known.asked;
  return device === asked.device && command === asked.command && (known.done || isDeepStrictEqual(args, asked.args));
}

function keyReused({ device, command }: Asked): DeviceFailure {
  return {
    code: "device.refused",
    device,
    command,
    sent: "no",
    recovery: "maintenance",
    facts: { why: "key was used for something else" },
  };
}
