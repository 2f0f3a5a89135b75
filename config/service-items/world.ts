import type { DeviceKind } from "../settings/device-kinds.ts";

/** What the kiosk can do at this moment. */
export interface World {
  /** `unknown`, as in the first second after a start, counts as away: an item offered then would be taken back at the first touch. */
  readonly hub: "reachable" | "away" | "unknown";
  /** A kind that is not named is not there. */
  readonly devices: Readonly<Partial<Record<DeviceKind, "usable" | "paper-out" | "down">>>;
  /** Blanks left, by type. */
  readonly blanks: Readonly<Record<string, number>>;
  /** Epoch ms. */
  readonly now: number;
}
