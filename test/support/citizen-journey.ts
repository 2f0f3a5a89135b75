import { unreachable } from "../../base/unreachable.ts";
import type { FormField, Intent, Screen, View } from "../../runtime/server/api.ts";
import type { Citizen } from "./citizen.ts";
import { SAMPLE_SIGNATURE } from "./sample-signature.ts";

/** What this person types where nothing is prefilled; a trade name may be held by one business only. */
export type Answers = Readonly<Record<string, string>>;

/** How a willing person answers a screen; undefined where there is nothing to do but wait. */
export function answerTo(screen: Screen, answers: Answers): Intent | undefined {
  switch (screen.kind) {
    case "guide":
    case "review":
    case "result":
    case "handoff":
      return { kind: "confirm" };
    case "consent":
      return { kind: "agree" };
    case "methods": {
      const method = screen.methods.find(({ unavailable }) => unavailable === null);
      return method ? { kind: "choose", row: method.id } : { kind: "refuse" };
    }
    case "choose":
      return screen.rows[0] ? { kind: "choose", row: screen.rows[0].id } : { kind: "confirm" };
    case "form":
      refuseMistakes(screen.fields);
      return { kind: "fill", values: Object.fromEntries(screen.fields.map((field) => [field.name, valueFor(field, answers)])) };
    case "sign":
      return { kind: "sign", signature: SAMPLE_SIGNATURE };
    case "evaluate":
      return { kind: "rate", grade: 5, tags: [] };
    case "home":
    case "out-of-service":
    case "identify-card":
    case "identify-social-card":
    case "identify-licence":
    case "identify-face":
    case "wait":
    case "scan":
    case "print":
    case "ended":
      return undefined;
    default:
      return unreachable(screen);
  }
}

/** Goes through an item from the home screen to its end, or to the screen `before`, answering every other; gives the views that were answered. */
export async function goThrough(citizen: Citizen, item: string, answers: Answers, before?: Screen["kind"]): Promise<View[]> {
  await citizen.until(`${item} on offer`, ({ screen }) => offers(screen, item));
  await citizen.insist({ kind: "start", item });
  // The touch may be acknowledged before the screen has changed.
  await citizen.until("the first screen", ({ session }) => session !== null);
  const answered: View[] = [];
  let last: View | undefined;
  for (;;) {
    const view = await citizen.until("a screen to answer", (next) => isNewer(next, last) && isTurn(next.screen));
    last = view;
    if (view.screen.kind === "ended" || view.screen.kind === "home" || view.screen.kind === before) return answered;
    const intent = answerTo(view.screen, answers);
    if (intent && (await citizen.answer(view, intent))) answered.push(view);
  }
}

export function offers(screen: Screen, item: string): boolean {
  return screen.kind === "home" && screen.items.some(({ id, unavailable }) => id === item && unavailable === null);
}

// A runtime that was started again counts its revisions anew; the session tells that it is another one.
function isNewer(view: View, last: View | undefined): boolean {
  return !last || view.session !== last.session || view.revision > last.revision;
}

function isTurn(screen: Screen): boolean {
  return screen.kind === "ended" || screen.kind === "home" || answerTo(screen, {}) !== undefined;
}

const SYLLABLES = [..."春夏秋冬晨暮云岚溪川松竹"];

/** A trade name for each round: the register holds every name once. */
export function tradeName(round: number): string {
  const [a, b] = [SYLLABLES[round % SYLLABLES.length], SYLLABLES[Math.floor(round / SYLLABLES.length) % SYLLABLES.length]];
  return `样张${b}${a}`;
}

// A form that comes back would be filled in the same way for ever.
function refuseMistakes(fields: readonly FormField[]): void {
  const wrong = fields.filter(({ error }) => error !== "");
  if (wrong.length > 0) throw new Error(wrong.map(({ name, value, error }) => `${name} "${value}": ${error}`).join("; "));
}

function valueFor(field: FormField, answers: Answers): string {
  return answers[field.name] ?? (field.value || (field.options[0]?.value ?? ""));
}
