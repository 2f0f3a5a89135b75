import type { Action } from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import type { Asked, LiveFrame } from "../../../../runtime/face-engine/liveness.ts";
import { FACE_MM, FACE_PX, FRAME, faceOf, type Part, partAt, reliefOf, STRAIGHT, type Stance } from "./head.ts";

/**
 * Drawn sequences of what each sensor would see of a person, or of each attack species of GB/T 41987-2022. Argued from physics: they
 * show that the rules do what they are meant to do, and nothing about how often a real attack succeeds.
 */
export interface Species {
  readonly name: string;
  readonly isPerson: boolean;
  /** A new one for each run: what it does at `at`, when this is asked. */
  moves(): (at: number, asked: Asked | null) => Stance;
  readonly colour: Look;
  /** Whether what is beside the head belongs to the thing that is held, and moves with it. */
  readonly carries: boolean;
  readonly infrared: Look;
  /** Distance in mm at this place; 0 where nothing is measured. Undefined: the relief of the head. */
  readonly depth?: (u: number, v: number) => number;
}

/** Brightness of each part; shading is for round things under the camera's own lamp. */
export interface Look {
  readonly parts: Readonly<Record<Part, number>>;
  readonly shading: number;
}

const COLOUR: Look = { parts: { skin: 150, hair: 50, eye: 45, brow: 70, mouth: 105, outside: 0 }, shading: 0 };
const SKIN_IR: Look = { parts: { skin: 140, hair: 60, eye: 60, brow: 80, mouth: 130, outside: 15 }, shading: 0.4 };
const DYE_ON_PAPER: Look = { parts: { skin: 150, hair: 142, eye: 142, brow: 142, mouth: 148, outside: 150 }, shading: 0 };
const SCREEN_IR: Look = { parts: { skin: 12, hair: 12, eye: 12, brow: 12, mouth: 12, outside: 12 }, shading: 0 };

const flat = (u: number, v: number) => 600 + 60 * u - 30 * v;

/** Does what is asked, some time later, and comes back. */
function obeying(can: readonly Action[], { delayMs, takesMs }: { delayMs: number; takesMs: number }, idle = swaying(1)) {
  let asked: string = "";
  let since = 0;
  return (at: number, now: Asked | null): Stance => {
    const guidance = now?.guidance ?? "";
    if (guidance !== asked) [asked, since] = [guidance, at];
    const done = Math.min(1, Math.max(0, (at - since - delayMs) / takesMs));
    const still = idle(at);
    if (!can.some((action) => action === asked)) return still;
    if (asked === "turn-left") return { ...still, turn: 0.45 * done };
    if (asked === "turn-right") return { ...still, turn: -0.45 * done };
    if (asked === "come-closer") return { ...still, size: 1 + 0.35 * done };
    // Shut for a third of a second, again and again until it is seen.
    return { ...still, shut: done === 1 && (at - since) % 1_500 < 450 ? 1 : 0 };
  };
}

/** Nobody stands like a post: a sway of some px, a blink now and then. */
function swaying(times: number) {
  return (at: number): Stance => ({
    ...STRAIGHT,
    dx: 14 * times * Math.sin(at / 700),
    dy: 7 * times * Math.sin(at / 900 + 1),
    turn: 0.02 * Math.sin(at / 800),
    shut: at % 4_100 < 160 ? 1 : 0,
  });
}

/** Held and tilted in the hand: 0.18 of the turn's measure is the ninth decile of real prints. */
const inTheHand = (at: number): Stance => ({ ...swaying(1)(at), turn: 0.19 * Math.sin(at / 900), shut: 0 });

/** A film of somebody who turns, blinks and comes closer, over and over; nobody can tell it what is asked. */
function film() {
  const acts = obeying(ACTIONS, { delayMs: 0, takesMs: 150 });
  const script: readonly Action[] = ["turn-left", "blink", "turn-right", "come-closer"];
  return (at: number): Stance => {
    const action = at % 3_600 > 2_900 ? script[Math.floor(at / 3_600) % script.length] : undefined;
    return acts(at, action ? { guidance: action, at: 1, of: 2 } : null);
  };
}

const ACTIONS: readonly Action[] = ["turn-left", "turn-right", "blink", "come-closer"];
const ABLE = { delayMs: 700, takesMs: 500 };
const PERSON = { isPerson: true, colour: COLOUR, carries: false, infrared: SKIN_IR, moves: () => obeying(ACTIONS, ABLE) };
const ATTACK = { ...PERSON, isPerson: false };
const dimmed = ({ parts, shading }: Look, by: number): Look => ({
  shading,
  parts: Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, value * by])) as Record<Part, number>,
});

export const PEOPLE: readonly Species[] = [
  { ...PERSON, name: "a person" },
  {
    ...PERSON,
    name: "a person farther away",
    moves: () => {
      const acts = obeying(ACTIONS, ABLE);
      return (at, asked) => ({ ...acts(at, asked), size: 0.7 * acts(at, asked).size });
    },
  },
  { ...PERSON, name: "a person in dim light", colour: dimmed(COLOUR, 0.45) },
  // Melanin takes little of 850 nm: dark skin is as bright there as light skin.
  {
    ...PERSON,
    name: "a person of dark skin",
    colour: { ...COLOUR, parts: { ...COLOUR.parts, skin: 80, hair: 25, eye: 20, brow: 35, mouth: 60 } },
  },
  { ...PERSON, name: "an old person who needs time", moves: () => obeying(ACTIONS, { delayMs: 3_500, takesMs: 1_800 }, swaying(0.6)) },
  {
    ...PERSON,
    name: "a person who cannot blink at will",
    moves: () =>
      obeying(
        ACTIONS.filter((one) => one !== "blink"),
        ABLE,
      ),
  },
];

/** Sits and leans on something: nothing sways by as much as a millimetre. */
export const STILL_PERSON: Species = {
  ...PERSON,
  name: "a person who keeps quite still",
  moves: () => obeying(ACTIONS, ABLE, () => STRAIGHT),
};

export const ATTACKS: readonly Species[] = [
  {
    ...ATTACK,
    name: "完整照片 whole photo on a stand",
    moves: () => () => STRAIGHT,
    carries: true,
    infrared: DYE_ON_PAPER,
    depth: flat,
  },
  { ...ATTACK, name: "完整照片 whole photo in the hand", moves: () => inTheHand, carries: true, infrared: DYE_ON_PAPER, depth: flat },
  {
    ...ATTACK,
    name: "抠洞照片 photo with eye holes",
    moves: () => obeying(["blink", "come-closer"], ABLE, inTheHand),
    carries: true,
    infrared: { ...DYE_ON_PAPER, parts: { ...DYE_ON_PAPER.parts, eye: 60 } },
    depth: (u, v) => flat(u, v) + (Math.abs(Math.abs(u) - 0.22) < 0.05 && Math.abs(v + 0.25) < 0.04 ? 45 : 0),
  },
  {
    ...ATTACK,
    name: "去背景照片 cut-out photo",
    moves: () => inTheHand,
    infrared: { ...DYE_ON_PAPER, parts: { ...DYE_ON_PAPER.parts, outside: 15 } },
    depth: flat,
  },
  {
    ...ATTACK,
    name: "去背景照片 cut-out, printed in carbon",
    moves: () => inTheHand,
    infrared: { parts: { skin: 120, hair: 40, eye: 35, brow: 55, mouth: 80, outside: 15 }, shading: 0 },
    depth: (u, v) => flat(u, v) - 90 * u * u,
  },
  { ...ATTACK, name: "电子照片 photo on a tablet", moves: () => inTheHand, carries: true, infrared: SCREEN_IR, depth: flat },
  { ...ATTACK, name: "视频 film, its screen's edge in view", moves: () => film(), carries: true, infrared: SCREEN_IR, depth: flat },
  { ...ATTACK, name: "视频 film, its edge out of view", moves: () => film(), infrared: SCREEN_IR, depth: flat },
  { ...ATTACK, name: "仿真面具 mask worn by a person", infrared: { ...SKIN_IR, parts: { ...SKIN_IR.parts, skin: 115 } } },
  {
    ...ATTACK,
    name: "头模 head model on a stick",
    moves: () => obeying(["turn-left", "turn-right", "come-closer"], ABLE, (at) => ({ ...swaying(1)(at), shut: 0 })),
    infrared: { parts: { skin: 120, hair: 60, eye: 55, brow: 75, mouth: 110, outside: 15 }, shading: 0.5 },
  },
];

const GRAY = { width: 160, height: 120 };
const SENSOR = { width: 80, height: 60 };

/** The frame as all sensors see it; pictures are drawn when somebody looks. `seed` of the noise. */
export function frameOf(species: Species, stance: Stance, at: number, noise: () => number): LiveFrame {
  const [part, relief] = [partAt(stance), reliefOf(stance)];
  const drawn = (size: typeof GRAY, value: (x: number, y: number) => number) => {
    const step = FRAME.width / size.width;
    const values = new Float32Array(size.width * size.height);
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) values[y * size.width + x] = Math.max(0, value((x + 0.5) * step, (y + 0.5) * step));
    }
    return values;
  };
  const lit = ({ parts, shading }: Look, seen: Part, x: number, y: number) =>
    seen === "outside" || shading === 0 ? parts[seen] : parts[seen] * (1 - shading + (shading * relief(x, y)) / 0.46);
  const wall = wallBehind(species.carries ? stance : STRAIGHT);
  const colour = (x: number, y: number) => {
    const seen = part(x, y);
    return (seen === "outside" ? wall(x, y) : lit(species.colour, seen, x, y)) + 2 * noise();
  };
  const distance = (x: number, y: number) => {
    const px = FACE_PX * stance.size;
    const [u, v] = [(x - FRAME.width / 2 - stance.dx) / px, (y - FRAME.height / 2 - stance.dy) / px];
    if (species.depth) return species.depth(u, v) + 3 * noise();
    return part(x, y) === "outside" ? 0 : 650 / stance.size - FACE_MM * relief(x, y) + 3 * noise();
  };
  return {
    at,
    face: faceOf(stance, () => 0.8 * noise()),
    gray: { ...GRAY, luma: Uint8Array.from(drawn(GRAY, colour)) },
    scale: FRAME.width / GRAY.width,
    get ir() {
      return { ...SENSOR, luma: Uint8Array.from(drawn(SENSOR, (x, y) => lit(species.infrared, part(x, y), x, y) + 2 * noise())) };
    },
    get depth() {
      return { ...SENSOR, mm: Uint16Array.from(drawn(SENSOR, distance)) };
    },
    module: { isLive: species.isPerson, score: species.isPerson ? 0.9 : 0.1, certificate: "SIMULATED-1" },
  };
}

/** Something to see behind the head, moved as the nose is. */
function wallBehind({ dx, dy }: Stance): (x: number, y: number) => number {
  const columns = Float32Array.from({ length: FRAME.width }, (_, x) => 35 * Math.sin((x - dx) / 21) + 35 * Math.sin((x - dx) / 9));
  const rows = Float32Array.from({ length: FRAME.height }, (_, y) => 35 * Math.sin((y - dy) / 17));
  return (x, y) => 130 + (columns[Math.floor(x)] ?? 0) + (rows[Math.floor(y)] ?? 0);
}

/** Repeatable noise between −1 and 1. */
export function noiseOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x7fffffff) * 2 - 1;
  };
}
