/** QR version 40-L holds 2 953 bytes; AIM identifier, maker's prefixes and suffixes fit into the rest. */
export const MAX_CODE_BYTES = 4_096;

/** Bytes of one code as they came, before anybody looked at what they mean. */
export interface RawCode {
  /** Whether somebody waited for a code when its first byte came. */
  readonly isWanted: boolean;
  /** Why it cannot be one whole code; null when it can. */
  readonly problem: "torn" | "too-long" | "garbled" | null;
  /** From the report's own field; null where it stands before the data or nowhere. */
  readonly aim: string | null;
  /** The receiver wipes them. */
  readonly bytes: Buffer;
}

/** Puts codes together from what a transport brings, cut anywhere. */
export interface CodeSource {
  push(bytes: Buffer): void;
  /** Bytes kept for later. */
  held(): number;
  /** True while so much comes without an end that it is no code. */
  readonly isFlooded: boolean;
  /** Bytes that were part of no code. */
  readonly noise: number;
  /** Wipes what is kept. */
  close(): void;
}

export interface CodeSourceParts {
  /** Asked at the first byte of each code. */
  readonly isWanted: () => boolean;
  readonly onCode: (code: RawCode) => void;
}
