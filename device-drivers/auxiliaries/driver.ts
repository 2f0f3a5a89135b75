import { every, type Timer } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  failed,
  type Observed,
  unopened,
} from "../host/driver.ts";
import type { AuxiliariesCommands } from "../kinds/auxiliaries.ts";
import type { Transport } from "../transport/transport.ts";
import { BOARD_SCHEMA, type BoardSettings, checkBoard } from "./board-settings.ts";
import { Lights } from "./lights.ts";
import type { Reply } from "./modbus.ts";
import { type ModbusFailure, ModbusLine } from "./modbus-line.ts";
import { sensorsOf, spanOf } from "./sensors.ts";
import { COIL_CHECK_MS, DARK_WITHIN_MS, INPUT_POLL_MS, LOST_AFTER_SILENT_POLLS } from "./timing.ts";

type SetLight = AuxiliariesCommands["set-light"];

/** Relay and input boards that speak Modbus RTU, on a serial port or a serial-to-TCP box. */
export default defineDriver<"auxiliaries", BoardSettings>({
  kind: "auxiliaries",
  models: ["Modbus RTU input and relay board"],
  settings: BOARD_SCHEMA,
  async open(context) {
    const checked = checkBoard(context.options);
    if (!checked.ok) return failed("device.refused", "no", "maintenance", { problem: checked.error });
    const opened = await context.connect(context.options.transport);
    if (!opened.ok) return unopened(opened.error);
    const board = new Board(opened.value, context);
    const started = await board.start();
    if (started.ok) return ok(board);
    await board.close();
    return started;
  },
});

class Board implements DriverInstance<"auxiliaries"> {
  readonly #transport: Transport;
  readonly #context: DriverContext<BoardSettings>;
  readonly #line: ModbusLine;
  readonly #lights: Lights;
  readonly #inputs: ReturnType<typeof spanOf>;
  readonly #coils: ReturnType<typeof spanOf>;
  #isActive: Parameters<typeof sensorsOf>[1];
  #failure: ModbusFailure | undefined;
  /** Polls in a row that brought no answer, or nothing but noise. */
  #misses = 0;
  #coilsCheckedAt: number;
  #isLost = false;
  #polling: Timer | undefined;

  constructor(transport: Transport, context: DriverContext<BoardSettings>) {
    const { clock, options } = context;
    this.#transport = transport;
    this.#context = context;
    this.#line = new ModbusLine(transport, options.unit, clock, () => context.count("CommunicationErrorCount"));
    this.#lights = new Lights(clock, options.lights, (request, signal) => this.#line.ask(request, signal));
    this.#inputs = spanOf(options.inputs.map(({ input }) => input));
    this.#coils = spanOf(Object.values(options.lights));
    this.#coilsCheckedAt = clock.monotonic();
    transport.onClose((why) => this.#lost(`${why.code}: ${why.facts["why"]}`));
  }

  readonly commands: DriverInstance<"auxiliaries">["commands"] = { "set-light": (args, call) => this.#setLight(args, call) };

  /** Finds out whether the board answers, and switches off what a crash left burning. */
  async start(): Promise<Result<void, DriverFailure>> {
    const read = await this.#readInputs();
    const dark = read.ok ? await this.#lights.off() : read;
    if (!dark.ok) return err(dark.error.failure);
    this.#polling = every(this.#context.clock, INPUT_POLL_MS, () => this.#poll());
    return ok();
  }

  async status(): Promise<Observed> {
    return this.#observed();
  }

  async close(): Promise<void> {
    this.#polling?.cancel();
    const stop = new AbortController();
    const timer = this.#context.clock.after(DARK_WITHIN_MS, () => stop.abort());
    // A board that does not answer any more keeps its lights; nobody could tell it otherwise.
    const dark = this.#isLost ? ok() : await this.#lights.off(stop.signal);
    timer.cancel();
    if (!dark.ok) this.#context.log.warn("lights.left-on", { code: dark.error.failure.code });
    this.#isLost = true;
    await this.#transport.close();
  }

  async #setLight({ light, rate }: SetLight["args"], call: Call): Promise<Result<SetLight["value"], DriverFailure>> {
    if (!this.#lights.has(light))
      return failed("device.refused", "no", "maintenance", { light, problem: "the settings name no such light" });
    const set = await this.#lights.set(light, rate, call.signal);
    if (!set.ok) return err(set.error.failure);
    this.#context.report(this.#observed());
    return ok({ light, rate });
  }

  async #poll(): Promise<void> {
    if (this.#isLost) return;
    const read = await this.#readInputs();
    const answered = read.ok ? await this.#checkCoils() : read;
    if (this.#isLost) return;
    if (answered.ok) {
      this.#misses = 0;
      this.#failure = undefined;
    } else this.#missed(answered.error);
    this.#context.report(this.#observed());
  }

  #missed(failure: ModbusFailure): void {
    this.#misses += 1;
    const isRefusal = failure.failure.facts["exception"] !== undefined;
    if (!isRefusal && this.#misses < LOST_AFTER_SILENT_POLLS) return;
    this.#failure = failure;
    this.#isActive = undefined;
    if (failure.isSilent) this.#lost(`${failure.failure.code}: no answer to ${this.#misses} polls`);
  }

  async #readInputs(): Promise<Result<void, ModbusFailure>> {
    // A board of lights alone is asked for those: only an answer tells that it is there.
    const { at, count } = this.#inputs ?? this.#coils ?? { at: 0, count: 1 };
    const read = await this.#line.ask({ is: this.#inputs ? "read-inputs" : "read-coils", at, count });
    if (!read.ok) return read;
    const bits = bitsOf(read.value);
    this.#isActive = ({ input, activeIs }) => (bits[input - at] ?? false) === (activeIs === 1);
    return ok();
  }

  async #checkCoils(): Promise<Result<void, ModbusFailure>> {
    const now = this.#context.clock.monotonic();
    if (!this.#coils || now - this.#coilsCheckedAt < COIL_CHECK_MS) return ok();
    this.#coilsCheckedAt = now;
    const { at } = this.#coils;
    const read = await this.#line.ask({ is: "read-coils", ...this.#coils });
    if (!read.ok) return read;
    const bits = bitsOf(read.value);
    await this.#lights.restore((coil) => bits[coil - at] ?? false);
    return ok();
  }

  #lost(reason: string): void {
    this.#isLost = true;
    this.#polling?.cancel();
    this.#context.lost(reason);
  }

  #observed(): Observed {
    const problem = this.#failure?.failure;
    return {
      state: problem === undefined ? "online" : problem.code === "device.refused" ? "userError" : "hardwareError",
      paper: {},
      cover: "unknown",
      sensors: { ...sensorsOf(this.#context.options.inputs, this.#isActive), ...this.#lights.rates() },
      reasons:
        problem === undefined
          ? []
          : [[problem.code, ...Object.entries(problem.facts).map(([name, value]) => `${name}=${value}`)].join(" ")],
    };
  }
}

function bitsOf(reply: Reply): readonly boolean[] {
  return reply.is === "bits" ? reply.bits : [];
}
