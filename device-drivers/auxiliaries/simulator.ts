import { createServer } from "node:net";
import type { Duplex } from "node:stream";
import { type Clock, every, pause } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import { decodeRequest, encodeException, encodeReply, type Frame, MAX_BITS, type Request } from "./modbus.ts";
import { RtuReader, requestLength } from "./rtu-reader.ts";

/** What is wrong with the board until it is repaired. */
export type BoardFault =
  | { readonly kind: "none" | "silent" | "wrong-checksum" | "other-unit" | "other-function" | "babble" }
  | { readonly kind: "exception"; readonly exception: number }
  /** Each answer comes so much later. */
  | { readonly kind: "slow"; readonly ms: number };

export interface BoardHabits {
  readonly unit: number;
  /** From hearing a request to acting, and from acting to answering. */
  readonly actMs: number;
  readonly answerMs: number;
}

const HABITS: BoardHabits = { unit: 1, actMs: 2, answerMs: 2 };
const BABBLE_EVERY_MS = 20;
const BABBLE = Buffer.alloc(100, Buffer.from([0x01, 0x02, 0xf0, 0x55]));

/** An input and relay board on a Modbus line; can be told to fail. */
export class BoardSimulator {
  fault: BoardFault = { kind: "none" };
  readonly #clock: Clock;
  readonly #habits: BoardHabits;
  readonly #inputs: boolean[] = Array.from({ length: MAX_BITS }, () => false);
  readonly #coils: boolean[] = Array.from({ length: MAX_BITS }, () => false);
  readonly #lines = new Set<Duplex>();
  readonly #onRequest: ((request: Request) => void)[] = [];
  readonly #onActed: ((request: Request) => void)[] = [];
  #silentUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, habits: Partial<BoardHabits> = {}) {
    this.#clock = clock;
    this.#habits = { ...HABITS, ...habits };
  }

  setInput(input: number, isHigh: boolean): void {
    this.#inputs[input] = isHigh;
  }

  /** As a process that crashed may have left it. */
  setCoil(coil: number, on: boolean): void {
    this.#coils[coil] = on;
  }

  isOn(coil: number): boolean {
    return this.#coils[coil] ?? false;
  }

  /** Forgets its coils, and says and hears nothing for a while. */
  reboot(silentMs: number): void {
    this.#coils.fill(false);
    this.#silentUntil = this.#clock.monotonic() + silentMs;
  }

  /** Called when a request has been heard, before anything is done. */
  onRequest(then: (request: Request) => void): void {
    this.#onRequest.push(then);
  }

  /** Called when it was done, before the answer. */
  onActed(then: (request: Request) => void): void {
    this.#onActed.push(then);
  }

  attach(line: Duplex): void {
    const reader = new RtuReader(this.#habits.unit, requestLength);
    this.#lines.add(line);
    line.on("data", (bytes: Buffer) => {
      for (const frame of reader.push(bytes)) void this.#serve(line, frame);
    });
    const babbling = every(this.#clock, BABBLE_EVERY_MS, () => {
      if (this.fault.kind === "babble") line.write(BABBLE);
    });
    const gone = () => {
      babbling.cancel();
      this.#lines.delete(line);
    };
    // A line that breaks is an ordinary event of a simulated day; `close` follows and is what counts.
    line.on("error", gone);
    line.on("close", gone);
  }

  /** On TCP, for a pty of socat's. */
  async listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
    const server = createServer((socket) => this.attach(socket.setNoDelay(true)));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    const address = server.address();
    return {
      port: typeof address === "object" && address ? address.port : port,
      close: async () => {
        for (const line of this.#lines) line.destroy();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
  }

  get #isDumb(): boolean {
    return this.fault.kind === "silent" || this.#clock.monotonic() < this.#silentUntil;
  }

  async #serve(line: Duplex, frame: Frame): Promise<void> {
    const request = decodeRequest(frame);
    if (!request || this.#isDumb) return;
    for (const listener of this.#onRequest) listener(request);
    await pause(this.#clock, this.#habits.actMs);
    // On a shared pair of wires nothing gets past one who talks all the time.
    if (this.#isDumb || this.fault.kind === "babble") return;
    if (this.fault.kind !== "exception") this.#act(request);
    for (const listener of this.#onActed) listener(request);
    await pause(this.#clock, this.#habits.answerMs + (this.fault.kind === "slow" ? this.fault.ms : 0));
    const answer = this.#answer(request);
    if (!this.#isDumb && answer && !line.destroyed) line.write(answer);
  }

  #act(request: Request): void {
    if (request.is === "write-coil") this.#coils[request.at] = request.on;
    if (request.is === "write-coils") for (const [index, on] of request.on.entries()) this.#coils[request.at + index] = on;
  }

  #answer(request: Request): Buffer | undefined {
    const { unit } = this.#habits;
    const reply = encodeReply(unit, request, this.#bits(request));
    const { fault } = this;
    switch (fault.kind) {
      case "none":
      case "slow":
        return reply;
      case "silent":
      case "babble":
        return undefined;
      case "wrong-checksum":
        reply.writeUInt8(reply.readUInt8(reply.length - 1) ^ 0xff, reply.length - 1);
        return reply;
      case "other-unit":
        return encodeReply(unit + 1, request, this.#bits(request));
      case "other-function":
        return request.is === "read-coils"
          ? encodeReply(unit, { ...request, is: "read-inputs" }, this.#bits(request))
          : encodeReply(unit, { is: "read-coils", at: 0, count: 1 }, [false]);
      case "exception":
        return encodeException(unit, request, fault.exception);
      default:
        return unreachable(fault);
    }
  }

  #bits(request: Request): readonly boolean[] {
    if (request.is !== "read-coils" && request.is !== "read-inputs") return [];
    return (request.is === "read-coils" ? this.#coils : this.#inputs).slice(request.at, request.at + request.count);
  }
}
