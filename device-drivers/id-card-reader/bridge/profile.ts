import type { AnySchemaObject } from "ajv";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { requiredByKind } from "../../host/required-by-kind.ts";

/** Where a value stands in a message: names from the outside in, joined by dots: `data.certNo`. */
export type Place = string;

/** A field of the card; with `split`, the part number `take` of the text between those characters (`20190520-20390520`). */
export type FieldPlace = Place | { readonly at: Place; readonly split: string; readonly take: number };

export const CARD_FIELDS = [
  ...(["name", "latinName", "sex", "nation", "birth", "address", "number", "issuer", "validFrom", "validTo"] as const),
  ...(["permitNumber", "timesIssued", "nationality", "cardVersion", "organCode", "timesReissued", "formerNumber"] as const),
] as const;
export type CardField = (typeof CARD_FIELDS)[number];

export const BRIDGE_FAILURES = [
  ...(["card.unreadable", "card.wrong-type", "card.reader-not-authorised"] as const),
  ...(["device.hardware", "device.offline"] as const),
] as const;
export type BridgeFailure = (typeof BRIDGE_FAILURES)[number];

/** What a message means: the first rule counts all of whose places hold one of the values, compared as text. */
export interface MessageRule {
  readonly when: Readonly<Record<Place, readonly string[]>>;
  readonly is: "card" | "no-card" | "ignored" | BridgeFailure;
}

export type BridgeChannel =
  /** The service is asked again and again, and says each time what lies there. */
  | {
      readonly kind: "http";
      readonly method: "GET" | "POST";
      readonly path: string;
      /** Sent as JSON. */
      readonly body?: string;
      /** Tells whether the reader is there without reading a card. Without it, that the service listens must do. */
      readonly statusPath?: string;
    }
  /** The service tells what lies there once `start` has come, and each change until `stop`. */
  | { readonly kind: "ws"; readonly path: string; readonly start: string; readonly stop: string; readonly answersPing: boolean };

/** How one vendor's local service talks, as data. */
export interface BridgeProfile {
  /** Where this was learnt, and what was not. */
  readonly why: string;
  readonly channel: BridgeChannel;
  readonly rules: readonly MessageRule[];
  /** Which layout a card has; without it, or with a value that is not named, it is a resident's card. */
  readonly layout?: { readonly at: Place; readonly values: Readonly<Record<string, IdCard["layout"]>> };
  readonly fields: Readonly<Partial<Record<CardField, FieldPlace>>>;
  /** `image`: base64 of a BMP or JPEG. `block`: base64 of the card's 1024 bytes, for the site's photo decoder. */
  readonly photo?: { readonly at: Place; readonly as: "image" | "block" };
}

const PLACE = { type: "string", minLength: 1, maxLength: 200 };
const TEXT = { type: "string", maxLength: 1_000 };
/** A path on the service's own address: what could lead elsewhere is no path. */
const PATH = { type: "string", pattern: "^/(?!/)[\\x21-\\x7e]*$", maxLength: 500 };
const FIELD = {
  anyOf: [
    PLACE,
    {
      type: "object",
      required: ["at", "split", "take"],
      properties: { at: PLACE, split: { type: "string", minLength: 1 }, take: { type: "integer", minimum: 0, maximum: 9 } },
      additionalProperties: false,
    },
  ],
};

const CHANNEL: AnySchemaObject = {
  type: "object",
  required: ["kind", "path"],
  properties: {
    ...{ kind: { enum: ["http", "ws"] }, path: PATH },
    ...{ method: { enum: ["GET", "POST"] }, body: TEXT, statusPath: PATH },
    ...{ start: TEXT, stop: TEXT, answersPing: { type: "boolean" } },
  },
  additionalProperties: false,
  allOf: [requiredByKind("http", ["method"]), requiredByKind("ws", ["start", "stop", "answersPing"])],
};

export const BRIDGE_PROFILE_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["why", "channel", "rules", "fields"],
  properties: {
    why: { type: "string", minLength: 1 },
    channel: CHANNEL,
    rules: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        type: "object",
        required: ["when", "is"],
        properties: {
          when: { type: "object", minProperties: 1, additionalProperties: { type: "array", minItems: 1, items: { type: "string" } } },
          is: { enum: ["card", "no-card", "ignored", ...BRIDGE_FAILURES] },
        },
        additionalProperties: false,
      },
    },
    layout: {
      type: "object",
      required: ["at", "values"],
      properties: {
        at: PLACE,
        values: { type: "object", additionalProperties: { enum: ["resident", "residence-permit", "foreigner-2017", "foreigner-2023"] } },
      },
      additionalProperties: false,
    },
    fields: { type: "object", properties: Object.fromEntries(CARD_FIELDS.map((name) => [name, FIELD])), additionalProperties: false },
    photo: {
      type: "object",
      required: ["at", "as"],
      properties: { at: PLACE, as: { enum: ["image", "block"] } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};
