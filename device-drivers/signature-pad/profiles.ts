/** Where a number stands in a report: little-endian, as all of HID. `byte` counts from behind the report's number. */
export interface Field {
  readonly byte: number;
  readonly bytes: 1 | 2;
  /** Logical maximum; the minimum is 0. */
  readonly max: number;
}

export interface Flag {
  readonly byte: number;
  readonly bit: number;
}

/** One tablet family: which report holds the pen, where in it, and how large the surface is. Data, so that a new tablet needs no code. */
export interface PadProfile {
  readonly model: string;
  /** First byte of the pen's reports. */
  readonly reportNumber: number;
  /** Bytes of a whole report with its number. */
  readonly reportBytes: number;
  /** Set while the tip touches. */
  readonly tip: Flag;
  readonly x: Field;
  readonly y: Field;
  /** Null where the pad does not measure it. */
  readonly pressure: Field | null;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly why: string;
}

/**
 * Shapes, not makers: usage page 0D (Digitizers) of the HID usage tables names tip switch (42), in range (32), tip pressure
 * (30), X and Y, and leaves their places to the report descriptor. Compare with the descriptor before a tablet is bought.
 */
export const PROFILES = {
  "pen-10": {
    model: "HID pen tablet, report 01",
    reportNumber: 0x01,
    reportBytes: 8,
    tip: { byte: 0, bit: 0 },
    x: { byte: 1, bytes: 2, max: 9_600 },
    y: { byte: 3, bytes: 2, max: 6_000 },
    pressure: { byte: 5, bytes: 2, max: 1_023 },
    widthMm: 96,
    heightMm: 60,
    why: "inferred: flags, X, Y, pressure in the order of the usage tables, a hundredth of a millimetre as unit; no tablet was measured",
  },
  "pen-padded": {
    model: "HID pen tablet, report 07, switches last",
    reportNumber: 0x07,
    reportBytes: 10,
    tip: { byte: 8, bit: 0 },
    x: { byte: 0, bytes: 2, max: 32_767 },
    y: { byte: 2, bytes: 2, max: 32_767 },
    pressure: { byte: 4, bytes: 1, max: 255 },
    widthMm: 120,
    heightMm: 75,
    why: "inferred: full range of 15 bits on both axes, as in descriptors that were written from the specification's example; no tablet was measured",
  },
} as const satisfies Readonly<Record<string, PadProfile>>;

export type PadProfileName = keyof typeof PROFILES;
export const PROFILE_NAMES = Object.keys(PROFILES) as PadProfileName[];
