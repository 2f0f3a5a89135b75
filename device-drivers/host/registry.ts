import { checker, describeInvalid } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import { BUILT_IN, type BuiltIn } from "./built-in.ts";
import type { Driver } from "./driver.ts";
import { usesHid } from "./ports.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** Brings a driver's module by the name that stands in the settings. */
export type ModuleLoader = (name: string) => Promise<unknown>;

export interface Configured {
  readonly driver: Driver<DeviceKind>;
  /** Checked by the driver's schema, defaults filled in. */
  readonly options: unknown;
  /** The same for showing: without what is secret. */
  readonly shownOptions: unknown;
}

/** A package's name and nothing else: a path would let the settings run any file. */
const PACKAGE_NAME = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/** Our own drivers by name, any other as an npm package. Each kind's code is loaded only when a device names it. */
export const loadDriverModule: ModuleLoader = (name) => {
  const builtIn = builtInOf(name);
  if (builtIn) return (typeof builtIn === "function" ? builtIn : builtIn.load)();
  if (PACKAGE_NAME.test(name)) return import(name);
  return Promise.reject(new Error(`"${name}" is neither one of ${Object.keys(BUILT_IN).join(", ")} nor the name of a package`));
};

/**
 * Whether a driver may freeze or end the process that it runs in: code of strangers, and native code. It gets a process
 * of its own. Decided by what the settings say, before anything of the driver is loaded.
 */
export function needsOwnProcess({ driver, options }: DeviceSettings): boolean {
  const builtIn = builtInOf(driver);
  return builtIn === undefined || typeof builtIn !== "function" || usesHid(options);
}

function builtInOf(name: string): BuiltIn | undefined {
  return Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
}

/** The driver of one device and its checked options, or what a technician has to correct and where. */
export async function configure(settings: DeviceSettings, index: number, load: ModuleLoader): Promise<Result<Configured, string>> {
  const place = `device "${settings.id}" (/devices/${index})`;
  let exported: unknown;
  try {
    exported = ((await load(settings.driver)) as { default?: unknown }).default;
  } catch (cause) {
    return err(`${place}/driver: driver "${settings.driver}" cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isDriver(exported)) return err(`${place}/driver: "${settings.driver}" has no default export made by defineDriver`);
  if (exported.kind !== settings.kind)
    return err(`${place}/kind: is ${settings.kind}, but driver "${settings.driver}" is for ${exported.kind}`);
  return options(settings, exported, place);
}

function options(settings: DeviceSettings, driver: Driver<DeviceKind>, place: string): Result<Configured, string> {
  let check: ReturnType<typeof checker<unknown>>;
  try {
    check = checker<unknown>(driver.settings);
  } catch (cause) {
    return err(
      `${place}/driver: the option schema of "${settings.driver}" is broken: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  // A copy, because the check writes defaults into what it is given.
  const checked = check(structuredClone(settings.options), `${place}/options`);
  if (!checked.ok) return err(describeInvalid(checked.error));
  return ok({ driver, options: checked.value, shownOptions: withoutSecrets(driver.settings, checked.value) });
}

function isDriver(value: unknown): value is Driver<DeviceKind> {
  if (typeof value !== "object" || value === null) return false;
  const { kind, models, settings, open } = value as Partial<Record<keyof Driver, unknown>>;
  return (
    typeof kind === "string" && Array.isArray(models) && models.length > 0 && typeof settings === "object" && typeof open === "function"
  );
}
