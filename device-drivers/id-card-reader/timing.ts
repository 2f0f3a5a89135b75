/**
 * Pause between two questions whether a card lies there, while a person is asked for one: half of it is added to a reading on average.
 * A question and its "no card" take 2 ms at 115200 baud, so the line stays idle nearly all the time; a slow module sets its own pace.
 */
export const FIND_POLL_MS = 50;

/** The same where a card is to be found gone, and before a try is repeated: a card that slides must not count as taken. */
export const CALM_POLL_MS = 250;

/** What integrators of such readers wait for any command; the 1359 bytes of a reading take 0.12 s of it on the line. */
export const REPLY_MS = 5_000;

/** A question that needs no card is answered at once; used to find out whether a silent module is still there. */
export const PROBE_REPLY_MS = 1_000;

/** A frame's bytes follow each other by 0.1 ms at 115200 baud, 16 ms with a lazy USB converter. */
export const STALE_FRAME_MS = 500;

/** A card that slid is worth another try; after three the person should be asked to lay it anew. Not measured. */
export const READ_ATTEMPTS = 3;

/** So many questions in a row without a sign of the card, and it has been taken; one alone may be a card at the rim. */
export const GONE_AFTER_MISSES = 2;

/** A local program for 38 862 bytes; longer, and the person is read without a photo. Not measured with a vendor's. */
export const PHOTO_DECODER_MS = 3_000;

/** How often a vendor's service is asked what lies there: a person hardly notices it, and the service is a program on the same machine. */
export const SERVICE_POLL_MS = 200;

/** A service that reads within the question takes as long as its reader. */
export const SERVICE_REPLY_MS = 5_000;
