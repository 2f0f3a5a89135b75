/** An adapter answers from memory; what takes time is the stamping, and that is asked about. */
export const REPLY_MS = 2_000;

/** A sheet takes about two seconds to be drawn in, stamped and put out. */
export const JOB_POLL_MS = 500;

/** So many questions about a running job without a good answer, and nobody knows any more what becomes of it. */
export const LOST_AFTER = 3;
