/**
 * What must be known of a ticket until it expires: how often a wrong answer was given, and whether its file was taken. `ticket` is a hash, from
 * which neither the address nor anybody follows. Each method one durable transaction.
 */
export interface DownloadStore {
  find(ticket: string): Promise<{ readonly tries: number; readonly isTaken: boolean }>;
  /** Counts a wrong answer; gives how many there were. `until`, epoch ms: it may be forgotten then. */
  countTry(ticket: string, until: number): Promise<number>;
  /** False: it was taken already. */
  take(ticket: string, until: number): Promise<boolean>;
  /** The file did not arrive: the ticket is good again. */
  giveBack(ticket: string): Promise<void>;
  purge(now: number): Promise<void>;
}
