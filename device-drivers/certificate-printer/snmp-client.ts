import { createSocket, type SocketType } from "node:dgram";
import snmp from "net-snmp";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";

export interface SnmpAddress {
  readonly host: string;
  readonly port: number;
  readonly community: string;
  readonly version: "1" | "2c";
}

/** One value as it came: `type` by its tag (RFC 3416 §3), strings as bytes. */
export interface SnmpValue {
  readonly type: number;
  readonly value: unknown;
}

/** `refused`: the agent answered with an error. `malformed`: something came that is no answer to the question. */
export type SnmpFailure = "no-answer" | "no-such-object" | "refused" | "malformed" | "stopped";

type Socket = ReturnType<typeof createSocket>;

/** Where datagrams go; a test hands in another. */
export interface Datagrams {
  createSocket(type: SocketType): Socket;
}

/** The library's own timer, on the machine's clock: only a net below ours, which gives up sooner. */
const LIBRARY_TIMEOUT_MS = 5_000;

/** Reads single values of one agent. One question, one socket: an answer that comes too late finds nobody. */
export class SnmpClient {
  readonly #address: SnmpAddress;
  readonly #clock: Clock;
  readonly #datagrams: Datagrams;

  constructor(address: SnmpAddress, clock: Clock, datagrams: Datagrams = { createSocket }) {
    this.#address = address;
    this.#clock = clock;
    this.#datagrams = datagrams;
  }

  get(oid: string, withinMs: number, signal: AbortSignal): Promise<Result<SnmpValue, SnmpFailure>> {
    return new Promise((resolve) => {
      let settled = false;
      const settle = (result: Result<SnmpValue, SnmpFailure>) => {
        if (settled) return;
        settled = true;
        again.cancel();
        deadline.cancel();
        signal.removeEventListener("abort", stop);
        resolve(result);
        session.close();
      };
      const stop = () => settle(err("stopped"));
      const session = this.#session(() => settle(err("malformed")));
      const ask = () => session.get([oid], (error, varbinds) => settle(error ? err(failureOf(error)) : valueIn(varbinds, oid)));
      // A datagram may be lost; the second question is an answer's second chance.
      const again = this.#clock.after(withinMs / 2, ask);
      const deadline = this.#clock.after(withinMs, () => settle(err("no-answer")));
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      ask();
    });
  }

  #session(onNoise: () => void) {
    const { host, port, community, version } = this.#address;
    const session = snmp.createSession(host, community, {
      port,
      version: version === "1" ? snmp.Version1 : snmp.Version2c,
      retries: 0,
      timeout: LIBRARY_TIMEOUT_MS,
      dgramModule: guarded(this.#datagrams, onNoise),
    });
    session.on("error", onNoise);
    return session;
  }
}

/** The library throws on some datagrams (a v2c report, say); in an event of a socket that would end the process. */
function guarded(datagrams: Datagrams, onNoise: () => void): Datagrams {
  return {
    createSocket(type) {
      const socket = datagrams.createSocket(type);
      const on = socket.on.bind(socket) as (event: string, listener: (...args: unknown[]) => void) => Socket;
      const guard = (event: string, listener: (...args: unknown[]) => void) =>
        on(event, (...args) => {
          try {
            listener(...args);
          } catch {
            // What cannot be understood is told as such; there is nothing more in it.
            onNoise();
          }
        });
      return Object.assign(socket, { on: guard });
    },
  };
}

function failureOf(error: Error): SnmpFailure {
  if (error instanceof snmp.RequestFailedError) return error.status === snmp.ErrorStatus.NoSuchName ? "no-such-object" : "refused";
  return error instanceof snmp.ResponseInvalidError ? "malformed" : "no-answer";
}

const MISSING: readonly (number | undefined)[] = [
  snmp.ObjectType.NoSuchObject,
  snmp.ObjectType.NoSuchInstance,
  snmp.ObjectType.EndOfMibView,
];

function valueIn(
  varbinds: readonly { oid: string; type?: number; value?: unknown }[] | undefined,
  oid: string,
): Result<SnmpValue, SnmpFailure> {
  const [first, ...more] = varbinds ?? [];
  if (!first || more.length > 0 || first.oid !== oid || first.type === undefined) return err("malformed");
  return MISSING.includes(first.type) ? err("no-such-object") : ok({ type: first.type, value: first.value });
}
