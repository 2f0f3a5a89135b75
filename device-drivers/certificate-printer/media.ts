import type { Media } from "../kinds/certificate-printer.ts";
import { type Attributes, integer, numberIn, stringIn, stringsIn, text } from "./ipp-attributes.ts";

/** One paper source, from `printer-input-tray` (PWG 5100.13 §5.6.12). */
export interface Tray {
  readonly name: string;
  /** In hundredths of a millimetre; 0 where the tray does not say. */
  readonly feed: number;
  readonly crossFeed: number;
  /** Sheets; undefined where the printer cannot tell. */
  readonly level: number | undefined;
  readonly capacity: number | undefined;
}

/** What a job is to lie on. `tray`: the only one it may be drawn from, by the printer's name; undefined where any of that size will do. */
export interface Paper {
  readonly media: Media;
  readonly tray: string | undefined;
}

/** In hundredths of a millimetre. */
export const SIZES: Readonly<Record<Media, readonly [short: number, long: number]>> = {
  iso_a4_210x297mm: [21_000, 29_700],
  iso_a3_297x420mm: [29_700, 42_000],
};

/** Sizes kept in inches come back rounded; the next paper size is centimetres away. */
const TOLERANCE = 100;

/** A printer without `printer-input-tray` may still say what size lies in which source; how much of it, it does not. */
export function traysIn(attributes: Attributes): Tray[] {
  const trays = (attributes["printer-input-tray"] ?? []).flatMap((value) =>
    value.type === "bytes" ? trayOf(value.value.toString("utf8")) : [],
  );
  if (trays.length > 0) return trays;
  return (attributes["media-col-ready"] ?? []).flatMap((value) => (value.type === "collection" ? readyIn(value.value) : []));
}

function readyIn(media: Attributes): Tray[] {
  const name = stringIn(media, "media-source");
  const size = media["media-size"]?.[0];
  if (!name || size?.type !== "collection") return [];
  const [crossFeed, feed] = [numberIn(size.value, "x-dimension") ?? 0, numberIn(size.value, "y-dimension") ?? 0];
  return [{ name, feed, crossFeed, level: undefined, capacity: undefined }];
}

export function trayOf(text: string): Tray[] {
  const fields = new Map(
    text.split(";").map((part) => [part.slice(0, part.indexOf("=")).trim().toLowerCase(), part.slice(part.indexOf("=") + 1).trim()]),
  );
  const count = (key: string) => {
    const value = Number(fields.get(key) || "-2");
    // -2 is "unknown", -3 "at least one sheet" (RFC 3805 prtInputCurrentLevel).
    return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  };
  const name = fields.get("name");
  if (!name || name === "auto" || name === "manual") return [];
  return [
    { name, feed: count("mediafeed") ?? 0, crossFeed: count("mediaxfeed") ?? 0, level: count("level"), capacity: count("maxcapacity") },
  ];
}

/**
 * Whether the paper for a certificate lies ready. By the trays and never by media-ready: measured, a printer lists a size there though
 * its tray is empty.
 */
export function paperFor(trays: readonly Tray[], { media, tray: named }: Paper): "there" | "out" | "other-size" | "unknown" {
  const meant = trays.filter((tray) => named === undefined || tray.name === named);
  if (trays.length === 0 || meant.some((tray) => tray.feed === 0 || tray.crossFeed === 0)) return "unknown";
  const fitting = meant.filter((tray) => fits(tray, media));
  if (fitting.length === 0) return "other-size";
  const known = fitting.filter((tray) => tray.level !== undefined);
  if (known.some((tray) => tray.level !== 0)) return "there";
  return known.length > 0 && known.length === fitting.length ? "out" : "unknown";
}

/** What keeps a printer from drawing from a tray by its name. */
export type TrayUnknown = "tray-not-selectable" | "tray-missing";

/** What a printer says of choosing trays; undefined where it says nothing. */
export interface TrayChoice {
  /** media-source-supported (PWG 5100.3 §3.13.3). */
  readonly sources: readonly string[] | undefined;
  /** media-col-supported: the members of media-col that it heeds. */
  readonly members: readonly string[] | undefined;
}

/**
 * Whether a named tray can be asked for. Only a printer that says it has this tray is asked: one that does not know the member or the name
 * may ignore it, and draw from any tray of the size.
 */
export function trayUnknown(trays: readonly Tray[], { sources, members }: TrayChoice, tray: string): TrayUnknown | undefined {
  if (members && !members.includes("media-source")) return "tray-not-selectable";
  if (sources && !sources.includes(tray)) return "tray-missing";
  if (trays.length > 0 ? trays.some(({ name }) => name === tray) : sources !== undefined) return undefined;
  return "tray-missing";
}

export function trayChoiceIn(attributes: Attributes): TrayChoice {
  const named = (name: string) => (attributes[name] === undefined ? undefined : stringsIn(attributes, name));
  return { sources: named("media-source-supported"), members: named("media-col-supported") };
}

function fits({ feed, crossFeed }: Tray, media: Media): boolean {
  const [short, long] = SIZES[media];
  return Math.abs(Math.min(feed, crossFeed) - short) <= TOLERANCE && Math.abs(Math.max(feed, crossFeed) - long) <= TOLERANCE;
}

/** What lies in the trays, for the technician: `main 210×297, tray-2 297×420`. */
export function loaded(trays: readonly Tray[]): string {
  const mm = (hundredths: number) => Math.round(hundredths / 100);
  return trays.map(({ name, feed, crossFeed }) => `${name} ${mm(Math.min(feed, crossFeed))}×${mm(Math.max(feed, crossFeed))}`).join(", ");
}

/** `media` or `media-col`, of which a request may hold one (RFC 8011 §5.2.11, PWG 5100.3 §3.13): only the second can name a tray. */
export function mediaAttributes({ media, tray }: Paper): Attributes {
  if (tray === undefined) return { media: text("keyword", media) };
  const [short, long] = SIZES[media];
  const size = { "x-dimension": integer(short), "y-dimension": integer(long) };
  return {
    "media-col": [
      { type: "collection", value: { "media-size": [{ type: "collection", value: size }], "media-source": text("keyword", tray) } },
    ],
  };
}
