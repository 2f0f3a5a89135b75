/** One way in which printers differ, and how that is known. */
export interface Quirk<T> {
  readonly value: T;
  readonly why: string;
}

/** What a family of printers can prove, and how it counts. */
export interface PrinterProfile {
  /** Whether job-impressions-completed tells how many pages of a job came out. Where it does not, only a page counter proves a print. */
  readonly countsJobPages: Quirk<boolean>;
  /** Whether printer-up-time falls when, and only when, the printer starts again. */
  readonly upTimeTellsRestart: Quirk<boolean>;
  readonly counter: Quirk<CountingHabits>;
  /** How such a printer names its trays for A4 and A3: what the settings' `plainTrays` and `blankTrays` will most likely say. */
  readonly trays: Quirk<readonly string[]>;
}

export interface CountingHabits {
  /** prtMarkerCounterUnit: a sheet printed on both sides is two impressions. */
  readonly unit: "impressions" | "sheets";
  /** By how much one A3 page moves the counter. */
  readonly countsA3As: 1 | 2;
  /** How long after a job the counter may still move. */
  readonly settleMs: number;
}

const RFC_8011 = "RFC 8011 §5.3.18.2 requires the count of every printer that knows impressions";
const UP_TIME = "RFC 8011 §5.4.29: seconds since the printer was started";
const PWG_NAMES = "PWG 5101.1 names for media-source";

export const PROFILES = {
  "ipp-everywhere": {
    countsJobPages: { value: true, why: RFC_8011 },
    upTimeTellsRestart: { value: true, why: UP_TIME },
    counter: {
      value: { unit: "impressions", countsA3As: 1, settleMs: 5_000 },
      why: "RFC 3805 prtMarkerLifeCount in impressions is the usual unit; a sheet leaves the fuser within seconds",
    },
    trays: { value: ["main", "tray-2"], why: PWG_NAMES },
  },
  "counts-late": {
    countsJobPages: { value: true, why: RFC_8011 },
    upTimeTellsRestart: { value: true, why: UP_TIME },
    counter: {
      value: { unit: "impressions", countsA3As: 2, settleMs: 30_000 },
      why: "cheap lasers write their counter only when they come to rest, and count an A3 page as two of A4",
    },
    trays: { value: ["tray-1", "tray-2"], why: PWG_NAMES },
  },
  "counter-only": {
    countsJobPages: { value: false, why: "firmware for IPP 1.1 leaves job-impressions-completed out, or holds it at 0" },
    upTimeTellsRestart: { value: false, why: "such firmware also starts printer-up-time anew whenever it wakes from sleep" },
    counter: {
      value: { unit: "impressions", countsA3As: 1, settleMs: 15_000 },
      why: "the counter is the only proof there is, so it is given time",
    },
    trays: { value: ["tray-1", "tray-2"], why: PWG_NAMES },
  },
} as const satisfies Record<string, PrinterProfile>;

export type ProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** What a printer can say for or against a print: how the job ended, how many of its pages came out, what the engine counted, that it began anew. */
export const PROOFS = ["job-state", "job-pages", "page-counter", "restart"] as const;
export type Proof = (typeof PROOFS)[number];

/** `with-counter`: once the settings name the address of its page counter. `needed`: the same, and without it nothing is ever proved. */
export type Given = "yes" | "no" | "with-counter" | "needed";

/** Which proofs a model of this family can give. Every printer of IPP tells how a job ended (RFC 8011 §5.3.7). */
export function proofsOf(profile: ProfileName): Readonly<Record<Proof, Given>> {
  const { countsJobPages, upTimeTellsRestart } = PROFILES[profile];
  return {
    "job-state": "yes",
    "job-pages": countsJobPages.value ? "yes" : "no",
    "page-counter": countsJobPages.value ? "with-counter" : "needed",
    restart: upTimeTellsRestart.value ? "yes" : "no",
  };
}
