import type { CardPrompt, FacePrompt, Guidance, LicencePrompt, Papers, View } from "../../../runtime/server/api.ts";
import type { TextId } from "../../texts/texts.ts";
import { type PrintMood, printMood } from "../screens/print-mood.ts";

/** The texts that have a clip: the house's own words only, so that nothing of a person can ever be spoken aloud. */
export type SpokenId =
  | `guidance.${Guidance}`
  | Told<"face", FacePrompt>
  | Told<"card" | "social", CardPrompt>
  | Told<"licence", LicencePrompt>
  | Single;

type Told<Kind extends string, State extends string> = `${Kind}.${State}` | Exclude<`${Kind}.${State}.next`, Named>;
type Single =
  | "warning.heading"
  | "ended.card-left"
  | `print.heading.${PrintMood}`
  | "print.lead.kept"
  | "papers.take"
  | "papers.scan.spoken"
  | "papers.reprinting";
/** These say whose card is wanted. */
type Named = "card.same-person.next" | "social.same-person.next";

const GUIDANCE: Readonly<Record<Guidance, true>> = {
  "look-at-camera": true,
  "come-closer": true,
  "move-back": true,
  "centre-face": true,
  "face-straight": true,
  "more-light": true,
  "less-light": true,
  "hold-still": true,
  "one-person-only": true,
  "turn-left": true,
  "turn-right": true,
  blink: true,
  checking: true,
};
const FACE: Readonly<Record<FacePrompt, true>> = {
  starting: true,
  looking: true,
  restarting: true,
  "asking-service": true,
  "no-match": true,
  unsure: true,
  "not-seen": true,
  "lost-track": true,
  "camera-down": true,
  "photo-unusable": true,
};
const CARD: Readonly<Record<CardPrompt, true>> = {
  "place-card": true,
  reading: true,
  unreadable: true,
  expired: true,
  "not-yet-valid": true,
  "wrong-type": true,
  "bad-number": true,
  "reader-down": true,
  "card-swapped": true,
  "same-person": true,
};
const LICENCE: Readonly<Record<LicencePrompt, true>> = {
  "show-code": true,
  checking: true,
  "wrong-type": true,
  unreadable: true,
  "not-known": true,
  "code-expired": true,
};
const PRINTS: Readonly<Record<PrintMood, true>> = { working: true, done: true, paperless: true, unknown: true, problem: true };

/** All of them: what the clips are made from. */
export const SPOKEN: readonly TextId[] = [
  ...keys(GUIDANCE).map((state) => `guidance.${state}` as const),
  ...keys(FACE).flatMap((state) => told(`face.${state}`, `face.${state}.next`)),
  ...keys(CARD).flatMap((state) => told(`card.${state}`, state === "same-person" ? null : `card.${state}.next`)),
  ...keys(CARD).flatMap((state) => told(`social.${state}`, state === "same-person" ? null : `social.${state}.next`)),
  ...keys(LICENCE).flatMap((state) => told(`licence.${state}`, `licence.${state}.next`)),
  "warning.heading",
  "ended.card-left",
  ...keys(PRINTS).map((mood) => `print.heading.${mood}` as const),
  "print.lead.kept",
  "papers.take",
  "papers.scan.spoken",
  "papers.reprinting",
];

/** What to say of a view, sentence after sentence; nothing where there is nothing to guide. */
export function sentencesOf({ screen, timeLeft, papers }: Pick<View, "screen" | "timeLeft" | "papers">): readonly SpokenId[] {
  if (timeLeft?.warning) return ["warning.heading"];
  switch (screen.kind) {
    case "identify-face":
      return screen.state === "looking" ? [`guidance.${screen.guidance}`] : told(`face.${screen.state}`, `face.${screen.state}.next`);
    case "identify-card":
      return told(`card.${screen.state}`, screen.state === "same-person" ? null : `card.${screen.state}.next`);
    case "identify-social-card":
      return told(`social.${screen.state}`, screen.state === "same-person" ? null : `social.${screen.state}.next`);
    case "identify-licence":
      return told(`licence.${screen.state}`, `licence.${screen.state}.next`);
    case "print": {
      const mood = printMood(screen.prints);
      return told(`print.heading.${mood}`, mood === "unknown" || mood === "problem" ? "print.lead.kept" : null);
    }
    case "result":
    case "handoff":
      return papers ? papersSentences(papers) : [];
    case "ended":
      return screen.cardLeft ? ["ended.card-left"] : [];
    default:
      return [];
  }
}

function papersSentences({ prints, reprinting }: Papers): readonly SpokenId[] {
  if (reprinting) return ["papers.reprinting"];
  const lie = prints.some(({ state }) => state === "printed");
  const wait = prints.some(({ code }) => code !== null);
  return [...(lie ? (["papers.take"] as const) : []), ...(wait ? (["papers.scan.spoken"] as const) : [])];
}

function told(what: SpokenId, next: SpokenId | null): SpokenId[] {
  return next === null ? [what] : [what, next];
}

function keys<T extends string>(all: Readonly<Record<T, true>>): T[] {
  return Object.keys(all) as T[];
}
