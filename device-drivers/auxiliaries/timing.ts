/**
 * A board answers a short question in 5 to 20 ms; 0.1 s more is for a serial-to-TCP box. Longer, and a person has
 * walked past before three questions are over.
 */
export const REPLY_MS = 300;

/**
 * Silence before each question: the standard wants 3.5 characters, 4 ms at 9600 baud (Modbus over serial line V1.02
 * §2.5.1.1), and cheap boards miss what comes sooner than some ms after their own answer.
 */
export const GAP_MS = 10;

/** Asking again is harmless: every request says what shall be, not what shall change. */
export const TRIES = 2;

/** A person who comes near is greeted within half a second of which the host's own debouncing takes 0.2 s; 5 questions a second load a 9600 baud line by a tenth. */
export const INPUT_POLL_MS = 200;

/** Boards that lost power forget their coils; the lights are compared and set again so often. */
export const COIL_CHECK_MS = 5_000;

/** So many polls in a row without an answer, each tried twice: about 2 s, in which a board that only restarted is back. */
export const LOST_AFTER_SILENT_POLLS = 3;

/**
 * Half a period of each flash rate; XFS names the rates and gives no numbers. The quickest is 2 Hz: three flashes a
 * second and more can harm people (WCAG 2.3.1).
 */
export const HALF_PERIOD_MS = { slow: 1_000, medium: 500, quick: 250 } as const;

/** How often it is looked whether a light is due: a fifth of the shortest half period is not seen. Only a change is written. */
export const FLASH_TICK_MS = 50;

/** For switching the lights off when the device is given up: the host waits 3 s for all of closing. */
export const DARK_WITHIN_MS = 1_000;
