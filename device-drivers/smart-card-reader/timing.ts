/**
 * Longest wait for one answer of a card. A CCID reader and its driver give a silent card up by themselves after 3 s (or
 * longer where the card asks for more time), and their own word is the better one; beyond this the reader itself hangs.
 */
export const APDU_REPLY_MS = 8_000;

/** Powering a card up takes two tries of some 400 ms each where its contacts are dirty; hanging beyond that is the reader's. Not measured. */
export const POWER_UP_MS = 5_000;

/**
 * pcscd looks for a card every 400 ms (measured with 1.9.9: told 311 ms after a card was pulled in the middle of an
 * answer). Until then nobody knows whether a broken answer means a pulled card.
 */
export const CARD_GONE_MS = 1_000;

/** The longest single sleep in which pcscd is asked to tell of a change; it answers earlier when there is one. */
export const WATCH_MS = 60_000;
