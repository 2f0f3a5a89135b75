import type { FaceMeasure } from "../api.ts";
import type { Advice } from "./advice.ts";
import type { Say } from "./texts.ts";

/** One live line. */
export function measureInWords(measure: FaceMeasure, say: Say): string {
  const { distanceMm, offCentre, faceLight, sceneLight, sharpness, guidance } = measure;
  const told = guidance === null ? say("guidance.good") : say(`guidance.${guidance}`);
  if (distanceMm === null || offCentre === null) return say("line.nobody", { scene: sceneLight, told });
  const across = place(offCentre.x, say, "left", "right");
  const up = place(offCentre.y, say, "up", "down");
  const cm = String(Math.round(distanceMm / 10));
  return say("line.face", { cm, across, up, light: faceLight ?? "–", scene: sceneLight, sharpness: sharpness ?? "–", told });
}

/** The summary, what is to be done before what is well. */
export function adviceInWords({ findings, needsWork, measures }: Advice, say: Say): readonly string[] {
  const [work, good] = [findings.filter(({ id }) => !id.endsWith(".good")), findings.filter(({ id }) => id.endsWith(".good"))];
  return [
    "",
    say(needsWork ? "advice.work" : "advice.good", { measures }),
    ...work.map(({ id, values }) => `  ! ${say(`advice.${id}`, values)}`),
    ...good.map(({ id, values }) => `  ✓ ${say(`advice.${id}`, values)}`),
  ];
}

function place(share: number, say: Say, before: "left" | "up", after: "right" | "down"): string {
  const percent = Math.round(Math.abs(share) * 100);
  return say(`place.${percent === 0 ? "middle" : share < 0 ? before : after}`, { percent });
}
