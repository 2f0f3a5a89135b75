import assert from "node:assert/strict";
import { Database, lintSchema } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { BOX_EVENTS, BOX_STATES, nextBoxState } from "../../../runtime/locker/box-states.ts";
import { Boxes, CODE_DIGITS, WRONG_CODES, WRONG_CODES_WITHIN_MS } from "../../../runtime/locker/boxes.ts";
import { LOCKER_TABLES } from "../../../runtime/locker/tables.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const DAY_MS = 86_400_000;

describe("boxes of a document locker", () => {
  let clock: FakeClock;
  let db: Database;
  let boxes: Boxes;

  beforeEach(() => {
    clock = new FakeClock();
    db = new Database(":memory:", LOCKER_TABLES);
    boxes = new Boxes(db, clock, systemRandom, Buffer.alloc(32, 7));
    boxes.install(2);
  });
  afterEach(() => db.close());

  const store = (caseId: string) => boxes.stored(must(boxes.putIn(caseId)).box, 3 * DAY_MS).code;
  const claim = (code: string) => {
    const claimed = boxes.claim(code);
    return claimed.ok ? claimed.value.box : claimed.error;
  };

  it("keep to the rules of the house's tables", () => assert.deepEqual(lintSchema(db), []));

  it("can be left from every state, and no event leads a full box to free without its door", () => {
    for (const state of BOX_STATES) assert.ok(BOX_EVENTS.some((event) => nextBoxState(state, event)));
    assert.deepEqual(
      BOX_EVENTS.filter((event) => nextBoxState("stored", event) === "free"),
      [],
    );
  });

  it("are filled from the lowest on, until all are full", () => {
    store("case-a");
    store("case-b");
    assert.deepEqual(boxes.putIn("case-c"), { ok: false, error: "locker.full" });
    assert.deepEqual(
      boxes.list().map(({ box, state, caseId }) => [box, state, caseId]),
      [
        [1, "stored", "case-a"],
        [2, "stored", "case-b"],
      ],
    );
  });

  it("open for their own code, once", () => {
    const [first, second] = [store("case-a"), store("case-b")];
    assert.match(first, new RegExp(`^[0-9]{${CODE_DIGITS}}$`, "u"));
    assert.equal(claim(second), 2);
    boxes.tell(2, "collected");
    assert.equal(claim(second), "code.wrong");
    assert.equal(claim(first), 1);
  });

  it("keep no code in the clear", () => {
    const code = store("case-a");
    assert.ok(!JSON.stringify(db.all("SELECT * FROM box")).includes(code));
  });

  it("bound the guesses, and forgive after ten minutes", async () => {
    const code = store("case-a");
    const wrong = code === "00000000" ? "00000001" : "00000000";
    for (let tries = 0; tries < WRONG_CODES; tries++) assert.equal(claim(wrong), "code.wrong");
    assert.equal(claim(code), "code.too-many-tries");
    await clock.advance(WRONG_CODES_WITHIN_MS);
    assert.equal(claim(code), 1);
  });

  it("tell an overdue document from a wrong code, and list it for staff", async () => {
    const code = store("case-a");
    await clock.advance(3 * DAY_MS + 1);
    assert.equal(claim(code), "code.overdue");
    assert.deepEqual(
      boxes.overdue().map(({ box }) => box),
      [1],
    );
    assert.equal(boxes.tell(1, "take-back").state, "opening");
  });

  it("give the same code again when the door stayed shut", () => {
    const code = store("case-a");
    assert.equal(claim(code), 1);
    boxes.tell(1, "stayed-shut");
    assert.equal(claim(code), 1);
  });

  it("are held after a power cut between the claim and the door, until somebody has looked", () => {
    const code = store("case-a");
    claim(code);
    assert.deepEqual(
      boxes.recover().map(({ box, state }) => [box, state]),
      [[1, "unknown"]],
    );
    assert.equal(claim(code), "code.wrong");
    boxes.tell(1, "found-full");
    assert.equal(claim(code), 1);
  });

  it("refuse what makes no sense where they are", () => {
    assert.throws(() => boxes.tell(1, "collected"), /box 1 is free/u);
  });
});
