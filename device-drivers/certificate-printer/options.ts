import type { AnySchemaObject } from "ajv";
import { type PaperTrays, TRAY_SETTINGS } from "../kinds/paper-trays.ts";
import { DETECTED_ERRORS, MARKER_LIFE_COUNT } from "./marker-values.ts";
import type { CounterOptions } from "./page-counter.ts";
import { type CountingHabits, PROFILE_NAMES, PROFILES, type ProfileName } from "./profiles.ts";

export interface CertificatePrinterOptions extends PaperTrays {
  /** `ipp://host:631/ipp/print`: the printer itself, no spooler in between. A spooler prints again or forgets, and its counter proves nothing. */
  readonly uri: string;
  /** What the printer can prove, and how it counts. */
  readonly profile?: ProfileName;
  /** Trays whose paper is shown, by the printer's names; all of them where left out. */
  readonly trays?: readonly string[];
  /** The engine's page counter; what is left out of its habits is the profile's. */
  readonly counter?: (CounterOptions & Partial<CountingHabits>) | null;
}

export function habitsOf({ profile = "ipp-everywhere", counter }: CertificatePrinterOptions): CountingHabits {
  const { value } = PROFILES[profile].counter;
  return {
    unit: counter?.unit ?? value.unit,
    countsA3As: counter?.countsA3As ?? value.countsA3As,
    settleMs: counter?.settleMs ?? value.settleMs,
  };
}

const NAME = { type: "string", minLength: 1, maxLength: 100 };
const oid = (usual: string) => ({ type: "string", pattern: "^1(\\.[0-9]{1,10}){1,30}$", default: usual });

const COUNTER: AnySchemaObject = {
  type: ["object", "null"],
  default: null,
  required: ["host"],
  properties: {
    host: { type: "string", minLength: 1, maxLength: 255 },
    port: { type: "integer", minimum: 1, maximum: 65_535, default: 161 },
    community: { ...NAME, default: "public", writeOnly: true },
    version: { enum: ["1", "2c"], default: "2c" },
    oid: oid(MARKER_LIFE_COUNT),
    errorsOid: oid(DETECTED_ERRORS),
    unit: { enum: ["impressions", "sheets"] },
    countsA3As: { enum: [1, 2] },
    settleMs: { type: "integer", minimum: 0, maximum: 120_000 },
  },
  additionalProperties: false,
};

export const SETTINGS: AnySchemaObject = {
  type: "object",
  required: ["uri"],
  properties: {
    uri: { type: "string", pattern: "^(ipp|http)://[^/]+/.*$" },
    profile: { enum: PROFILE_NAMES, default: "ipp-everywhere" },
    trays: { type: "array", items: NAME, minItems: 1 },
    ...TRAY_SETTINGS,
    counter: COUNTER,
  },
  additionalProperties: false,
};
