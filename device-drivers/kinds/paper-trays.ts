import { err, ok, type Result } from "../../base/result.ts";
import { type CertificateJob, MEDIA, type Media } from "./certificate-printer.ts";

/**
 * Which paper lies in which tray, by the printer's names. Two kinds of paper may have the same size: a plain sheet taken from the pack of
 * numbered blanks leaves every later number off by one, and nothing in the books shows it. So a size alone chooses no tray once a printer
 * holds blanks. Settings of every driver of this kind; the runtime holds them against the catalogue before it serves.
 */
export interface PaperTrays {
  /** Plain paper, by size. */
  readonly plainTrays?: Readonly<Partial<Record<Media, string>>>;
  /** Numbered blanks, by the catalogue's blank type: each in a tray of its own. */
  readonly blankTrays?: Readonly<Record<string, string>>;
}

// PWG 5101.1 `auto` is any tray, a blank's too.
const TRAY = { type: "string", minLength: 1, maxLength: 100, not: { const: "auto" } };

/** For a driver's settings schema. */
export const TRAY_SETTINGS = {
  plainTrays: {
    type: "object",
    properties: Object.fromEntries(MEDIA.map((media) => [media, TRAY])),
    additionalProperties: false,
  },
  blankTrays: { type: "object", propertyNames: { pattern: "^[a-z][a-z0-9-]{0,49}$" }, additionalProperties: TRAY },
};

export type TrayProblem = "blank-without-tray" | "plain-without-tray" | "tray-shared";

/** The one tray that a job may draw from; undefined, any tray of its size, only where the printer holds no blanks at all. */
export function trayFor(
  { media, blankType }: Pick<CertificateJob, "media" | "blankType">,
  trays: PaperTrays,
): Result<string | undefined, TrayProblem> {
  const { plainTrays = {}, blankTrays = {} } = trays;
  const hasBlanks = Object.keys(blankTrays).length > 0;
  if (blankType === null && plainTrays[media] === undefined) return hasBlanks ? err("plain-without-tray") : ok(undefined);
  const own = blankType !== null && Object.hasOwn(blankTrays, blankType) ? blankTrays[blankType] : undefined;
  const tray = blankType === null ? plainTrays[media] : own;
  if (tray === undefined) return err("blank-without-tray");
  return sharedTrays(trays).includes(tray) ? err("tray-shared") : ok(tray);
}

/** Trays in which two types of blank would lie, or blanks and plain paper. Plain paper of two sizes may take turns in one. */
export function sharedTrays({ plainTrays = {}, blankTrays = {} }: PaperTrays): readonly string[] {
  const ofBlanks = Object.values(blankTrays);
  const plain = Object.values(plainTrays);
  return [...new Set(ofBlanks.filter((tray, at) => ofBlanks.indexOf(tray) !== at || plain.includes(tray)))];
}
