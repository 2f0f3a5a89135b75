import { hallClock } from "../hall-time.ts";
import type { ServiceItem } from "./item.ts";

export type NeededDevice = ServiceItem["needs"][number];

/** What the kiosk can do at this moment. */
export interface World {
  /** `unknown`, as in the first second after a start, counts as away: an item offered then would be taken back at the first touch. */
  readonly hub: "reachable" | "away" | "unknown";
  /** A kind that is not named is not there. */
  readonly devices: Readonly<Partial<Record<NeededDevice, "usable" | "paper-out" | "down">>>;
  /** Blanks left, by type. */
  readonly blanks: Readonly<Record<string, number>>;
  /** Epoch ms. */
  readonly now: number;
}

export interface Unavailability {
  readonly reason: "hub-away" | "device-down" | "paper-out" | "blanks-out" | "outside-hours";
  readonly device: NeededDevice | null;
}

/** Null when the item can be done now, else the first reason why it cannot: what lasts longest is told first. */
export function availability(item: ServiceItem, world: World): Unavailability | null {
  if (!isOpen(item, world.now)) return { reason: "outside-hours", device: null };
  for (const device of item.needs) {
    const state = world.devices[device] ?? "down";
    if (state === "down") return { reason: "device-down", device };
    if (state === "paper-out") return { reason: "paper-out", device };
  }
  if (item.blanks.some((type) => (world.blanks[type] ?? 0) < 1)) return { reason: "blanks-out", device: null };
  if (item.needsHub && world.hub !== "reachable") return { reason: "hub-away", device: null };
  return null;
}

function isOpen(item: ServiceItem, now: number): boolean {
  if (item.opening === null) return true;
  const { day, time } = hallClock(now);
  return item.opening.some((window) => window.days.includes(day) && window.from <= time && time < window.to);
}
