import type { FieldPlace, Place } from "./profile.ts";

/** The text, number or truth value that stands there, as text; undefined where there is nothing or something else. */
export function textAt(value: object, place: Place): string | undefined {
  let here: unknown = value;
  for (const name of place.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[name];
  }
  return typeof here === "string" || typeof here === "number" || typeof here === "boolean" ? String(here) : undefined;
}

export function fieldAt(value: object, place: FieldPlace): string | undefined {
  if (typeof place === "string") return textAt(value, place)?.trim();
  return textAt(value, place.at)?.split(place.split)[place.take]?.trim();
}
