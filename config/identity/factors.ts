/**
 * How somebody can prove who they are (what stands under `factors`).
 * `face`: compared on this machine with the photo in the card. `remote-face`: compared by the hub's identity service for a number that was
 * typed. `electronic-licence`: a legal person, by the code its holder shows.
 */
export const FACTORS = ["id-card", "face", "remote-face", "social-security-card", "electronic-licence"] as const;
export type Factor = (typeof FACTORS)[number];

/** Factors that look at a face: each needs a separate consent, and may never be the only way (order 19 of 2025). */
export const FACE_FACTORS: ReadonlySet<Factor> = new Set<Factor>(["face", "remote-face"]);
/** Factors that say who it is, and so stand on their own. */
export const IDENTIFYING_FACTORS: ReadonlySet<Factor> = new Set<Factor>([
  "id-card",
  "remote-face",
  "social-security-card",
  "electronic-licence",
]);

/** How much a verdict on a face can be trusted, weakest first (design §6). */
export const ASSURANCES = ["none", "rgb-passive", "rgb-challenge", "ir", "depth", "certified"] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** False for a word that is no assurance: it must not open the door. */
export function reaches(given: Assurance, asked: Assurance): boolean {
  const [has, needs] = [ASSURANCES.indexOf(given), ASSURANCES.indexOf(asked)];
  return needs >= 0 && has >= needs;
}
