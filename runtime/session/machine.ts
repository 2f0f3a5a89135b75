import { unreachable } from "../../base/unreachable.ts";
import { advance, emptyFacts, start, withLanguage } from "../../config/service-items/flow.ts";
import { stepOf } from "../../config/service-items/flow-enter.ts";
import type { FlowEffect, FlowEvent, FlowState } from "../../config/service-items/flow-types.ts";
import type { Display, EndReason, Intent } from "../server/api.ts";
import {
  CARD_REMINDER_MS,
  type Closed,
  DELIVERED_DISPLAY,
  type Effect,
  type Ended,
  FAREWELL_MS,
  type Home,
  type Input,
  type Serving,
  type State,
  type Step,
  type World,
} from "./state.ts";

/** The session machine: pure. `ok: false` means that the input has no meaning in this state, and nothing changes. */
export function step(state: State, input: Input, world: World): Step {
  switch (state.at) {
    case "closed":
      return input.kind === "service" || input.kind === "stop" ? resting(world) : ignored(state, input);
    case "home":
      return atHome(state, input, world);
    case "serving":
      return whileServing(state, input, world);
    case "ended":
      return afterwards(state, input, world);
    default:
      return unreachable(state);
  }
}

/** Where the kiosk is when nobody is served. */
export function resting(world: World): { ok: true; state: Closed | Home; effects: Effect[] } {
  const state: Closed | Home =
    world.closed === null ? { at: "home", display: DELIVERED_DISPLAY, deadline: null } : { at: "closed", why: world.closed };
  return { ok: true, state, effects: [] };
}

function atHome(state: Home, input: Input, world: World): Step {
  if (input.kind === "service") return world.closed === null ? to(state) : resting(world);
  if (input.kind === "stop") return resting(world);
  if (input.kind === "time") return state.deadline !== null && world.now >= state.deadline ? resting(world) : ignored(state, input);
  if (input.kind !== "intent") return ignored(state, input);
  const { intent } = input;
  switch (intent.kind) {
    case "display": {
      const display = { ...state.display, ...intent.display };
      const asDelivered = Object.entries(DELIVERED_DISPLAY).every(([key, value]) => display[key as keyof Display] === value);
      return to({ ...state, display, deadline: asDelivered ? null : idleEnd(display, world) });
    }
    case "extend":
      return to({ ...state, deadline: state.deadline === null ? null : idleEnd(state.display, world) });
    case "start":
      return begin(state, intent.item, world);
    default:
      return ignored(state, input);
  }
}

function begin(state: Home, id: string, world: World): Step {
  const found = world.find(id);
  if (!found) return { ok: false, why: "unavailable", detail: `no service item ${id}` };
  if (found.unavailable) return { ok: false, why: "unavailable", detail: found.unavailable.reason };
  const { item } = found;
  const { language } = state.display;
  const session = world.newSession();
  const { kiosk } = world;
  const first = start(item, emptyFacts({ language, startedAt: world.startedAt, kiosk: kiosk.id, hall: kiosk.hall[language] }));
  const serving: Serving = {
    at: "serving",
    session,
    item,
    flow: first.state,
    display: state.display,
    deadline: null,
    guidance: null,
    prints: [],
  };
  const on = moved(serving, first.state, first.effects, world);
  return on.ok ? { ...on, effects: [{ kind: "begin", session, item }, ...on.effects] } : on;
}

function whileServing(state: Serving, input: Input, world: World): Step {
  if ("session" in input && input.session !== state.session) return ignored(state, input);
  switch (input.kind) {
    case "intent":
      return intended(state, input.intent, world);
    case "outcome":
      return flowed(state, input.event, world);
    case "guidance":
      return to({ ...state, guidance: input.guidance });
    case "print-progress":
      return to({ ...state, prints: input.prints });
    case "card-swapped":
      return end(state, "card-swapped", world);
    case "fault":
      return end(state, "fault", world);
    case "time":
      return state.deadline !== null && world.now >= state.deadline ? end(state, timedOutAs(state), world) : ignored(state, input);
    case "stop":
      return isPrinting(state) ? ignored(state, input) : end(state, "technician", world);
    case "card-left":
    case "cleared":
    case "service":
      return ignored(state, input);
    default:
      return unreachable(input);
  }
}

function intended(state: Serving, intent: Intent, world: World): Step {
  switch (intent.kind) {
    case "start":
      return { ok: false, why: "not-here", detail: "somebody is being served" };
    case "extend":
      return to({ ...state, deadline: deadlineOf(state, world) });
    case "display": {
      const display = { ...state.display, ...intent.display };
      const changed = { ...state, display, flow: withLanguage(state.flow, display.language) };
      return to({ ...changed, deadline: deadlineOf(changed, world) });
    }
    case "agree":
    case "refuse":
    case "choose":
    case "fill":
    case "sign":
    case "confirm":
    case "retry":
    case "rate":
    case "skip":
    case "back":
    case "cancel":
      return flowed(state, intent, world);
    default:
      return unreachable(intent);
  }
}

function flowed(state: Serving, event: FlowEvent, world: World): Step {
  const next = advance(state.item, state.flow, event);
  if (!next) return { ok: false, why: "not-here", detail: `"${event.kind}" means nothing at step ${state.flow.step}` };
  return moved(state, next.state, next.effects, world);
}

/** Takes the flow's next state over, hands its effects on, and ends the session when the flow has ended. */
function moved(before: Serving, flow: FlowState, flowEffects: readonly FlowEffect[], world: World): Step {
  const newVisit = flow.visit !== before.flow.visit;
  const state: Serving = { ...before, flow, guidance: newVisit ? null : before.guidance, prints: newVisit ? [] : before.prints };
  const { session, item } = state;
  const effects: Effect[] = newVisit ? [{ kind: "drop-work", session }] : [];
  for (const effect of flowEffects) {
    if (effect.kind !== "end") effects.push({ kind: "perform", session, item, flow, effect });
  }
  if (flow.phase.at !== "over") return { ok: true, state: { ...state, deadline: deadlineOf(state, world) }, effects };
  const ended = end(state, flow.phase.end, world);
  return ended.ok ? { ...ended, effects: [...effects, ...ended.effects] } : ended;
}

function end(state: Serving, reason: EndReason, world: World): Step {
  const { session, item, display } = state;
  const ended: Ended = {
    at: "ended",
    reason,
    display,
    deadline: world.now + FAREWELL_MS * pace(display, world),
    cleared: false,
    cardLeft: false,
  };
  return { ok: true, state: ended, effects: [{ kind: "finish", session, item: item.id, reason }] };
}

function afterwards(state: Ended, input: Input, world: World): Step {
  switch (input.kind) {
    case "cleared":
      return world.now >= state.deadline ? resting(world) : to({ ...state, cleared: true, cardLeft: false });
    case "card-left":
      return to({ ...state, cardLeft: true });
    case "time": {
      const over = world.now >= state.deadline && (state.cleared || world.now >= state.deadline + CARD_REMINDER_MS);
      return over ? resting(world) : ignored(state, input);
    }
    case "stop":
      return resting(world);
    case "intent":
      return input.intent.kind === "confirm" && state.cleared ? resting(world) : ignored(state, input);
    default:
      return ignored(state, input);
  }
}

/** True when the person has been asked something, or is to hold out a card, a code or a face: then time runs. */
export function awaitsPerson(state: Serving): boolean {
  if (state.flow.phase.at !== "working") return true;
  const { kind } = stepOf(state.item, state.flow.step);
  return kind === "identify" || kind === "scan";
}

export function isPrinting(state: State): boolean {
  if (state.at !== "serving" || state.flow.phase.at !== "working") return false;
  const { kind } = stepOf(state.item, state.flow.step);
  return kind === "print" || kind === "handoff";
}

/** The moment from which the countdown is shown large. */
export function warningAt(deadline: number, display: Display, world: Pick<World, "timing">): number {
  return deadline - world.timing.countdownMs * pace(display, world);
}

function deadlineOf(state: Serving, world: World): number | null {
  return awaitsPerson(state) ? idleEnd(state.display, world) : null;
}

function idleEnd(display: Display, world: World): number {
  return world.now + (world.timing.idleMs + world.timing.countdownMs) * pace(display, world);
}

function pace(display: Display, world: Pick<World, "timing">): number {
  return display.size === "senior" ? world.timing.seniorFactor : 1;
}

// Whoever walks away from the result or the rating has done what they came for.
function timedOutAs(state: Serving): EndReason {
  return state.flow.facts.case !== null && state.flow.phase.at !== "working" ? "finished" : "timeout";
}

function to(state: State): Step {
  return { ok: true, state, effects: [] };
}

function ignored(state: State, input: Input): Step {
  return {
    ok: false,
    why: "not-here",
    detail: `"${input.kind === "intent" ? input.intent.kind : input.kind}" means nothing while ${state.at}`,
  };
}
