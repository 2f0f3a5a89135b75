import { pause } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  failed,
  type Observed,
  stopReason,
  unopened,
} from "../host/driver.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { type NoReply, RequestLine } from "../transport/request-line.ts";
import type { Transport } from "../transport/transport.ts";
import { decodeAnswer, encodeRequest, FrameReader, type LockAddress, type LockAnswer, type LockVerb } from "./codec.ts";
import { type Door, Doors } from "./doors.ts";
import { OPENS_WITHIN_MS, REPLY_MS, ROUND_PAUSE_MS, SILENT_AFTER, WATCH_MS } from "./timing.ts";

export interface LockerOptions {
  readonly transport: TransportSettings;
  /** In the order in which the boxes are numbered, from 1 on. */
  readonly boards: readonly { readonly address: number; readonly locks: number }[];
  /** What a closed feedback contact means; it depends on the lock that was built in. */
  readonly circuitClosedMeans: Door;
}

type Commands = DriverInstance<"locker">["commands"];

/** 证照柜: boxes with electric locks on `8A` boards. */
export default defineDriver<"locker", LockerOptions>({
  kind: "locker",
  models: ["8A lock board"],
  settings: {
    type: "object",
    required: ["transport", "boards"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      boards: {
        type: "array",
        minItems: 1,
        maxItems: 32,
        items: {
          type: "object",
          required: ["address", "locks"],
          properties: { address: { type: "integer", minimum: 1, maximum: 99 }, locks: { type: "integer", minimum: 1, maximum: 50 } },
          additionalProperties: false,
        },
      },
      circuitClosedMeans: { enum: ["closed", "open"], default: "closed" },
    },
    additionalProperties: false,
  },
  async open(context) {
    const opened = await context.connect(context.options.transport);
    if (!opened.ok) return unopened(opened.error);
    const locker = new Locker(opened.value, context);
    const first = await locker.start();
    if (first.ok) return ok(locker);
    await locker.close();
    return err(first.error);
  },
});

class Locker implements DriverInstance<"locker"> {
  readonly #context: DriverContext<LockerOptions>;
  readonly #transport: Transport;
  readonly #line: RequestLine<LockAnswer>;
  readonly #boxes: readonly LockAddress[];
  readonly #doors: Doors;
  readonly #closing = new AbortController();
  #silent = 0;
  #rounds: Promise<void> | undefined;

  readonly commands: Commands = {
    open: ({ box }, call) => this.#open(box, call),
    "await-closed": ({ box }, call) => this.#awaitClosed(box, call),
  };

  constructor(transport: Transport, context: DriverContext<LockerOptions>) {
    this.#context = context;
    this.#transport = transport;
    this.#boxes = boxesOf(context.options);
    this.#doors = new Doors(this.#boxes.length);
    const reader = new FrameReader(decodeAnswer);
    this.#line = new RequestLine(transport, reader, context.clock, () => context.log.debug("locker.stray-reply", { noise: reader.noise }));
    transport.onClose((why) => context.lost(`${why.code}: ${why.facts["why"]}`));
  }

  /** Looks at every box once, then goes round for as long as the connection lasts. */
  async start(): Promise<Result<void, DriverFailure>> {
    for (const box of this.#doors.numbers) {
      const door = await this.#ask("query", box, this.#context.signal);
      if (!door.ok) return door;
      this.#doors.foundAtStart(box, door.value);
    }
    this.#rounds = this.#goRound();
    return ok();
  }

  async status(): Promise<Observed> {
    return this.#doors.observed();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#transport.close();
    await this.#rounds;
  }

  async #goRound(): Promise<void> {
    const { clock } = this.#context;
    for (let turn = 0; !this.#closing.signal.aborted; turn++) {
      await pause(clock, ROUND_PAUSE_MS, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      await this.#look((turn % this.#boxes.length) + 1, this.#closing.signal);
    }
  }

  /** One look at one door, told to the host. Silence counts: a board that says nothing any more is away. */
  async #look(box: number, signal: AbortSignal): Promise<Result<Door, DriverFailure>> {
    const door = await this.#ask("query", box, signal);
    if (door.ok) {
      this.#silent = 0;
      this.#doors.saw(box, door.value);
      this.#context.report(this.#doors.observed());
    } else if (door.error.code === "device.timeout" || door.error.code === "device.bad-reply") {
      this.#context.count("CommunicationErrorCount");
      this.#silent += 1;
      if (this.#silent >= SILENT_AFTER) this.#context.lost(`no good answer to ${SILENT_AFTER} questions`);
    }
    return door;
  }

  async #open(box: number, call: Call): Promise<Result<{ box: number; door: "open" }, DriverFailure>> {
    if (!this.#boxes[box - 1]) return failed("device.refused", "no", "maintenance", { box, boxes: this.#boxes.length });
    const before = await this.#look(box, call.signal);
    // The question moved nothing, whatever became of it.
    if (!before.ok) return err({ ...before.error, sent: "no" });
    if (before.value === "open") return ok({ box, door: "open" });
    if (call.signal.aborted) return failed(stopReason(call.signal), "no", "retry");
    this.#doors.mayOpen(box);
    // The pulse is sent once. What it did is seen at the door, not told by the answer: that one can get lost.
    const pulsed = await this.#ask("open", box, call.signal);
    const isOpen = await this.#waitFor("open", box, call, OPENS_WITHIN_MS);
    if (isOpen.ok && isOpen.value) return ok({ box, door: "open" });
    const stopped = call.signal.aborted;
    if (!isOpen.ok || !pulsed.ok || stopped) {
      const why = !isOpen.ok ? isOpen.error : !pulsed.ok ? pulsed.error : undefined;
      return failed(
        stopped ? stopReason(call.signal) : (why?.code ?? "device.timeout"),
        "indeterminate",
        "operator",
        why?.facts ?? { box },
      );
    }
    this.#doors.stayedShut(box);
    return failed("locker.not-opened", "yes", "operator", { box, waitedMs: OPENS_WITHIN_MS });
  }

  async #awaitClosed(box: number, call: Call): Promise<Result<{ box: number; door: "closed" }, DriverFailure>> {
    if (!this.#boxes[box - 1]) return failed("device.refused", "no", "maintenance", { box, boxes: this.#boxes.length });
    const shut = await this.#waitFor("closed", box, call, Number.POSITIVE_INFINITY);
    if (!shut.ok) return shut;
    return shut.value ? ok({ box, door: "closed" }) : failed(stopReason(call.signal), "yes", "retry", { waitingFor: "door" });
  }

  /** False when it did not come to that in time or the caller gave up. A single question that fails does not end the wait. */
  async #waitFor(door: Door, box: number, call: Call, ms: number): Promise<Result<boolean, DriverFailure>> {
    const { clock } = this.#context;
    const until = clock.monotonic() + ms;
    let last: Result<Door, DriverFailure>;
    let failures = 0;
    do {
      last = await this.#look(box, call.signal);
      if (last.ok && last.value === door) return ok(true);
      failures = last.ok ? 0 : failures + 1;
      if (!last.ok && (last.error.code === "device.offline" || failures >= SILENT_AFTER)) return last;
      await pause(clock, WATCH_MS, call.signal);
    } while (!call.signal.aborted && clock.monotonic() < until);
    return call.signal.aborted || last.ok ? ok(false) : last;
  }

  async #ask(verb: LockVerb, box: number, signal: AbortSignal): Promise<Result<Door, DriverFailure>> {
    const address = this.#boxes[box - 1] as LockAddress;
    const answered = await this.#line.ask(encodeRequest(verb, address), REPLY_MS, signal);
    if (!answered.ok) return err(unanswered(answered.error, { verb, box }, signal));
    const { board, lock, circuit } = answered.value;
    if (answered.value.verb !== verb || board !== address.board || lock !== address.lock) {
      const facts = { verb, box, answered: `${answered.value.verb} ${board}/${lock}` };
      return failed("device.bad-reply", verb === "open" ? "indeterminate" : "no", "retry", facts);
    }
    const { circuitClosedMeans } = this.#context.options;
    return ok(circuit === "closed" ? circuitClosedMeans : circuitClosedMeans === "closed" ? "open" : "closed");
  }
}

function boxesOf({ boards }: LockerOptions): readonly LockAddress[] {
  return boards.flatMap(({ address, locks }) => Array.from({ length: locks }, (_, index) => ({ board: address, lock: index + 1 })));
}

function unanswered(none: NoReply, facts: DriverFailure["facts"], signal: AbortSignal): DriverFailure {
  const all = { ...facts, ...none.facts };
  switch (none.reason) {
    case "timeout":
      return { code: "device.timeout", sent: none.sent, recovery: "operator", facts: all };
    case "closed":
      return { code: "device.offline", sent: none.sent, recovery: "operator", facts: all };
    case "stopped":
      return { code: stopReason(signal), sent: none.sent, recovery: "retry", facts: all };
  }
}
