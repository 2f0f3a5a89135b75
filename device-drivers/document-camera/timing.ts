/** So many pictures in a row without a hand, and so long: people lift a hand, look, and push the sheet once more. */
export const ALIKE_FRAMES = 3;
export const CALM_MS = 400;

/** How long the camera stays open after a command: a preview asks again at once, and opening a USB camera takes 1–2 s. */
export const LINGER_MS = 4_000;

/** Pictures in a row that are JPEG by their markers only. A bad cable spoils one in some hundred, not ten in a row. */
export const MOST_UNDECODABLE = 10;
