/** An answer to a small request takes 2–3 ms; a printer that wakes from sleep may take some seconds. */
export const REPLY_MS = 8_000;

/** A look in passing must end before the host stops waiting for it (5 s), or a silent printer would never be seen as one. */
export const STATUS_REPLY_MS = 4_000;

/** Taking a document: at least 3 MB/s on a cabinet's network, plus waking up. */
export const ACCEPT_MS = 30_000;

/** A page takes seconds; asking twice a second shows each of them. */
export const POLL_EVERY_MS = 500;

/** A printer whose connection broke may be starting again: how long the job is looked for, and how often. */
export const SEARCH_MS = 30_000;
export const SEARCH_EVERY_MS = 2_000;

/** A job may be entered in the printer's list a moment after its connection broke: "not found" counts the second time. */
export const NOT_FOUND_TIMES = 2;

/** A printer may count its last page a moment after it calls the job completed: it is believed when it still says so after this many looks. */
export const COUNTS_LATE_TIMES = 3;

/** printer-up-time counts whole seconds, and some printers round. */
export const UP_TIME_SLACK_S = 2;

/** Over a restart of the house only the wall clock has run on. Two clocks that ran side by side differ by a correction, and by drift. */
export const WALL_SLACK_S = 5;
export const WALL_DRIFT = 0.001;

/** A job that is taken out of the printer ends within moments; how often it is looked at until then. */
export const CANCEL_MS = 4_000;
export const CANCEL_EVERY_MS = 500;

/** SNMP on a cabinet's network answers in about 30 ms (measured). UDP may lose a question, so it is asked again half way. */
export const COUNTER_REPLY_MS = 1_500;

/** How often a counter that has not moved far enough yet is read again. */
export const COUNT_EVERY_MS = 500;
