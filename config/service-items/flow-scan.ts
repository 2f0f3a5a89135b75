import type { Code } from "../codes/resolve-code.ts";
import { arrive, go, knowing } from "./flow-enter.ts";
import type { Advance, FlowEvent, FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";

type ScanStep = Extract<Step, { kind: "scan" }>;

/** Why a scan step waits for the person: what came, or that nothing can come. Words for each stand in the page. */
export type ScanTrouble = "wrong-type" | "unreadable" | "check-differs" | "scanner-down";

/** What a scan step makes of a code: taken, taken with a warning, or told in words and asked for again. */
export function scan(item: ServiceItem, state: FlowState, step: ScanStep, event: FlowEvent): Advance {
  switch (event.kind) {
    case "refuse":
      return go(item, state, step, step.ifFailed);
    case "retry":
      return state.phase.at === "retry" ? arrive(item, state, step, state.triesLeft) : null;
    case "confirm":
      return isDoubtful(state) ? go(item, state, step) : null;
    case "fill":
      return typed(state, step, event.values["code"] ?? "");
    case "scanned":
      return judged(item, state, step, event.code);
    case "scan-failed":
      return again(item, state, step, "unreadable");
    case "scan-unavailable":
      if (step.typing) return { state: { ...state, phase: { at: "retry", why: "scanner-down" } }, effects: [] };
      return go(item, state, step, step.ifUnavailable ?? step.ifFailed);
    default:
      return null;
  }
}

// A new visit, so that a code which the scanner reads meanwhile does not come on top.
function typed(state: FlowState, step: ScanStep, text: string): Advance {
  if (!step.typing || text.trim() === "") return null;
  const visit = state.visit + 1;
  return { state: { ...state, visit, phase: { at: "working" } }, effects: [{ kind: "resolve-code", visit, text, accept: step.accept }] };
}

function judged(item: ServiceItem, state: FlowState, step: ScanStep, code: Code): Advance {
  if (!step.accept.includes(code.type)) return again(item, state, step, "wrong-type");
  const known = knowing(state, { answers: { ...state.facts.answers, [step.into]: { ...code } } });
  // GB/T 36904: genuine licences with another check character exist, so the person decides.
  if (code.type === "licence-id" && !code.checkOk)
    return { state: { ...known, phase: { at: "retry", why: "check-differs" } }, effects: [] };
  return go(item, known, step);
}

function again(item: ServiceItem, state: FlowState, step: ScanStep, why: ScanTrouble): Advance {
  const triesLeft = state.triesLeft - 1;
  if (triesLeft <= 0) return go(item, { ...state, triesLeft: 0 }, step, step.ifFailed);
  return { state: { ...state, triesLeft, phase: { at: "retry", why } }, effects: [] };
}

function isDoubtful({ phase }: FlowState): boolean {
  return phase.at === "retry" && phase.why === "check-differs";
}
