import { err, ok, type Result } from "../../../base/result.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import type { CardTextError } from "../card-text.ts";
import { MAX_PHOTO_BYTES } from "../photo-formats.ts";
import { readCard } from "./card.ts";
import { textAt } from "./place.ts";
import type { BridgeFailure, BridgeProfile } from "./profile.ts";

/** A reading as a service gives it; the photo as it came. */
export interface BridgeCard {
  readonly card: IdCard;
  readonly photo?: { readonly as: "image" | "block"; readonly bytes: Buffer };
}

export type BridgeMessage =
  | { readonly is: "card"; readonly reading: BridgeCard }
  | { readonly is: "no-card" | "ignored" }
  | { readonly is: "failure"; readonly code: BridgeFailure };

/** Why a message could not be understood. Never a part of it. */
export type MessageError =
  | { readonly problem: "not JSON" | "not an object" | "no rule of the profile fits" }
  | { readonly problem: "card"; readonly card: CardTextError };

/** What one message of a vendor's service says, by its profile. */
export function readMessage(profile: BridgeProfile, text: string): Result<BridgeMessage, MessageError> {
  const value = parsed(text);
  if (value === undefined) return err({ problem: "not JSON" });
  if (typeof value !== "object" || value === null || Array.isArray(value)) return err({ problem: "not an object" });
  const rule = profile.rules.find(({ when }) => Object.entries(when).every(([at, wanted]) => wanted.includes(textAt(value, at) ?? "")));
  if (!rule) return err({ problem: "no rule of the profile fits" });
  if (rule.is === "no-card" || rule.is === "ignored") return ok({ is: rule.is });
  if (rule.is !== "card") return ok({ is: "failure", code: rule.is });
  const card = readCard(profile, value);
  if (!card.ok) return err({ problem: "card", card: card.error });
  const photo = photoIn(profile, value);
  return ok({ is: "card", reading: photo ? { card: card.value, photo } : { card: card.value } });
}

// The parser's message quotes the text, which may be a person's.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Base64 with four characters for three bytes. */
const MAX_PHOTO_CHARACTERS = Math.ceil(MAX_PHOTO_BYTES / 3) * 4;

function photoIn({ photo }: BridgeProfile, value: object): BridgeCard["photo"] {
  if (!photo) return undefined;
  const text = (textAt(value, photo.at) ?? "").replace(/^data:image\/[a-z]+;base64,/, "");
  if (text === "" || text.length > MAX_PHOTO_CHARACTERS || !/^[A-Za-z0-9+/\r\n]+={0,2}[\r\n]*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 ? { as: photo.as, bytes } : undefined;
}
