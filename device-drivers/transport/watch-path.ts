import { type FSWatcher, realpathSync, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { Clock, Timer } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** udev gives a new device file its owner and its links in several steps; a port tried in between answers "not permitted". */
export const APPEARED_SETTLE_MS = 150;

export interface PathWatch {
  close(): void;
}

/** Calls `then` once, when there is something at `path` that was not there at the start. The error says why it cannot watch. */
export type WatchPath = (path: string, clock: Clock, then: () => void) => Result<PathWatch, string>;

/**
 * Watches the nearest folder of `path` that exists: udev removes /dev/serial/by-id with its last entry. Looks at names
 * only; neither the port nor any other is opened.
 */
export const watchPath: WatchPath = (path, clock, then) => {
  const watched = new WatchedPath(path, clock, then);
  const problem = watched.follow();
  return problem === undefined ? ok(watched) : err(problem);
};

class WatchedPath implements PathWatch {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #then: () => void;
  readonly #first: string | undefined;
  #isClosed = false;
  #wasGone: boolean;
  #folder: string | undefined;
  #watcher: FSWatcher | undefined;
  #settling: Timer | undefined;

  constructor(path: string, clock: Clock, then: () => void) {
    this.#path = path;
    this.#clock = clock;
    this.#then = then;
    this.#first = identity(path);
    this.#wasGone = this.#first === undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#settling?.cancel();
    this.#watcher?.close();
  }

  /** Watches the nearest folder, again when it became another; then looks whether the path is there. */
  follow(): string | undefined {
    try {
      for (let turns = 0; turns < 8; turns++) {
        const { folder, next } = nearest(this.#path);
        const same = identity(folder);
        if (same === this.#folder) break;
        this.#watcher?.close();
        this.#folder = same;
        // "change" is a write: in /dev others write to null and to terminals all the time.
        this.#watcher = watch(folder, { persistent: false }, (event, name) => {
          if (event === "rename" && (name === next || name === basename(folder) || name === null)) this.#changed();
        });
        // A folder that is taken away: the wait for the next try goes on as if nobody watched.
        this.#watcher.on("error", () => this.#watcher?.close());
      }
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
    return undefined;
  }

  #changed(): void {
    if (this.#isClosed) return;
    this.follow();
    const now = identity(this.#path);
    if (now === undefined) {
      this.#wasGone = true;
      this.#settling?.cancel();
      this.#settling = undefined;
    } else if (this.#wasGone || now !== this.#first) {
      this.#settling ??= this.#clock.after(APPEARED_SETTLE_MS, () => {
        this.close();
        this.#then();
      });
    }
  }
}

/** What the path leads to, through links; undefined when that is nothing. A link that leads elsewhere is another. */
function identity(path: string): string | undefined {
  try {
    const target = realpathSync(path);
    // Numbers of what was deleted are used again; the time of birth tells the new one from the old.
    const { dev, ino, rdev, birthtimeNs } = statSync(target, { bigint: true });
    return `${target} ${dev} ${ino} ${rdev} ${birthtimeNs}`;
  } catch {
    return undefined;
  }
}

/** The nearest folder that exists, and which name in it leads on. */
function nearest(path: string): { folder: string; next: string } {
  let next = basename(path);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (identity(folder) !== undefined || folder === dirname(folder)) return { folder, next };
    next = basename(folder);
  }
}
