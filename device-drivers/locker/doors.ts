import type { Observed } from "../host/driver.ts";

export type Door = "open" | "closed";

/**
 * What is known of the doors of one cabinet. A door that nobody was to open and that is open all the same was forced:
 * the cabinet says so until it is shut again. One found open at the start is nobody's fault that we know of.
 */
export class Doors {
  readonly #doors: (Door | "unknown")[];
  readonly #mayBeOpen = new Set<number>();

  constructor(boxes: number) {
    this.#doors = Array.from({ length: boxes }, () => "unknown");
  }

  /** Box numbers, from 1 on. */
  get numbers(): readonly number[] {
    return this.#doors.map((_, index) => index + 1);
  }

  foundAtStart(box: number, door: Door): void {
    if (door === "open") this.mayOpen(box);
    this.saw(box, door);
  }

  /** Its lock is about to be pulsed. */
  mayOpen(box: number): void {
    this.#mayBeOpen.add(box);
  }

  /** The pulse is over and did nothing: whoever opens it now is not us. */
  stayedShut(box: number): void {
    this.#mayBeOpen.delete(box);
  }

  saw(box: number, door: Door): void {
    // Only a door that was seen open has used up its permission: a pulse takes a moment.
    if (door === "closed" && this.#doors[box - 1] === "open") this.#mayBeOpen.delete(box);
    this.#doors[box - 1] = door;
  }

  observed(): Observed {
    const forced = this.numbers.filter((box) => this.#doors[box - 1] === "open" && !this.#mayBeOpen.has(box));
    return {
      state: forced.length > 0 ? "potentialFraud" : "online",
      paper: {},
      cover: "unknown",
      sensors: Object.fromEntries(this.#doors.map((door, index) => [String(index + 1), door])),
      reasons: forced.map((box) => `forced-open=${box}`),
    };
  }
}
