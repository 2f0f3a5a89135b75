import type { AnySchemaObject } from "ajv";
import type { CharacterSet } from "./character-sets.ts";

/** One peculiarity of a printer family, and what it rests on. */
export interface Quirk<T> {
  readonly is: T;
  readonly why: string;
}

/** An output that holds the paper until it is taken. Commands as hex; empty where the unit does it by itself or cannot. */
export interface Presenter {
  readonly present: string;
  readonly retract: string;
  /** Which bit says that paper lies in it. */
  readonly sensor: "full-status" | "DLE EOT 4 bit 6 set" | "DLE EOT 4 bit 6 clear";
}

export interface PrinterProfile {
  readonly model: string;
  /** Whether its commands stand in a manual, or only resemblance speaks for them. */
  readonly evidence: Quirk<"manual" | "assumed">;
  readonly characters: Quirk<CharacterSet>;
  /** How the printer proves that a receipt is on paper. */
  readonly proof: Quirk<"process-id" | "buffered-status" | "none">;
  /** How it is asked for its state: DLE EOT 1–4 as Epson has it, or DLE EOT 20, the full status of Custom. */
  readonly status: Quirk<"DLE EOT 1-4" | "DLE EOT 20">;
  /** Sends its state by itself (GS a; GS E0 where the status is Custom's); otherwise it is asked while a receipt prints. */
  readonly automaticStatus: Quirk<boolean>;
  /** How the rest of a broken receipt is thrown away, so that the next citizen does not get it. */
  readonly clears: Quirk<"always" | "only-in-error">;
  /** Which command doubles Chinese characters. */
  readonly doubleChinese: Quirk<"GS !" | "FS W">;
  /** What bit 2 of DLE EOT 3 means. */
  readonly mechanicalErrorMeans: Quirk<"mechanical" | "jam" | "black-mark">;
  readonly presenter: Quirk<"none" | Presenter>;
}

const HEX = { type: "string", pattern: "^([0-9a-f]{2}){0,16}$" };
const WHY = { type: "string", minLength: 10 };

function quirk(is: AnySchemaObject): AnySchemaObject {
  return { type: "object", required: ["is", "why"], properties: { is, why: WHY }, additionalProperties: false };
}

const PRESENTER = {
  type: "object",
  required: ["present", "retract", "sensor"],
  properties: { present: HEX, retract: HEX, sensor: { enum: ["full-status", "DLE EOT 4 bit 6 set", "DLE EOT 4 bit 6 clear"] } },
  additionalProperties: false,
};

const QUIRKS: Readonly<Record<Exclude<keyof PrinterProfile, "model">, AnySchemaObject>> = {
  evidence: quirk({ enum: ["manual", "assumed"] }),
  characters: quirk({ enum: ["gb2312", "gbk", "gb18030-2byte", "gb18030"] }),
  proof: quirk({ enum: ["process-id", "buffered-status", "none"] }),
  status: quirk({ enum: ["DLE EOT 1-4", "DLE EOT 20"] }),
  automaticStatus: quirk({ type: "boolean" }),
  clears: quirk({ enum: ["always", "only-in-error"] }),
  doubleChinese: quirk({ enum: ["GS !", "FS W"] }),
  mechanicalErrorMeans: quirk({ enum: ["mechanical", "jam", "black-mark"] }),
  presenter: quirk({ anyOf: [{ const: "none" }, PRESENTER] }),
};

const MODEL = { type: "string", minLength: 1, maxLength: 100 };

/** A file of `profiles/`: every quirk is said, and why. */
export const PROFILE_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["model", ...Object.keys(QUIRKS)],
  properties: { model: MODEL, ...QUIRKS },
  additionalProperties: false,
};

/** A profile of a site's own: one of ours, and what is different on this unit. */
export interface OwnProfile extends Partial<PrinterProfile> {
  readonly like: string;
}

export type ProfileChoice = string | OwnProfile;

/**
 * For the settings: the name of a profile of ours, or an own one in place. Said as "if it is not so, else": an object with
 * a key `then` would pass for a promise wherever it is awaited.
 */
export function profileChoiceSchema(names: readonly string[]): AnySchemaObject {
  const own = {
    type: "object",
    required: ["like"],
    properties: { like: { enum: names }, model: MODEL, ...QUIRKS },
    additionalProperties: false,
  };
  return {
    allOf: [
      { if: { not: { type: "string" } }, else: { enum: names } },
      { if: { type: "string" }, else: own },
    ],
  };
}
