import type { FuzzTarget } from "../../support/fuzz.ts";

/** Numbers that look random and are the same for the same seed (xorshift, 32 bits). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 0x9e3779b9;
  }

  /** From 0 to `below` − 1. */
  roll(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % below;
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; at++) bytes[at] = this.roll(256);
    return bytes;
  }
}

/** One connection lives for so many frames: long enough for what is kept to add up, short enough for many beginnings. */
const FRAMES_PER_CONNECTION = 50;
const FRAMES_PER_TURN = 1_000;
const LONGEST_NOISE = 300;

export interface FuzzFailure {
  readonly target: string;
  readonly seed: number;
  /** Counted from 0 over the run. */
  readonly frame: number;
  readonly problem: string;
  /** The bytes that were pushed last. */
  readonly hex: string;
}

/** Throws `frames` frames at one target; the first failure, or undefined. */
export async function fuzz(target: FuzzTarget, frames: number, seed: number): Promise<FuzzFailure | undefined> {
  const dice = new Dice(seed);
  let parser = target.make();
  for (let frame = 0; frame < frames; frame++) {
    if (frame % FRAMES_PER_CONNECTION === 0) parser = target.make();
    // What a stream put off until later would pile up otherwise, and look like a parser that keeps too much.
    if (frame % FRAMES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    let rest: Buffer = nextFrame(target.seeds, dice);
    do {
      const cut = dice.roll(3) === 0 ? 1 + dice.roll(Math.max(1, rest.length)) : rest.length;
      // A copy, as a port gives one: a parser that keeps a view would see it change.
      const piece = Buffer.from(rest.subarray(0, cut));
      rest = rest.subarray(cut);
      const problem = push(parser, piece, target.mostHeld);
      if (problem !== undefined) return { target: target.name, seed, frame, problem, hex: piece.toString("hex") };
    } while (rest.length > 0);
  }
  return undefined;
}

function push(parser: ReturnType<FuzzTarget["make"]>, bytes: Buffer, mostHeld: number): string | undefined {
  try {
    parser.push(bytes);
    const held = parser.held();
    return held <= mostHeld ? undefined : `holds ${held} bytes, more than ${mostHeld}`;
  } catch (cause) {
    return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  }
}

function nextFrame(seeds: readonly Uint8Array[], dice: Dice): Buffer {
  const seed = () => Buffer.from(seeds[dice.roll(seeds.length)] ?? []);
  if (seeds.length === 0 || dice.roll(5) === 0) return dice.bytes(dice.roll(LONGEST_NOISE));
  let frame: Buffer = seed();
  for (let times = dice.roll(4); times > 0; times--) frame = mutated(frame, dice, seed);
  return frame;
}

function mutated(frame: Buffer, dice: Dice, other: () => Buffer): Buffer {
  const at = dice.roll(Math.max(1, frame.length));
  const copy = Buffer.from(frame);
  switch (dice.roll(7)) {
    case 0: // one bit
      if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << dice.roll(8));
      return copy;
    case 1: // the end is missing
      return copy.subarray(0, at);
    case 2: // the beginning is missing
      return copy.subarray(at);
    case 3: // a part comes twice
      return Buffer.concat([copy.subarray(0, at), copy.subarray(dice.roll(at + 1))]);
    case 4: {
      // one frame runs into another
      const second = other();
      return Buffer.concat([copy.subarray(0, at), second.subarray(dice.roll(Math.max(1, second.length)))]);
    }
    case 5: // a length field near the beginning lies
      return lengthLies(copy, dice);
    default: // noise in the middle
      return Buffer.concat([copy.subarray(0, at), dice.bytes(dice.roll(20)), copy.subarray(at)]);
  }
}

const LIES = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

function lengthLies(frame: Buffer, dice: Dice): Buffer {
  if (frame.length < 4) return frame;
  const at = dice.roll(Math.min(frame.length - 2, 12));
  frame[at] = LIES[dice.roll(LIES.length)] ?? 0;
  if (dice.roll(2) === 0) frame[at + 1] = LIES[dice.roll(LIES.length)] ?? 0;
  return frame;
}
