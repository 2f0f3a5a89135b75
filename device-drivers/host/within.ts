import type { Clock } from "../../base/clock.ts";

export type Bounded<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "threw"; readonly cause: unknown }
  | { readonly kind: "late" };

/** Code of strangers: it may throw, or never answer. */
export function within<T>(clock: Clock, ms: number, work: () => Promise<T>): Promise<Bounded<T>> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () => resolve({ kind: "late" }));
    const start = async () => work();
    start().then(
      (value) => {
        timer.cancel();
        resolve({ kind: "value", value });
      },
      (cause: unknown) => {
        timer.cancel();
        resolve({ kind: "threw", cause });
      },
    );
  });
}

/**
 * Where an exception came from, without its message: a message may quote what the code was working on, and that may
 * be a person's.
 */
export function framesOf(cause: unknown): { error: string; at: string } {
  if (!(cause instanceof Error)) return { error: typeof cause, at: "" };
  const code = (cause as NodeJS.ErrnoException).code;
  const frames = (cause.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: code ? `${cause.name} ${code}` : cause.name, at: frames.slice(0, 8).join("\n") };
}
