import { type Clock, every, type Timer } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import type { FlashRate } from "../kinds/auxiliaries.ts";
import type { Request } from "./modbus.ts";
import type { ModbusFailure } from "./modbus-line.ts";
import { spanOf } from "./sensors.ts";
import { FLASH_TICK_MS, HALF_PERIOD_MS } from "./timing.ts";

type Write = (
  request: Extract<Request, { is: "write-coil" | "write-coils" }>,
  signal?: AbortSignal,
) => Promise<Result<unknown, ModbusFailure>>;

interface Light {
  readonly name: string;
  readonly coil: number;
  rate: FlashRate;
  since: number;
  /** What was last written; undefined when that may not have arrived. */
  shown: boolean | undefined;
}

/** The board's lights. Relays know on and off only, so flashing is done here; all are off at the start and at the end. */
export class Lights {
  readonly #clock: Clock;
  readonly #write: Write;
  readonly #lights: ReadonlyMap<string, Light>;
  #flashing: Timer | undefined;

  constructor(clock: Clock, coils: Readonly<Record<string, number>>, write: Write) {
    this.#clock = clock;
    this.#write = write;
    this.#lights = new Map(Object.entries(coils).map(([name, coil]) => [name, { name, coil, rate: "off", since: 0, shown: undefined }]));
  }

  has(name: string): boolean {
    return this.#lights.has(name);
  }

  /** `{"light.card-reader": "slow"}`, for the status. */
  rates(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#lights.values()].map(({ name, rate }) => [`light.${name}`, rate]));
  }

  /** The rate stays what it was when the board does not confirm. */
  async set(name: string, rate: FlashRate, signal: AbortSignal): Promise<Result<void, ModbusFailure>> {
    const light = this.#lights.get(name);
    if (!light) throw new Error("the driver asks `has` first");
    const before = { rate: light.rate, since: light.since };
    Object.assign(light, { rate, since: this.#clock.monotonic() });
    const shown = await this.#show(light, rate !== "off", signal);
    if (!shown.ok) Object.assign(light, before);
    this.#keepFlashing();
    return shown;
  }

  /** All off, in one request where their coils lie side by side. */
  async off(signal?: AbortSignal): Promise<Result<void, ModbusFailure>> {
    this.#flashing?.cancel();
    const lights = [...this.#lights.values()];
    for (const light of lights) light.rate = "off";
    const span = spanOf(lights.map(({ coil }) => coil));
    // A coil in between may switch something that is not ours.
    if (span && span.count === lights.length && span.count > 1) {
      const written = await this.#write({ is: "write-coils", at: span.at, on: lights.map(() => false) }, signal);
      for (const light of lights) light.shown = written.ok ? false : undefined;
      return written.ok ? ok() : written;
    }
    for (const light of lights) {
      const shown = await this.#show(light, false, signal);
      if (!shown.ok) return shown;
    }
    return ok();
  }

  /** Writes again what the board has forgotten. `isOn` by coil, as it was just read. */
  async restore(isOn: (coil: number) => boolean): Promise<void> {
    for (const light of this.#lights.values()) {
      const isSteady = light.rate === "off" || light.rate === "continuous";
      if (isSteady && isOn(light.coil) !== (light.rate === "continuous")) await this.#show(light, light.rate === "continuous");
    }
  }

  #keepFlashing(): void {
    this.#flashing?.cancel();
    if ([...this.#lights.values()].some(({ rate }) => rate in HALF_PERIOD_MS))
      this.#flashing = every(this.#clock, FLASH_TICK_MS, () => this.#flash());
  }

  async #flash(): Promise<void> {
    for (const light of this.#lights.values()) {
      const { rate } = light;
      if (rate === "off" || rate === "continuous") continue;
      const isOn = Math.floor((this.#clock.monotonic() - light.since) / HALF_PERIOD_MS[rate]) % 2 === 0;
      // What the board did not take is written again at the next turn; the poll finds out whether it is still there.
      if (isOn !== light.shown) await this.#show(light, isOn);
    }
  }

  async #show(light: Light, on: boolean, signal?: AbortSignal): Promise<Result<void, ModbusFailure>> {
    const written = await this.#write({ is: "write-coil", at: light.coil, on }, signal);
    light.shown = written.ok ? on : undefined;
    return written.ok ? ok() : written;
  }
}
