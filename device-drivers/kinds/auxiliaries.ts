import { fields, type Rules, rule } from "./kind.ts";

export type FlashRate = "off" | "slow" | "medium" | "quick" | "continuous";

/**
 * Lights, proximity, doors, UPS on one I/O board. Sensors stand in the status, lights among them by the rate they were
 * set to: `{proximity: "present", door: "closed", ups: "ok", "light.card-reader": "slow"}`.
 */
export interface AuxiliariesCommands {
  /** `light` as the board's profile names it. Off again when the lease that asked ends is the caller's business. */
  "set-light": { args: { light: string; rate: FlashRate }; value: { light: string; rate: FlashRate } };
}

const LIGHT = fields({
  light: { type: "string", minLength: 1, maxLength: 40 },
  rate: { enum: ["off", "slow", "medium", "quick", "continuous"] },
});

export const AUXILIARIES: Rules<AuxiliariesCommands> = { "set-light": rule(LIGHT, LIGHT) };
