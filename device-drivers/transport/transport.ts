import type { Result } from "../../base/result.ts";

export type TransportErrorCode =
  /** Nothing at that path, or the host's name is unknown. */
  | "transport.no-such-port"
  /** Another process holds the port. */
  | "transport.locked"
  /** The port is there, our user may not use it. */
  | "transport.not-permitted"
  /** The other end answered that nobody listens. */
  | "transport.refused"
  | "transport.unreachable"
  | "transport.timeout"
  /** Closed by the other end, by a pulled cable or by `close()`; `facts.why` says which. */
  | "transport.closed"
  | "transport.failed";

/** What a cable or a network did. `facts`: which port, what was asked, what came. Never payload. */
export interface TransportError {
  readonly code: TransportErrorCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * One connection to one device: opened once, closed once, never opened again. A reconnect is a new object, because
 * a port object that is opened twice sends what was written to it in between.
 *
 * Attach `onData` and `onClose` before `open()`, or in the same tick in which `open()` answers: bytes are not kept.
 */
export interface Transport {
  /** `serial /dev/kiosk/id-card` or `tcp 127.0.0.1:9100`, for logs and facts. */
  readonly name: string;
  open(): Promise<Result<void, TransportError>>;
  /**
   * Answers once the operating system has taken the bytes (serial: once they left the driver's buffer); that the
   * device got them is not said. An error means that some of them may have left all the same.
   */
  write(bytes: Uint8Array): Promise<Result<void, TransportError>>;
  onData(then: (bytes: Buffer) => void): void;
  /** Called exactly once, after the last `onData`; at once when it is closed already. */
  onClose(then: (why: TransportError) => void): void;
  /** Settles every waiting `write`. May be called any number of times. */
  close(): Promise<void>;
}
