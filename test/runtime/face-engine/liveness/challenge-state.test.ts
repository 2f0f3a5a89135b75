import assert from "node:assert/strict";
import fc from "fast-check";
import { type Action, CHALLENGE } from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import {
  beginChallenge,
  type ChallengeState,
  restartChallenge,
  stepChallenge,
} from "../../../../runtime/face-engine/liveness/challenge-state.ts";
import type { Measures } from "../../../../runtime/face-engine/liveness/measures.ts";
import { DONE, STRAIGHT_FACE } from "./film-odds.ts";

const first = () => 0;
const EVERY_MS = 100;

/** Plays faces for some time, from where the state is. */
function play(state: ChallengeState, face: Omit<Measures, "at">, forMs: number): ChallengeState {
  let next = state;
  const from = (state.lastAt ?? -EVERY_MS) + EVERY_MS;
  for (let at = from; at < from + forMs; at += EVERY_MS) next = stepChallenge(next, { at, ...face }, first);
  return next;
}

const begun = () => beginChallenge(first);
const straight = (state: ChallengeState, forMs = 800) => play(state, STRAIGHT_FACE, forMs);
const did = (state: ChallengeState, action: Action) => straight(play(state, DONE[action], 300));
const asked = (state: ChallengeState) => (state.phase.kind === "asking" ? state.sequence[state.at] : state.phase.kind);
const ended = (state: ChallengeState) => (state.phase.kind === "over" ? `${state.phase.verdict} ${state.phase.reason}` : state.phase.kind);
/** Straight until it asks, then what it asks; `times` movements. */
function obey(state: ChallengeState, times: number): ChallengeState {
  let next = straight(state);
  for (let time = 0; time < times; time++) next = did(straight(next, 300), next.sequence[next.at] ?? "blink");
  return next;
}

const asking = () => straight(begun());
const between = () => play(straight(asking(), 300), DONE["turn-left"], 300);
const done = () => obey(begun(), 3);

describe("runtime/face-engine/liveness/challenge-state", () => {
  it("draws turn-left, turn-right, blink when every choice is the first", () => {
    assert.deepEqual(begun().sequence, ["turn-left", "turn-right", "blink"]);
  });

  // Every phase, and everything that can happen in it.
  const PHASES = { settling: begun, asking, "back to straight": between, over: done } as const;
  const EVENTS = {
    "a straight face": (state: ChallengeState) => straight(state, 300),
    "a still, straight face for long enough": (state: ChallengeState) => straight(state, 1_800),
    "turn-left": (state: ChallengeState) => did(straight(state, 300), "turn-left"),
    "turn-right": (state: ChallengeState) => did(straight(state, 300), "turn-right"),
    blink: (state: ChallengeState) => did(straight(state, 300), "blink"),
    "come-closer": (state: ChallengeState) => did(straight(state, 300), "come-closer"),
    "nothing for the whole time": (state: ChallengeState) => straight(state, CHALLENGE.answerMs + 200),
    "a gap": (state: ChallengeState) => stepChallenge(state, { at: (state.lastAt ?? 0) + 2_000, ...STRAIGHT_FACE }, first),
    "a broken track": (state: ChallengeState) => restartChallenge(state, first),
  } as const;
  const EXPECTED: Readonly<Record<keyof typeof PHASES, Readonly<Record<keyof typeof EVENTS, string>>>> = {
    settling: {
      "a straight face": "0/1 settling",
      "a still, straight face for long enough": "1/1 asking turn-left",
      "turn-left": "1/1 asking turn-left, 1 unasked",
      "turn-right": "1/1 asking turn-left, 1 unasked",
      blink: "1/1 asking turn-left",
      "come-closer": "1/1 asking turn-left, 1 unasked",
      "nothing for the whole time": "1/1 asking turn-left",
      "a gap": "0/1 settling",
      "a broken track": "0/1 settling",
    },
    asking: {
      "a straight face": "1/1 asking turn-left",
      "a still, straight face for long enough": "1/1 asking turn-left",
      "turn-left": "1/2 asking turn-right",
      "turn-right": "2/1 asking turn-left",
      blink: "1/1 asking turn-left",
      "come-closer": "2/1 asking turn-left",
      "nothing for the whole time": "1/1 settling, exchanged",
      "a gap": "1/1 settling",
      "a broken track": "1/1 settling",
    },
    "back to straight": {
      "a straight face": "1/2 settling",
      "a still, straight face for long enough": "1/2 asking turn-right",
      "turn-left": "1/2 asking turn-right, 1 unasked",
      "turn-right": "1/2 asking turn-right, 1 unasked",
      blink: "1/2 asking turn-right",
      "come-closer": "1/2 asking turn-right, 1 unasked",
      "nothing for the whole time": "1/2 asking turn-right",
      "a gap": "1/1 settling",
      "a broken track": "1/1 settling",
    },
    over: {
      "a straight face": "1/3 live done-as-asked",
      "a still, straight face for long enough": "1/3 live done-as-asked",
      "turn-left": "1/3 live done-as-asked",
      "turn-right": "1/3 live done-as-asked",
      blink: "1/3 live done-as-asked",
      "come-closer": "1/3 live done-as-asked",
      "nothing for the whole time": "1/3 live done-as-asked",
      "a gap": "1/1 settling",
      "a broken track": "1/1 settling",
    },
  };
  const described = (state: ChallengeState) => {
    const what = state.phase.kind === "asking" ? `asking ${asked(state)}` : ended(state);
    return `${state.begun}/${state.at + 1} ${what}${state.exchanged ? ", exchanged" : ""}${state.unasked ? `, ${state.unasked} unasked` : ""}`;
  };
  for (const [phase, before] of Object.entries(PHASES)) {
    for (const [event, after] of Object.entries(EVENTS)) {
      const expected = EXPECTED[phase as keyof typeof PHASES][event as keyof typeof EVENTS];
      it(`${phase}, then ${event}: ${expected}`, () => assert.equal(described(after(before())), expected));
    }
  }

  it("is live once everything was done as it was asked", () => assert.equal(ended(done()), "live done-as-asked"));

  it("asks for something else once when a person cannot do it, and gives up the second time", () => {
    const other = straight(play(asking(), STRAIGHT_FACE, CHALLENGE.answerMs + 200));
    assert.equal(asked(other), "come-closer");
    assert.equal(ended(straight(other, CHALLENGE.answerMs + 200)), "unsure no-answer");
  });

  it("begins anew when left and right were confused once, and gives up the second time without calling it an attack", () => {
    const again = did(straight(asking(), 300), "turn-right");
    assert.equal(again.begun, 2);
    assert.equal(ended(did(straight(straight(again), 300), "turn-right")), "unsure moved-otherwise");
  });

  it("takes three movements that nobody asked for as an attack", () => {
    const moved = (state: ChallengeState) => play(straight(state, 100), DONE["turn-right"], 200);
    assert.equal(ended(moved(moved(moved(begun())))), "attack moved-unasked");
  });

  it("counts a movement that came before anybody could have heard as unasked", () => {
    const state = asking();
    const { phase } = state;
    assert.equal(phase.kind, "asking");
    const early = play(state, DONE["turn-left"], 200);
    // 800 ms of stillness: asked at 600 ms, so the turn is whole later than a reaction takes.
    assert.equal(early.unasked, 0);
    const atOnce = phase.kind === "asking" ? { ...state, phase: { ...phase, since: state.lastAt ?? 0 } } : state;
    const tooEarly = [50, 100].reduce(
      (one, ms) => stepChallenge(one, { at: (state.lastAt ?? 0) + ms, ...DONE["turn-left"] }, first),
      atOnce,
    );
    assert.deepEqual([tooEarly.unasked, tooEarly.phase.kind, tooEarly.at], [1, "settling", 0]);
  });

  it("never asks while the face does not come to rest, and says so in the end", () => {
    let state = begun();
    for (let at = 0; at < 20_000; at += EVERY_MS)
      state = stepChallenge(state, { at, ...STRAIGHT_FACE, turn: (at / EVERY_MS) % 2 ? 0.12 : -0.12 }, first);
    assert.equal(ended(state), "unsure never-still");
  });

  it("does not take one frame for a movement", () => assert.equal(asked(straight(play(asking(), DONE["turn-right"], 100))), "turn-left"));

  it("does not take shut eyes for a blink before they open", () => {
    const state = obey(begun(), 2);
    assert.equal(asked(straight(state)), "blink");
    assert.equal(play(straight(state), DONE.blink, 3_000).phase.kind, "asking");
  });

  it("never lives by frames in any order and of any sort but those asked for", () => {
    const frame = fc.record({
      at: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.double()),
      turn: fc.oneof(fc.double(), fc.double({ min: -0.5, max: 0.5 })),
      opening: fc.oneof(fc.double(), fc.double({ min: 0, max: 2 })),
      size: fc.oneof(fc.double(), fc.double({ min: 0, max: 200 })),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 60 }), fc.infiniteStream(fc.nat()), (frames, choices) => {
        const pick = (count: number) => (choices.next().value ?? 0) % count;
        let state = beginChallenge(pick);
        let wasAsked = 0;
        for (const one of frames) {
          const next = stepChallenge(state, one, pick);
          if (next.phase.kind === "asking" && state.phase.kind !== "asking") wasAsked += 1;
          state = next;
        }
        if (state.phase.kind === "over" && state.phase.verdict === "live") assert.ok(wasAsked >= CHALLENGE.actions);
      }),
    );
  });
});
