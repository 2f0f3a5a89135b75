import type { Clock } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { LocalText } from "../../config/language.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceFailure, DeviceStatus } from "../host/api.ts";
import type { CommandName, Commands } from "../kinds/kinds.ts";

/**
 * UnifiedPOS' health levels: `internal` has no effect that anybody notices, `external` may print, move or light
 * something, `interactive` needs a person's hands at the device.
 */
export const HEALTH_LEVELS = ["internal", "external", "interactive"] as const;
export type HealthLevel = (typeof HEALTH_LEVELS)[number];

type Args<K extends DeviceKind, C extends CommandName<K>> = Commands[K][C] extends { args: infer A } ? A : never;
type Value<K extends DeviceKind, C extends CommandName<K>> = Commands[K][C] extends { value: infer V } ? V : never;

/** A device behind its host: in this process, or on the other side of the socket. */
export interface Unit<K extends DeviceKind> {
  readonly id: string;
  status(): Promise<DeviceStatus>;
  /** 30 s unless said otherwise; every call is an act of its own. */
  execute<C extends CommandName<K>>(
    command: C,
    args: Args<K, C>,
    call?: { readonly withinMs?: number; readonly signal?: AbortSignal },
  ): Promise<Result<Value<K, C>, DeviceFailure>>;
}

/** Hands and eyes at the device: a simulator's in CI, a technician's at the prompt before a real unit. */
export interface Hands<Act extends string> {
  do(act: Act): Promise<void>;
  /** Whether something is seen that no cable tells: `the light is on`. */
  sees(what: LocalText): Promise<boolean>;
}

export interface ContractBench<K extends DeviceKind, Act extends string> {
  readonly unit: Unit<K>;
  readonly hands: Hands<Act>;
  readonly clock: Clock;
  /** What lies ready in CI and is not known of a technician's own card or paper; compared only where it is there. */
  readonly expected?: unknown;
}

export interface ContractCase<K extends DeviceKind, Act extends string> {
  readonly level: HealthLevel;
  readonly title: LocalText;
  /** Throws an AssertionError where the device does not do what its kind promises. */
  run(bench: ContractBench<K, Act>): Promise<void>;
}

/** What every device of a kind must do, simulated or real. Each case leaves the device as it found it. */
export interface Contract<K extends DeviceKind = DeviceKind, Act extends string = string> {
  readonly kind: K;
  /** What the hands are asked to do, in words for the technician. */
  readonly acts: Readonly<Record<Act, LocalText>>;
  readonly cases: readonly ContractCase<K, Act>[];
}

export type AnyContract = Contract<DeviceKind, string>;

/** Ties the acts to the cases; what comes out is for whoever runs the contract of any kind. */
export function defineContract<K extends DeviceKind, Act extends string>(contract: Contract<K, Act>): Contract<K, Act> {
  return contract;
}

/** In words for an assertion's message; nothing of a person is in a failure. */
export function describeResult(result: Result<unknown, DeviceFailure>): string {
  return result.ok ? "ok" : `${result.error.code} sent=${result.error.sent} ${JSON.stringify(result.error.facts)}`;
}
