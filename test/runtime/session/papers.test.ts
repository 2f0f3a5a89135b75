import assert from "node:assert/strict";
import type { Intent, PrintProgress } from "../../../runtime/server/api.ts";
import { resting, step } from "../../../runtime/session/machine.ts";
import { papersOf } from "../../../runtime/session/papers.ts";
import { type Effect, type Input, MAX_REPRINTS, type Serving, type State, type World } from "../../../runtime/session/state.ts";
import { viewOf } from "../../../runtime/session/view-model.ts";
import { SAMPLE_ITEM } from "../support/sample-item.ts";

const WORLD: World = {
  now: 1_000_000,
  startedAt: "2026-01-05T01:00:00.000Z",
  timing: { idleMs: 60_000, countdownMs: 15_000, seniorFactor: 2 },
  kiosk: { id: "demo-007", hall: { "zh-CN": "示例市政务服务中心", en: "Sample Hall" } },
  closed: null,
  find: () => ({ item: SAMPLE_ITEM, unavailable: null }),
  closedMethods: () => new Map(),
  printsReceipts: () => true,
  newSession: () => "s1",
};

const touch = (kind: "confirm" | "reprint" | "cancel" | "extend"): Input => ({ kind: "intent", intent: { kind } });
const outcome = (event: Extract<Input, { kind: "outcome" }>["event"]): Input => ({ kind: "outcome", session: "s1", event });
const paper = (kind: PrintProgress["kind"], state: PrintProgress["state"], more: Partial<PrintProgress> = {}): PrintProgress => {
  const document = kind === "receipt" ? "receipt" : "licence";
  return { document, kind, state, problem: null, serial: "", code: null, ...more };
};

function walk(from: State, ...inputs: Input[]): { state: State; effects: Effect[] } {
  let state = from;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const next = step(state, input, WORLD);
    assert.ok(next.ok, `${JSON.stringify(input)} in ${state.at}`);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

/** In front of the result, after these papers. */
function printed(...prints: PrintProgress[]): Serving {
  const start: Intent = { kind: "start", item: "sample" };
  const { state } = walk(
    resting(WORLD).state,
    { kind: "intent", intent: start },
    touch("confirm"),
    outcome({ kind: "identified", visit: 2, factor: "id-card", identity: { number: "x", name: "艾测试" } }),
    outcome({ kind: "fetched", visit: 3, answer: {} }),
    { kind: "intent", intent: { kind: "fill", values: { phone: "13800000000" } } },
    outcome({ kind: "registered", visit: 5, case: { id: "c", number: "n", registeredAt: "2026-01-05T09:00:00+08:00" } }),
    { kind: "print-progress", session: "s1", prints },
    outcome({
      kind: "print-done",
      visit: 6,
      outcomes: ["licence", "receipt"].map((template) => ({ template, outcome: "printed" as const, serial: "" })),
    }),
  );
  assert.equal(state.at, "serving");
  return state as Serving;
}

const view = (state: State, world = WORLD) =>
  viewOf(state, {
    revision: 1,
    now: WORLD.now,
    epochNow: 0,
    timing: WORLD.timing,
    hall: WORLD.kiosk.hall,
    screenMm: 598,
    items: () => [],
    documentName: (template) => `name of ${template}`,
    closedMethods: WORLD.closedMethods,
    printsReceipts: world.printsReceipts,
  });

const LICENCE = paper("certificate", "printed", { serial: "A0001" });
const kinds = (effects: readonly Effect[]) => effects.map(({ kind }) => kind);

describe("the papers of a session", () => {
  it("the slip stands in the place of the receipt that came to nothing, and of no other paper", () => {
    const [lost, given] = [paper("receipt", "failed"), paper("receipt", "printed")];
    const torn = paper("certificate", "failed");
    assert.deepEqual(papersOf({ papers: [torn, lost], prints: [given] }), [torn, given]);
    assert.deepEqual(papersOf({ papers: [torn, given], prints: [lost] }), [torn, given, lost]);
    assert.deepEqual(papersOf({ papers: [torn, lost], prints: [torn] }), [torn, lost, torn]);
  });

  it("stay in sight beside the result, each by its name", () => {
    const shown = view(printed(LICENCE, paper("receipt", "printed"))).papers;
    assert.deepEqual(
      shown?.prints.map(({ document, state, serial }) => [document, state, serial]),
      [
        ["name of licence", "printed", "A0001"],
        ["name of receipt", "printed", ""],
      ],
    );
    assert.equal(shown?.canReprint, true);
  });

  it("are nothing before anything was printed", () => assert.equal(view(resting(WORLD).state).papers, null));

  it("are seen to be taken by the touch that goes on, and by nothing else", () => {
    const result = printed(LICENCE, paper("receipt", "printed"));
    assert.ok(kinds(walk(result, touch("confirm")).effects).includes("taken"));
    assert.ok(!kinds(walk(result, touch("extend")).effects).includes("taken"), "the page itself says extend");
    const late = step(result, { kind: "time" }, { ...WORLD, now: WORLD.now + 10_000_000 });
    assert.ok(late.ok && late.state.at === "ended");
    assert.ok(!kinds(late.ok ? late.effects : []).includes("taken"), "whoever walked away may have left them");
  });

  it("that are not on a numbered blank need nobody to see it", () => {
    assert.ok(
      !kinds(walk(printed(paper("certificate", "printed"), paper("receipt", "printed")), touch("confirm")).effects).includes("taken"),
    );
    const unknown = printed(paper("certificate", "unknown", { serial: "A0001" }));
    assert.ok(!kinds(walk(unknown, touch("confirm")).effects).includes("taken"), "nobody knows whether there is anything to take");
  });

  it("give whoever has a code to scan more time", () => {
    const plain = printed(LICENCE, paper("receipt", "printed"));
    const coded = printed(LICENCE, paper("receipt", "paperless", { code: "https://hub.example/r/1#k" }));
    assert.equal((coded.deadline ?? 0) - (plain.deadline ?? 0), WORLD.timing.idleMs);
  });
});

describe("a receipt once more", () => {
  it(`can be had ${MAX_REPRINTS} times, and stands in place of the first`, () => {
    let state: State = printed(LICENCE, paper("receipt", "failed", { problem: "jam" }));
    for (let time = 1; time <= MAX_REPRINTS; time++) {
      const asked = walk(state, touch("reprint"));
      assert.deepEqual(asked.effects, [{ kind: "reprint", session: "s1" }]);
      assert.deepEqual([view(asked.state).papers?.reprinting, view(asked.state).papers?.canReprint], [true, false]);
      state = walk(asked.state, { kind: "reprinted", session: "s1", print: paper("receipt", "printed") }).state;
      assert.deepEqual(
        view(state).papers?.prints.map((one) => one.state),
        ["printed", "printed"],
      );
    }
    assert.equal(view(state).papers?.canReprint, false);
    assert.equal(step(state, touch("reprint"), WORLD).ok, false);
  });

  it("leaves an earlier receipt of the same kind as it was: what did not come out is not called printed", () => {
    const { state } = walk(printed(paper("receipt", "unknown"), LICENCE, paper("receipt", "failed", { problem: "jam" })), touch("reprint"));
    const after = walk(state, { kind: "reprinted", session: "s1", print: paper("receipt", "printed") }).state;
    assert.deepEqual(
      view(after).papers?.prints.map((one) => one.state),
      ["unknown", "printed", "printed"],
    );
  });

  it("is not promised on paper while the printer has none, though it went to the phone; once there is paper it is", () => {
    const empty: World = { ...WORLD, printsReceipts: () => false };
    for (const receipt of [
      paper("receipt", "paperless", { problem: "paper-out", code: "https://hub.example/r/1#k" }),
      paper("receipt", "printed"),
    ]) {
      const state = printed(LICENCE, receipt);
      assert.equal(view(state, empty).papers?.canReprint, false);
      assert.equal(step(state, touch("reprint"), empty).ok, false);
      assert.equal(view(state).papers?.canReprint, true);
      assert.equal(step(state, touch("reprint"), WORLD).ok, true);
    }
  });

  it("is not on offer where it was never begun, because the sheet before it failed", () => {
    const state = printed(paper("certificate", "failed", { problem: "jam" }), paper("receipt", "failed"));
    assert.equal(view(state).papers?.canReprint, false);
    assert.equal(step(state, touch("reprint"), WORLD).ok, false);
  });

  it("is let finish: nobody goes on, no time runs, nothing is stopped while it prints", () => {
    const { state } = walk(printed(LICENCE, paper("receipt", "printed")), touch("reprint"));
    assert.equal(state.at === "serving" && state.deadline, null);
    for (const input of [touch("confirm"), touch("cancel"), touch("reprint"), { kind: "stop" } as const])
      assert.equal(step(state, input, WORLD).ok, false, JSON.stringify(input));
    const swapped = walk(state, { kind: "card-swapped", session: "s1" });
    assert.equal(swapped.state.at, "serving");
    const done = walk(swapped.state, { kind: "reprinted", session: "s1", print: paper("receipt", "printed") });
    assert.equal(done.state.at, "ended");
  });

  it("is not on offer where none was printed, nor while the step still prints", () => {
    assert.equal(view(printed(LICENCE)).papers?.canReprint, false);
    assert.equal(step(printed(LICENCE), touch("reprint"), WORLD).ok, false);
  });
});
