import { stepOf } from "../../config/service-items/flow-enter.ts";
import type { Display, EndReason } from "../server/api.ts";
import { papersOf } from "./papers.ts";
import type { Serving, State, World } from "./state.ts";

/* The rules of time: who is waited for, how long, and what is never cut short. */

/** True when the person has been asked something, or is to hold out a card, a code or a face: then time runs. */
export function awaitsPerson(state: Serving): boolean {
  if (state.reprint.isUnderWay) return false;
  if (state.flow.phase.at !== "working") return true;
  if (state.doing !== null) return false;
  const { kind } = stepOf(state.item, state.flow.step);
  return kind === "identify" || kind === "scan";
}

export function isPrinting(state: State): boolean {
  if (state.at !== "serving") return false;
  if (state.reprint.isUnderWay) return true;
  if (state.flow.phase.at !== "working") return false;
  const { kind } = stepOf(state.item, state.flow.step);
  return kind === "print" || kind === "handoff";
}

/** The moment from which the countdown is shown large. */
export function warningAt(deadline: number, display: Display, world: Pick<World, "timing">): number {
  return deadline - world.timing.countdownMs * pace(display, world);
}

export function deadlineOf(state: Serving, world: World): number | null {
  if (!awaitsPerson(state)) return null;
  // Whoever has a code to scan looks for their phone first.
  const codeShown = papersOf(state).some(({ code }) => code !== null);
  return codeShown ? idleEnd(state.display, world) + world.timing.idleMs : idleEnd(state.display, world);
}

export function idleEnd(display: Display, world: World): number {
  return world.now + (world.timing.idleMs + world.timing.countdownMs) * pace(display, world);
}

export function pace(display: Display, world: Pick<World, "timing">): number {
  return display.size === "senior" ? world.timing.seniorFactor : 1;
}

/** Whoever walks away from the result or the rating has done what they came for. */
export function timedOutAs(state: Serving): EndReason {
  return state.flow.facts.case !== null && state.flow.phase.at !== "working" ? "finished" : "timeout";
}
