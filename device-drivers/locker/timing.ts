/** Boards answer an unlocking after its pulse, which lasts 0.2–0.5 s; a question is answered in milliseconds. */
export const REPLY_MS = 1_000;

/** Pause between two questions: a cabinet of 24 boxes is gone round in 6 s, and the line is idle most of the time. */
export const ROUND_PAUSE_MS = 250;

/** The same for the one box that somebody waits for. */
export const WATCH_MS = 200;

/** A spring door swings open at once; a jammed one does not. A person may have leaned on it: give them a moment. */
export const OPENS_WITHIN_MS = 3_000;

/** So many questions in a row without an answer, and the board is away. One alone may be noise on the bus. */
export const SILENT_AFTER = 3;
