/** A USB camera gives its first picture within 1–2 s of being opened, and then one every few dozen ms. */
export const SILENT_MS = 4_000;

/** How long a camera that failed while it was plugged in is not offered. Only opening it can tell whether it does better. */
export const DOUBT_MS = 60_000;

/** Exposure, compression and the bus take one or two pictures' time: what arrives sooner after a wish was taken before it. */
export const PIPELINE_MS = 100;

/** A camera's automatic exposure needs some pictures to settle on a light that was switched on. */
export const LIGHT_SETTLES_MS = 400;

/** Two eyes at 15 pictures a second, not in step, are at most 33 ms apart; the rest is the jitter of two buses. */
export const MAX_SKEW_MS = 50;

/** Without a pair for this long the two eyes do not look together. More than a camera is given for its first picture. */
export const UNPAIRED_MS = 5_000;
