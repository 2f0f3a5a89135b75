import { fields, NOTHING, type Rules, rule } from "./kind.ts";

export interface Scan {
  /** AIM identifier without the `]` (`Q1`, `C0`); null when the scanner does not say. */
  readonly aim: string | null;
  readonly text: string;
}

export interface CodeScannerCommands {
  /** Arms the scanner, waits for one code, disarms. What is scanned while nobody asks is thrown away. */
  scan: { args: Record<never, never>; value: Scan };
}

const SCAN = fields({ aim: { type: ["string", "null"], maxLength: 4 }, text: { type: "string", maxLength: 10_000 } });

export const CODE_SCANNER: Rules<CodeScannerCommands> = { scan: rule(NOTHING, SCAN, "answer") };
