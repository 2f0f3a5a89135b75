import assert from "node:assert/strict";
import type { Intent } from "../../../runtime/server/api.ts";
import { resting, step } from "../../../runtime/session/machine.ts";
import type { Input, State, World } from "../../../runtime/session/state.ts";
import { FACE_ITEM, SAMPLE_ITEM } from "../support/sample-item.ts";

const WORLD: World = {
  now: 1_000_000,
  startedAt: "2026-01-05T01:00:00.000Z",
  timing: { idleMs: 60_000, countdownMs: 15_000, seniorFactor: 2 },
  kiosk: { id: "demo-007", hall: { "zh-CN": "示例市政务服务中心", en: "Sample Hall" } },
  closed: null,
  find: (id) => {
    const item = [SAMPLE_ITEM, FACE_ITEM].find((one) => one.id === id);
    return item ? { item, unavailable: null } : null;
  },
  closedMethods: () => new Map(),
  printsReceipts: () => true,
  newSession: () => "s1",
};
const LATER = { ...WORLD, now: WORLD.now + 1_000_000 };
const CLOSED = { ...WORLD, closed: "maintenance" as const };
const IDENTITY = { number: "x", name: "艾测试" };

function walk(from: State, ...inputs: Input[]): State {
  return inputs.reduce((state, input) => {
    const next = step(state, input, WORLD);
    assert.ok(next.ok, `${JSON.stringify(input)} in ${state.at}`);
    return next.state;
  }, from);
}

const touch = (intent: Intent): Input => ({ kind: "intent", intent });
const outcome = (event: Extract<Input, { kind: "outcome" }>["event"]): Input => ({ kind: "outcome", session: "s1", event });

const home = resting(WORLD).state;
const guide = walk(home, touch({ kind: "start", item: "sample" }));
const card = walk(guide, touch({ kind: "confirm" }));
const waiting = walk(card, outcome({ kind: "identified", visit: 2, factor: "id-card", identity: IDENTITY }));
const form = walk(waiting, outcome({ kind: "fetched", visit: 3, answer: {} }));
const submitting = walk(form, touch({ kind: "fill", values: { phone: "13800000000" } }));
const registered = { id: "c", number: "n", registeredAt: "2026-01-05T09:00:00+08:00" };
const printing = walk(submitting, outcome({ kind: "registered", visit: 5, case: registered }));
const outcomes = ["licence", "receipt"].map((template) => ({ template, outcome: "printed" as const, serial: "" }));
const result = walk(printing, outcome({ kind: "print-done", visit: 6, outcomes }));
const ended = walk(card, touch({ kind: "cancel" }));

const STATES = { closed: resting(CLOSED).state, home, guide, card, waiting, form, submitting, printing, result, ended };

const INPUTS: Readonly<Record<string, Input>> = {
  start: touch({ kind: "start", item: "sample" }),
  display: touch({ kind: "display", display: { size: "senior" } }),
  extend: touch({ kind: "extend" }),
  confirm: touch({ kind: "confirm" }),
  back: touch({ kind: "back" }),
  cancel: touch({ kind: "cancel" }),
  swapped: { kind: "card-swapped", session: "s1" },
  fault: { kind: "fault", session: "s1" },
  "other session": { kind: "fault", session: "s0" },
  service: { kind: "service" },
  stop: { kind: "stop" },
  cleared: { kind: "cleared" },
};

/** Row: input; column: state. `-`: means nothing there; else where it leads. */
const TABLE = `
                closed  home     guide    card     waiting  form     submitting printing result   ended
  start         -       serving  -        -        -        -        -          -        -        -
  display       -       home     serving  serving  serving  serving  serving    serving  serving  -
  extend        -       home     serving  serving  serving  serving  serving    serving  serving  -
  confirm       -       -        serving  -        -        -        -          -        serving  -
  back          -       -        -        serving  -        serving  -          -        -        -
  cancel        -       -        ended    ended    ended    ended    -          -        ended    -
  swapped       -       -        ended    ended    ended    ended    ended      serving  ended    -
  fault         -       -        ended    ended    ended    ended    ended      ended    ended    -
  other-session -       -        -        -        -        -        -          -        -        -
  service       home    home     -        -        -        -        -          -        -        -
  stop          home    home     ended    ended    ended    ended    ended      -        ended    home
  cleared       -       -        -        -        -        -        -          -        -        ended
`;

describe("the session machine", () => {
  const [head = "", ...rows] = TABLE.trim().split("\n");
  const columns = head.trim().split(/\s+/) as (keyof typeof STATES)[];
  for (const row of rows) {
    const [name = "", ...cells] = row.trim().split(/\s+/);
    it(`takes "${name}" as the table says, in every state`, () => {
      const input = INPUTS[name.replace("-", " ")];
      assert.ok(input, name);
      const found = columns.map((column) => {
        const next = step(STATES[column], input, WORLD);
        return next.ok ? next.state.at : "-";
      });
      assert.deepEqual(found, cells);
    });
  }

  it("lets time run wherever a person is waited for, and stand still where they can only wait", () => {
    const running = Object.entries(STATES).filter(([, state]) => state.at === "serving" && state.deadline !== null);
    assert.deepEqual(
      running.map(([name]) => name),
      ["guide", "card", "form", "result"],
    );
  });

  it("ends each of these by itself, and calls a person who walked away from the result finished", () => {
    const ends = (["guide", "card", "form", "result", "waiting", "printing"] as const).map((name) => {
      const next = step(STATES[name], { kind: "time" }, LATER);
      return next.ok && next.state.at === "ended" ? next.state.reason : "-";
    });
    assert.deepEqual(ends, ["timeout", "timeout", "timeout", "finished", "-", "-"]);
  });

  it("wipes at every end, and keeps nothing of the person in any state after it", () => {
    for (const [name, state] of Object.entries(STATES)) {
      for (const input of Object.values(INPUTS)) {
        const next = step(state, input, WORLD);
        if (!next.ok || state.at !== "serving" || next.state.at === "serving") continue;
        assert.ok(
          next.effects.some((effect) => effect.kind === "finish"),
          name,
        );
        assert.equal(JSON.stringify(next.state).includes("艾测试"), false, name);
      }
    }
  });

  it("lets a sheet under way come out when another's card appears, and shows nothing more", () => {
    const swapped = walk(printing, { kind: "card-swapped", session: "s1" });
    const next = step(swapped, outcome({ kind: "print-done", visit: 6, outcomes }), WORLD);
    assert.equal(next.ok && next.state.at === "ended" && next.state.reason, "card-swapped");
  });

  it("does not count the time in which a person can only wait for the kiosk", () => {
    const waits = walk(card, { kind: "doing", session: "s1", doing: "restarting" });
    assert.equal(waits.at === "serving" && waits.deadline, null);
    const again = walk(waits, { kind: "doing", session: "s1", doing: null });
    assert.equal(again.at === "serving" && again.deadline, WORLD.now + 75_000);
  });

  it("drops what the last step had begun at each new one", () => {
    const next = step(card, outcome({ kind: "identify-unavailable", visit: 2 }), WORLD);
    assert.deepEqual(next.ok && next.effects.map((effect) => effect.kind), ["drop-work", "perform"]);
  });

  it("ignores what an earlier visit came to", () => {
    assert.equal(step(form, outcome({ kind: "fetched", visit: 3, answer: {} }), WORLD).ok, false);
  });

  it("closes only when nobody is being served", () => {
    const states = [home, form, ended].map((state) => {
      const next = step(state, { kind: "service" }, CLOSED);
      return next.ok ? next.state.at : "-";
    });
    assert.deepEqual(states, ["closed", "-", "-"]);
    const after = step({ ...ended, cleared: true } as State, { kind: "time" }, { ...LATER, closed: "maintenance" });
    assert.equal(after.ok && after.state.at, "closed");
  });
});
