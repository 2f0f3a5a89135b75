import { wipe } from "../../base/personal.ts";
import type { Hold } from "../neighbours/hold.ts";

/** What one session holds outside the machine: the devices, the card's photo, and work that is under way. */
export class SessionWork {
  readonly session: string;
  readonly hold: Hold;
  /** Monotonic ms. */
  readonly startedAt: number;
  #visit = new AbortController();
  #photo: Buffer | null = null;
  #cardRead = false;

  constructor(session: string, hold: Hold, startedAt: number) {
    this.session = session;
    this.hold = hold;
    this.startedAt = startedAt;
  }

  /** Aborts when the person has moved on from the step that began the work, or has left. */
  get signal(): AbortSignal {
    return this.#visit.signal;
  }

  /** The photo in the card, for comparison only; overwritten at the end. */
  get photo(): Buffer | null {
    return this.#photo;
  }

  /** A card was read, so one may still lie on the reader. */
  get cardRead(): boolean {
    return this.#cardRead;
  }

  keepCard(photo: Buffer | null): void {
    this.forgetPhoto();
    this.#photo = photo;
    this.#cardRead = true;
  }

  dropWork(): void {
    this.#visit.abort();
    this.#visit = new AbortController();
  }

  /** Nothing of the person stays, and nothing goes on for them. */
  wipe(): void {
    this.#visit.abort();
    this.forgetPhoto();
  }

  forgetPhoto(): void {
    if (this.#photo) wipe(this.#photo);
    this.#photo = null;
  }
}
