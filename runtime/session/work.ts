import { wipe } from "../../base/personal.ts";
import type { IdentityFacts } from "../../config/identity/facts.ts";
import type { Hold } from "../neighbours/hold.ts";

/** Under which the applicant's own things stand beside those of the other persons of a case. */
export const APPLICANT = "";

/** A reader in which a card may be left. */
export type CardReader = "id-card-reader" | "smart-card-reader";

/** What one session holds outside the machine: the devices, the photos in the cards, whose cards they were, and work that is under way. */
export class SessionWork {
  readonly session: string;
  readonly hold: Hold;
  /** Monotonic ms. */
  readonly startedAt: number;
  readonly #photos = new Map<string, Buffer>();
  readonly #numbers = new Map<string, string>();
  /** Number of the card that lies in each reader, as far as is known; null once it was taken. */
  readonly #lying = new Map<CardReader, string | null>();
  /** What each card of this session says, by its reader and number. */
  readonly #cards = new Map<string, IdentityFacts>();
  #visit = new AbortController();

  constructor(session: string, hold: Hold, startedAt: number) {
    this.session = session;
    this.hold = hold;
    this.startedAt = startedAt;
  }

  /** Aborts when the person has moved on from the step that began the work, or has left. */
  get signal(): AbortSignal {
    return this.#visit.signal;
  }

  /** Where a card was read, and so one may still lie. */
  get readers(): readonly CardReader[] {
    return [...this.#lying.keys()];
  }

  /** The photo in `person`'s card, for comparison only; overwritten at the end. */
  photoOf(person: string): Buffer | null {
    return this.#photos.get(person) ?? null;
  }

  keepCard(person: string, reader: CardReader, card: IdentityFacts, photo: Buffer | null): void {
    this.#cards.set(`${reader} ${card.number}`, card);
    this.#lying.set(reader, card.number);
    const before = this.#photos.get(person);
    if (before) wipe(before);
    this.#photos.delete(person);
    if (photo) this.#photos.set(person, photo);
  }

  /** What was laid down there, or null when a card was taken. */
  cardLies(reader: CardReader, number: string | null): void {
    this.#lying.set(reader, number);
  }

  /** What `person`'s own card says, if it is the one that lies there; null when another does, or none. */
  ownCardIn(reader: CardReader, person: string): IdentityFacts | null {
    const number = this.#lying.get(reader);
    return number && number === this.#numbers.get(person) ? (this.#cards.get(`${reader} ${number}`) ?? null) : null;
  }

  /** `person` has proved to be the holder of this number. */
  know(person: string, number: string): void {
    this.#numbers.set(person, number);
  }

  isKnown(number: string): boolean {
    return [...this.#numbers.values()].includes(number);
  }

  /**
   * A card where `person`'s is asked for. `same-person`: of somebody else in this case, who may not stand for two. `swapped`: the
   * applicant's turned into another's: neither may see what belongs to the other.
   */
  judgeHolder(person: string, number: string): "fine" | "same-person" | "swapped" {
    const own = this.#numbers.get(person);
    if (own === number) return "fine";
    if (this.isKnown(number)) return "same-person";
    return person === APPLICANT && own !== undefined ? "swapped" : "fine";
  }

  dropWork(): void {
    this.#visit.abort();
    this.#visit = new AbortController();
  }

  /** Nothing of anybody stays, and nothing goes on for them. */
  wipe(): void {
    this.#visit.abort();
    for (const photo of this.#photos.values()) wipe(photo);
    this.#photos.clear();
    this.#numbers.clear();
    this.#cards.clear();
    for (const reader of this.#lying.keys()) this.#lying.set(reader, null);
  }
}
