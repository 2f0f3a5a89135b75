import { maskName } from "../../base/personal.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { Language, LocalText } from "../../config/language.ts";
import { canGoBack } from "../../config/service-items/flow.ts";
import { printId } from "../../config/service-items/item.ts";
import type { RuntimeScreen } from "../../config/service-items/screen.ts";
import { present, stages } from "../../config/service-items/view.ts";
import type {
  CardPrompt,
  Display,
  FacePrompt,
  ItemCard,
  LicencePrompt,
  MethodCard,
  PrintProgress,
  Progress,
  ScanPrompt,
  Screen,
  TimeLeft,
  View,
} from "../server/api.ts";
import { papersView } from "./papers.ts";
import { warningAt } from "./patience.ts";
import { type ClosedMethod, DELIVERED_DISPLAY, type Serving, type State, type World } from "./state.ts";

/** What a view shows besides the machine's state. */
export interface Around {
  readonly revision: number;
  /** Monotonic and epoch ms of the same moment. */
  readonly now: number;
  readonly epochNow: number;
  readonly timing: World["timing"];
  readonly hall: LocalText;
  /** Longer side of the glass. */
  readonly screenMm: number;
  readonly items: (language: Language) => readonly ItemCard[];
  readonly documentName: (template: string, language: Language) => string;
  readonly closedMethods: World["closedMethods"];
  readonly printsReceipts: World["printsReceipts"];
}

/** The page's whole truth: pure, from the machine's state. */
export function viewOf(state: State, around: Around): View {
  const display = state.at === "closed" ? DELIVERED_DISPLAY : state.display;
  const serving = state.at === "serving" ? state : null;
  return {
    revision: around.revision,
    session: serving?.session ?? null,
    display,
    hall: around.hall[display.language],
    progress: serving ? progressOf(serving) : null,
    timeLeft: timeLeftOf(state, display, around),
    papers: serving ? papersView(serving, around, (print) => named(print, serving, around, display.language)) : null,
    screen: screenOf(state, around),
  };
}

function screenOf(state: State, around: Around): Screen {
  switch (state.at) {
    case "closed":
      return { kind: "out-of-service", reason: state.why };
    case "home":
      return { kind: "home", items: around.items(state.display.language) };
    case "serving":
      return servingScreen(state, around);
    case "ended":
      return { kind: "ended", reason: state.reason, ...(state.cardLeft ? { cardLeft: true } : {}) };
    default:
      return unreachable(state);
  }
}

function servingScreen(state: Serving, around: Around): Screen {
  const { language } = state.display;
  const screen = present(state.item, state.flow, language);
  switch (screen.kind) {
    case "identify":
      return identifyScreen(state, screen);
    case "methods": {
      const closed = around.closedMethods(state.item, state.flow);
      const here = screen.methods.filter(({ id }) => closed.get(id) !== "not-here");
      return { ...screen, methods: here.map((one) => ({ ...one, unavailable: troubleOf(closed.get(one.id)) })) };
    }
    case "scan": {
      const { why, ...shown } = screen;
      return { ...shown, state: scanPrompt(why) };
    }
    case "sign":
      return { ...screen, screenMm: around.screenMm };
    case "print": {
      const prints = state.prints.length > 0 ? state.prints : screen.prints.map(notBegun);
      return { kind: "print", prints: prints.map((one) => named(one, state, around, language)) };
    }
    case "over":
      return { kind: "ended", reason: screen.end };
    default:
      return screen;
  }
}

function identifyScreen(
  state: Serving,
  { factor, person, why, triesLeft, otherWay }: Extract<RuntimeScreen, { kind: "identify" }>,
): Screen {
  const { guidance, doing } = state;
  switch (factor) {
    case "id-card":
      return { kind: "identify-card", person, state: cardPrompt(why), triesLeft, otherWay };
    case "social-security-card":
      return { kind: "identify-social-card", person, state: cardPrompt(why), triesLeft, otherWay };
    case "electronic-licence":
      return { kind: "identify-licence", state: doing === "asking-service" ? "checking" : licencePrompt(why), triesLeft };
    case "face":
    case "remote-face":
      return {
        kind: "identify-face",
        person,
        guidance: guidance?.guidance ?? "look-at-camera",
        action: guidance?.action ?? null,
        state: doing ?? facePrompt(why, guidance !== null),
        leavesDevice: factor === "remote-face",
        triesLeft,
      };
    default:
      return unreachable(factor);
  }
}

function troubleOf(why: ClosedMethod | undefined): MethodCard["unavailable"] {
  return why === undefined || why === "not-here" ? null : why;
}

function notBegun({ id, kind }: { readonly id: string; readonly kind: PrintProgress["kind"] }): PrintProgress {
  return { document: id, kind, state: "waiting", problem: null, serial: "", code: null };
}

function named(print: PrintProgress, { item }: Serving, around: Around, language: Language): PrintProgress {
  const ordered = item.steps.flatMap((step) => (step.kind === "print" ? step.prints : [])).find((one) => printId(one) === print.document);
  // A department's document has its name from the item: no template of ours makes it.
  const name = ordered && "name" in ordered ? ordered.name[language] : around.documentName(print.document, language);
  return { ...print, document: name };
}

function progressOf(state: Serving): Progress {
  const name = state.flow.facts.identity["name"];
  return {
    item: state.item.name[state.display.language],
    step: state.flow.step,
    ...stages(state.item, state.flow, state.display.language),
    person: name ? maskName(name) : null,
    canGoBack: canGoBack(state.item, state.flow),
  };
}

// The wish to be shown a time goes only as far as there is something to lose: a session. The home page and the farewell just change.
function timeLeftOf(state: State, display: Display, around: Around): TimeLeft | null {
  if (state.at !== "serving" || state.deadline === null) return null;
  return {
    endsAt: Math.round(around.epochNow + (state.deadline - around.now)),
    now: around.epochNow,
    warning: around.now >= warningAt(state.deadline, display, around),
  };
}

const CARD_PROMPTS: ReadonlySet<string> = new Set<CardPrompt>([
  "place-card",
  "reading",
  "unreadable",
  "expired",
  "not-yet-valid",
  "wrong-type",
  "bad-number",
  "reader-down",
  "card-swapped",
  "same-person",
]);
const FACE_PROMPTS: ReadonlySet<string> = new Set<FacePrompt>([
  "starting",
  "looking",
  "no-match",
  "unsure",
  "not-seen",
  "lost-track",
  "camera-down",
  "photo-unusable",
]);
const LICENCE_PROMPTS: ReadonlySet<string> = new Set<LicencePrompt>(["wrong-type", "unreadable", "not-known", "code-expired"]);

const SCAN_PROMPTS: ReadonlySet<string> = new Set<ScanPrompt>(["wrong-type", "unreadable", "check-differs", "scanner-down"]);

function scanPrompt(why: string | null): ScanPrompt {
  if (why === null) return "show-code";
  return SCAN_PROMPTS.has(why) ? (why as ScanPrompt) : "unreadable";
}

function licencePrompt(why: string | null): LicencePrompt {
  if (why === null) return "show-code";
  return LICENCE_PROMPTS.has(why) ? (why as LicencePrompt) : "unreadable";
}

function cardPrompt(why: string | null): CardPrompt {
  if (why === null) return "place-card";
  return CARD_PROMPTS.has(why) ? (why as CardPrompt) : "unreadable";
}

function facePrompt(why: string | null, guided: boolean): FacePrompt {
  if (why === null) return guided ? "looking" : "starting";
  return FACE_PROMPTS.has(why) ? (why as FacePrompt) : "unsure";
}
