/** Whoever lays the pen aside for so long has signed; between two characters a slow hand needs about one second. */
export const PEN_AWAY_MS = 3_000;

/** Tablets report at least 100 times a second while the pen is near; one that stops without "up" has had its pen pulled away. */
export const REPORT_GAP_MS = 500;
