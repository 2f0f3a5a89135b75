/** A real-time answer takes 1–2 ms by TCP, 4 ms at 9600 baud; a print server may add a polling interval of its own. */
export const STATUS_REPLY_MS = 500;

/** While a receipt prints and the printer sends nothing by itself, it is asked this often. */
export const WATCH_EVERY_MS = 500;

/** Unanswered questions in a row after which a printing printer counts as dead. */
export const SILENT_QUESTIONS = 3;

/** The answer to DLE DC4 8 waits for the mechanism to stop. */
export const CLEARED_REPLY_MS = 1_000;

/** Bytes handed to the transport at once: small enough to stop within half a second at 9600 baud, large enough for TCP. */
export const CHUNK_BYTES = 512;

/** XOFF without XON for so long means the printer is stuck, not busy. */
export const FLOW_STOPPED_MS = 10_000;

/**
 * After so many bytes the printer is asked, in its place among the data, whether it is through, and no more than two such
 * answers are waited for: 2 KB fit the smallest receive buffer but that of 45 bytes (TM-T88: 4 KB), so that a cable
 * without handshake lines overruns nothing; and a unit that loses power takes its answers with it, so that a receipt
 * without its first half never passes for a whole one.
 */
export const MARK_EVERY_BYTES = 1_024;
export const MOST_MARKS_OWED = 2;

/** Four answers to GS r in one go take 1–5 ms, behind a print server one polling interval. */
export const BURST_MS = 200;
export const DRAIN_QUIET_MS = 200;
/** The rest of a broken receipt is at most what a receive buffer holds: some 200 rows, at 20 a second on the slowest units. */
export const DRAIN_WITHIN_MS = 12_000;

/** Paper lies in the presenter: a unit that reports nothing by itself is asked this often whether it was taken. */
export const PRESENTER_POLL_MS = 1_000;

/** Cut paper reaches the presenter's sensor within this time of the proof. */
export const PRESENTED_WITHIN_MS = 3_000;

/** Drawing back takes about a second; longer, and the paper is stuck. */
export const RETRACT_WITHIN_MS = 5_000;
export const RETRACT_POLL_MS = 250;
