import { hallClock } from "../hall-time.ts";
import { edgesOf, reachable } from "./flow-graph.ts";
import type { ServiceItem, Step } from "./item.ts";
import { type MethodTrouble, methodTrouble } from "./method-availability.ts";
import type { World } from "./world.ts";

export type { World } from "./world.ts";
export type NeededDevice = ServiceItem["needs"][number];

export interface Unavailability {
  readonly reason: "hub-away" | "device-down" | "paper-out" | "blanks-out" | "outside-hours";
  readonly device: NeededDevice | null;
}

/** Null when the item can be done now, else the first reason why it cannot: what lasts longest is told first. */
export function availability(item: ServiceItem, world: World): Unavailability | null {
  if (!isOpen(item, world.now)) return { reason: "outside-hours", device: null };
  for (const device of item.needs) {
    if (device === RECEIPTS) continue;
    const state = world.devices[device] ?? "down";
    if (state === "down") return { reason: "device-down", device };
    if (state === "paper-out") return { reason: "paper-out", device };
  }
  if (item.blanks.some((type) => (world.blanks[type] ?? 0) < 1)) return { reason: "blanks-out", device: null };
  if (item.needsHub && world.hub !== "reachable") return { reason: "hub-away", device: null };
  return withoutMethod(item, world);
}

/** A receipt can be had on a phone instead: that is said before anybody begins, and closes nothing. */
export function isReceiptPaperless(item: ServiceItem, world: World): boolean {
  return item.needs.includes(RECEIPTS) && world.devices[RECEIPTS] !== "usable";
}

const RECEIPTS: NeededDevice = "receipt-printer";

type MethodsStep = Extract<Step, { kind: "methods" }>;

/** Where a person must prove who they are and none of the ways is there; one that comes back by itself is told before a broken device. */
function withoutMethod(item: ServiceItem, world: World): Unavailability | null {
  for (const step of item.steps) {
    if (step.kind !== "methods") continue;
    const troubles = step.methods.map((one) => methodTrouble(one.factors, world, null));
    if (troubles.includes(null) || !isUnavoidable(item, step)) continue;
    const [first] = troubles;
    const worst: MethodTrouble | null | undefined = troubles.find((one) => one?.why === "hub-away") ?? first;
    if (worst) return worst.why === "device-down" ? { reason: "device-down", device: worst.device } : { reason: "hub-away", device: null };
  }
  return null;
}

/** Nothing is asked, registered or printed but on ways that begin with one of its methods. */
function isUnavoidable(item: ServiceItem, methods: MethodsStep): boolean {
  const without = reachable(edgesOf(item), item.steps[0]?.id ?? "", (edge) => edge.from !== methods.id || edge.by !== "chosen");
  return !item.steps.some((step) => (step.kind === "wait" || step.kind === "submit" || step.kind === "print") && without.has(step.id));
}

function isOpen(item: ServiceItem, now: number): boolean {
  if (item.opening === null) return true;
  const { day, time } = hallClock(now);
  return item.opening.some((window) => window.days.includes(day) && window.from <= time && time < window.to);
}
