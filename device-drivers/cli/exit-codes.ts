/** What the command ends with. From sysexits.h where it has one. */
export const EXIT = {
  ok: 0,
  /** A check failed, or a replay departed from its recording. */
  failed: 1,
  usage: 2,
  /** The recording cannot be replayed. */
  badData: 65,
  /** No such device, no device-host, a port that another process holds. */
  unavailable: 69,
  /** A mistake in our own code. */
  bug: 70,
  cannotWrite: 73,
  /** Somebody else has the devices: try again later. */
  busy: 75,
  settings: 78,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
