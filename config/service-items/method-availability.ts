import type { Factor } from "../identity/factors.ts";
import type { DeviceKind } from "../settings/device-kinds.ts";
import { isLocked } from "./factor-lock.ts";
import type { FlowState } from "./flow-types.ts";
import type { World } from "./world.ts";

/** What a factor cannot do without. */
export interface FactorNeeds {
  readonly devices: readonly DeviceKind[];
  readonly hub: boolean;
}

export const FACTOR_NEEDS: Readonly<Record<Factor, FactorNeeds>> = {
  "id-card": { devices: ["id-card-reader"], hub: false },
  face: { devices: ["id-card-reader", "camera"], hub: false },
  "remote-face": { devices: ["camera"], hub: true },
  "social-security-card": { devices: ["smart-card-reader"], hub: false },
  "electronic-licence": { devices: ["code-scanner"], hub: true },
};

/** Why a way to prove who one is cannot be used now; what lasts longest is told first. */
export type MethodTrouble =
  | { readonly why: "locked" | "hub-away"; readonly device: null }
  | { readonly why: "device-down"; readonly device: DeviceKind };

/** `state`: the session's, or null where nobody is served yet. */
export function methodTrouble(
  factors: readonly Factor[],
  world: Pick<World, "hub" | "devices">,
  state: Pick<FlowState, "failures"> | null,
): MethodTrouble | null {
  if (state && factors.some((factor) => isLocked(state, factor))) return { why: "locked", device: null };
  const needs = factors.map((factor) => FACTOR_NEEDS[factor]);
  const device = needs.flatMap((one) => one.devices).find((kind) => world.devices[kind] !== "usable");
  if (device) return { why: "device-down", device };
  return needs.some((one) => one.hub) && world.hub !== "reachable" ? { why: "hub-away", device: null } : null;
}

/** The methods of a step or its screen, each with why it cannot be used now; null when it can. */
export function methodsNow<M extends { readonly factors: readonly Factor[] }>(
  methods: readonly M[],
  world: Pick<World, "hub" | "devices">,
  state: Pick<FlowState, "failures"> | null,
): (M & { readonly unavailable: MethodTrouble["why"] | null })[] {
  return methods.map((method) => ({ ...method, unavailable: methodTrouble(method.factors, world, state)?.why ?? null }));
}
