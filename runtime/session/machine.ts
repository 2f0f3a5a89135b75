import { unreachable } from "../../base/unreachable.ts";
import type { Factor } from "../../config/identity/factors.ts";
import { advance, emptyFacts, start, withLanguage } from "../../config/service-items/flow.ts";
import { nextOf, stepOf } from "../../config/service-items/flow-enter.ts";
import type { FlowEffect, FlowEvent, FlowState } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import type { Display, EndReason, Intent, PrintProgress } from "../server/api.ts";
import { canReprint, isEndedReceipt, papersOf } from "./papers.ts";
import { deadlineOf, idleEnd, isPrinting, pace, timedOutAs } from "./patience.ts";
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
    doing: null,
    isCardSwapped: false,
    prints: [],
    papers: [],
    reprint: { times: 0, isUnderWay: false },
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
      return to({ ...state, guidance: { guidance: input.guidance, action: input.action } });
    case "doing": {
      const waiting = { ...state, doing: input.doing, guidance: null };
      return to({ ...waiting, deadline: deadlineOf(waiting, world) });
    }
    case "print-progress":
      return to({ ...state, prints: input.prints });
    case "reprinted":
      return reprinted(state, input.print, world);
    case "card-swapped":
      // A sheet under way is let finish; then nothing more of this session is shown.
      return isPrinting(state) ? to({ ...state, isCardSwapped: true }) : end(state, "card-swapped", world);
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
  if (state.reprint.isUnderWay && !WHILE_REPRINTING.has(intent.kind))
    return { ok: false, why: "not-here", detail: "a receipt is being printed" };
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
    case "choose": {
      const closed = stepOf(state.item, state.flow.step).kind === "methods" && world.closedMethods(state.item, state.flow).get(intent.row);
      return closed ? { ok: false, why: "unavailable", detail: closed } : flowed(state, intent, world);
    }
    case "reprint": {
      if (!canReprint(state, world)) return { ok: false, why: "not-here", detail: "there is no receipt to print again" };
      const under = { ...state, reprint: { times: state.reprint.times + 1, isUnderWay: true } };
      return { ok: true, state: { ...under, deadline: deadlineOf(under, world) }, effects: [{ kind: "reprint", session: state.session }] };
    }
    case "agree":
    case "refuse":
    case "fill":
    case "sign":
    case "confirm":
    case "retry":
    case "rate":
    case "skip":
    case "back":
    case "cancel":
      return seenTaking(state, flowed(state, intent, world));
    default:
      return unreachable(intent);
  }
}

/** Whoever touches on after the printing stands in front of the outlet: what came out is theirs now. Nobody did so who walked away. */
function seenTaking(state: Serving, next: Step): Step {
  const papersLie =
    state.flow.phase.at === "person" && papersOf(state).some(({ state: one, serial }) => one === "printed" && serial !== "");
  return next.ok && papersLie ? { ...next, effects: [{ kind: "taken", session: state.session }, ...next.effects] } : next;
}

function reprinted(state: Serving, print: PrintProgress, world: World): Step {
  // It is the last receipt that came to an end; an earlier one of the same kind keeps what became of it.
  const all = [...state.papers, ...state.prints];
  const place = all.findLastIndex((one) => one.document === print.document && isEndedReceipt(one));
  const newest = all.map((one, at) => (at === place ? print : one));
  const after = {
    ...state,
    papers: newest.slice(0, state.papers.length),
    prints: newest.slice(state.papers.length),
    reprint: { ...state.reprint, isUnderWay: false },
  };
  if (after.isCardSwapped) return end(after, "card-swapped", world);
  return to({ ...after, deadline: deadlineOf(after, world) });
}

function flowed(state: Serving, event: FlowEvent, world: World): Step {
  const next = advance(state.item, state.flow, event);
  if (!next) return { ok: false, why: "not-here", detail: `"${event.kind}" means nothing at step ${state.flow.step}` };
  return moved(state, next.state, next.effects, world);
}

/** Takes the flow's next state over, hands its effects on, and ends the session when the flow has ended. */
function moved(before: Serving, flow: FlowState, flowEffects: readonly FlowEffect[], world: World): Step {
  const newVisit = flow.visit !== before.flow.visit;
  const state: Serving = newVisit
    ? { ...before, flow, guidance: null, doing: null, papers: papersOf(before), prints: [] }
    : { ...before, flow, doing: null };
  const { session, item } = state;
  const effects: Effect[] = newVisit ? [{ kind: "drop-work", session, isCardDue: isCardDue(item, flow) }] : [];
  for (const effect of flowEffects) {
    if (effect.kind !== "end") effects.push({ kind: "perform", session, item, flow, effect });
  }
  const none = flow.phase.at === "over" ? null : withoutMethods(state, world);
  if (none) {
    const on = moved(state, none.state, none.effects, world);
    return on.ok ? { ...on, effects: [...effects, ...on.effects] } : on;
  }
  const reason = flow.phase.at === "over" ? flow.phase.end : state.isCardSwapped && !isPrinting(state) ? "card-swapped" : null;
  if (reason === null) return { ok: true, state: { ...state, deadline: deadlineOf(state, world) }, effects };
  const ended = end(state, reason, world);
  return ended.ok ? { ...ended, effects: [...effects, ...ended.effects] } : ended;
}

/** A page that says whose card is asked for next: whoever lays it down while they read is no stranger. */
function isCardDue(item: ServiceItem, flow: FlowState): boolean {
  const step = stepOf(item, flow.step);
  const next = step.kind === "guide" ? item.steps.find(({ id }) => id === nextOf(item, step)) : undefined;
  return next?.kind === "identify" && next.person !== undefined && CARD_FACTORS.has(next.factor);
}

const CARD_FACTORS: ReadonlySet<Factor> = new Set<Factor>(["id-card", "social-security-card"]);

/** A choice between methods of which none can be used now is not put to anybody. */
function withoutMethods({ item, flow }: Serving, world: World): ReturnType<typeof advance> {
  const step = stepOf(item, flow.step);
  if (step.kind !== "methods" || flow.phase.at !== "person") return null;
  const closed = world.closedMethods(item, flow);
  return step.methods.every(({ id }) => closed.has(id)) ? advance(item, flow, { kind: "unavailable", visit: flow.visit }) : null;
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

const WHILE_REPRINTING: ReadonlySet<Intent["kind"]> = new Set(["display", "extend"]);

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
