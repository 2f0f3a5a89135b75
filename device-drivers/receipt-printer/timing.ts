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
