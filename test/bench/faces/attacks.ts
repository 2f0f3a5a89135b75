import { systemRandom } from "../../../base/random.ts";
import { runAttempt } from "../../../runtime/face-engine/attempt.ts";
import { livenessPlan } from "../../../runtime/face-engine/liveness/plan.ts";
import { ClipCamera, partsWith } from "../../runtime/face-engine/stage.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { asFrame } from "./card-photo.ts";
import { type Rate, rateOf } from "./rates.ts";
import type { Presentation } from "./read-folder.ts";

export interface SpeciesLine {
  readonly species: string;
  readonly presentations: number;
  /** Fewer frames than a verdict needs: not judged, and not in the rates. A still picture says nothing of liveness here. */
  readonly tooShort: number;
  /** Taken for a living person. Of attacks this is APCER, of the genuine 1 − BPCER − no response (ISO/IEC 30107-3). */
  readonly live: Rate;
  /** Called an attack. Of the genuine this is BPCER. */
  readonly attack: Rate;
  /** No verdict: no good frames, or the checks could not tell. Nobody gets in with it, living or not. */
  readonly noResponse: Rate;
  /** Opinions of the checks → how often. */
  readonly checks: Readonly<Record<string, number>>;
}

const FEWEST_FRAMES = 5;
const WITHIN_MS = 20_000;
const UNPLUGGED = { code: "camera.unplugged", detail: "the end of the film" } as const;

/** Holds each presentation before the kiosk's own loop, with the passive checks: those that can be tried on films. */
export async function judgePresentations(presentations: readonly Presentation[]): Promise<SpeciesLine[]> {
  const lines: SpeciesLine[] = [];
  for (const [species, some] of Map.groupBy(presentations, (one) => one.species)) {
    const verdicts: { verdict: string; checks: string }[] = [];
    for (const { frames } of some) {
      const pictures = await Promise.all(frames().map(asFrame));
      if (pictures.length >= FEWEST_FRAMES) verdicts.push(await judge(pictures));
    }
    const share = (wanted: string) => rateOf(verdicts.filter(({ verdict }) => verdict === wanted).length, verdicts.length);
    const checks = Object.fromEntries([...Map.groupBy(verdicts, (one) => one.checks)].map(([name, of]) => [name, of.length]));
    const counts = { presentations: some.length, tooShort: some.length - verdicts.length };
    lines.push({ species, ...counts, live: share("live"), attack: share("attack"), noResponse: share("none"), checks });
  }
  return lines;
}

async function judge(pictures: readonly Buffer[]): Promise<{ verdict: string; checks: string }> {
  const clock = new FakeClock();
  const parts = await partsWith(clock, { planFor: (sensors) => livenessPlan({ sensors, siteModels: [], random: systemRandom }) });
  const watched = await runAttempt(
    {
      minAssurance: "rgb-passive",
      withinMs: WITHIN_MS,
      camera: new ClipCamera(clock, pictures, UNPLUGGED),
      signal: new AbortController().signal,
      onGuidance: () => undefined,
      onPreview: () => undefined,
    },
    parts,
    { prepare: async () => undefined, conclude: async ({ liveness }) => liveness },
  );
  if (!watched.ok) return { verdict: "none", checks: watched.error.failure };
  const { verdict, checks } = watched.value;
  return { verdict: verdict === "unsure" ? "none" : verdict, checks };
}
