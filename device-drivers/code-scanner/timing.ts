/**
 * A scanner that sends no suffix is done when it has been quiet for so long: at 9600 baud the bytes of one code follow
 * each other by 1 ms, a USB converter hands them over every 16 ms. Two codes need a hand, which is slower.
 */
export const CODE_ENDS_AFTER_MS = 50;

/** A code whose suffix does not come is torn: longer than any pause of a busy converter, shorter than a person's patience. */
export const TORN_AFTER_MS = 500;

/** Scanners read a code that lies still several times a second; a hand needs longer to show the same one again on purpose. */
export const REPEAT_MS = 1_500;

/** Makers' own tools wait about so long for a setting to be told; at 9600 baud an answer of 60 bytes takes 63 ms of it. */
export const INQUIRY_REPLY_MS = 500;

/** An answer of several lines has ended when nothing more comes for as long as ends a code. */
export const INQUIRY_QUIET_MS = CODE_ENDS_AFTER_MS;

/** A scanner that is just decoding may miss one question, and a code may come just then in place of the answer. */
export const INQUIRY_TRIES = 2;
