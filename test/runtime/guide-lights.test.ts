import assert from "node:assert/strict";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { ok } from "../../base/result.ts";
import { emptyFacts, start } from "../../config/service-items/flow.ts";
import type { FlowState, PrintOutcome } from "../../config/service-items/flow-types.ts";
import type { Step } from "../../config/service-items/item.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";
import { type GuideLight, GuideLights, guidanceIn } from "../../runtime/guide-lights.ts";
import type { Hold } from "../../runtime/neighbours/hold.ts";
import type { PrintProgress } from "../../runtime/server/api.ts";
import { DELIVERED_DISPLAY, type Ended, type Serving } from "../../runtime/session/state.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { openHouse, type TestHouse, until } from "./support/house.ts";
import { METHODS_ITEM } from "./support/identity-items.ts";
import { failure, status } from "./support/peers.ts";
import { FACE_ITEM, SAMPLE_ITEM } from "./support/sample-item.ts";

const slotOf = (template: string): GuideLight => (template === "licence" ? "certificate-printer" : "receipt-printer");
function serving(flow: Partial<FlowState>, prints: readonly PrintProgress[] = []): Serving {
  const facts = emptyFacts({ language: "zh-CN", startedAt: "", kiosk: "", hall: "" });
  const first = start(SAMPLE_ITEM, facts).state;
  const about = {
    session: "s",
    item: SAMPLE_ITEM,
    display: DELIVERED_DISPLAY,
    deadline: null,
    guidance: null,
    doing: null,
    isCardSwapped: false,
    papers: [],
    reprint: { times: 0, isUnderWay: false },
  };
  return { at: "serving", ...about, flow: { ...first, ...flow }, prints };
}

function ended(change: Partial<Ended>): Ended {
  return { at: "ended", reason: "finished", display: DELIVERED_DISPLAY, deadline: 0, cleared: false, cardLeft: false, ...change };
}

function withPrints(prints: readonly PrintOutcome[]): Partial<FlowState> {
  return { facts: { ...serving({}).flow.facts, prints } };
}

const both = { "zh-CN": "", en: "" };
const scanning: Step = {
  ...{ id: "code", kind: "scan", title: both, paragraphs: [], accept: ["queue-ticket"] },
  ...{ attempts: 3, typing: false, into: "code", ifFailed: "end:cancelled", ifUnavailable: "end:cancelled" },
};
const identifying = (step: string) => ({ ...serving({ step, phase: { at: "working" } }), item: METHODS_ITEM });
const card: Partial<FlowState> = { step: "card" };
const printing = (document: string, state: PrintProgress["state"]): PrintProgress => ({
  document,
  kind: document === "receipt" ? "receipt" : "certificate",
  state,
  problem: null,
  serial: "",
  code: null,
});
const outcome = (template: string, outcome: PrintOutcome["outcome"]): PrintOutcome => ({ template, outcome, serial: "" });

describe("what the guide lights show", () => {
  for (const [words, state, lit] of [
    ["nothing at home", { at: "home", display: DELIVERED_DISPLAY, deadline: null }, {}],
    ["nothing while the kiosk is closed", { at: "closed", why: "maintenance" }, {}],
    ["nothing while a person reads", serving({}), {}],
    [
      "the receipt printer, while a receipt is printed once more",
      { ...serving({}), reprint: { times: 1, isUnderWay: true } },
      { "receipt-printer": "continuous" },
    ],
    ["the card reader, while a card is waited for", serving({ ...card, phase: { at: "working" } }), { "card-reader": "medium" }],
    [
      "the scanner, while a code is waited for",
      { ...serving({ step: "code", phase: { at: "working" } }), item: { ...SAMPLE_ITEM, steps: [scanning] } },
      { scanner: "medium" },
    ],
    [
      "the light on the face, without flashing, while the camera looks",
      { ...serving({ step: "face", phase: { at: "working" } }), item: FACE_ITEM },
      { camera: "continuous" },
    ],
    ["the reader for contact cards, while a social-security card is waited for", identifying("social"), { "smart-card-reader": "medium" }],
    ["the scanner, while a licence's code is waited for", identifying("licence"), { scanner: "medium" }],
    ["the light on a face that the identity service will compare", identifying("remote"), { camera: "continuous" }],
    ["nothing while that service is asked", { ...identifying("remote"), doing: "asking-service" }, {}],
    ["nothing while the person is asked to try again", serving({ ...card, phase: { at: "retry", why: "unreadable" } }), {}],
    ["a slot, still, while its sheet is printed", serving({}, [printing("licence", "printing")]), { "certificate-printer": "continuous" }],
    ["a slot, flashing, once the sheet is out", serving({}, [printing("licence", "printed")]), { "certificate-printer": "medium" }],
    [
      "no slot of a sheet that failed, nor of one to come",
      serving({}, [printing("licence", "failed"), printing("receipt", "waiting")]),
      {},
    ],
    [
      "the slot where paper lies, on the screens that follow",
      serving(withPrints([outcome("receipt", "printed")])),
      { "receipt-printer": "medium" },
    ],
    ["no slot of which nobody knows whether paper lies in it", serving(withPrints([outcome("receipt", "unknown")])), {}],
    ["nothing at the farewell", ended({}), {}],
    ["the card reader, in a hurry, when the card was left behind", ended({ cardLeft: true }), { "card-reader": "quick" }],
    ["nothing once the devices have been let go", ended({ cardLeft: true, cleared: true }), {}],
  ] as const) {
    it(words, () => assert.deepEqual(guidanceIn(state, slotOf), lit));
  }
});

describe("the fill light", () => {
  async function lookedAt(fillLight: string | undefined): Promise<unknown[]> {
    const asked: unknown[] = [];
    const devices = { byKind: () => board({ "light.face": "off" }), onChange: () => undefined };
    const hold = {
      execute: async (_kind: string, _command: string, args: unknown) => {
        asked.push(args);
        return ok(args);
      },
    } as unknown as Hold;
    const lights = new GuideLights({ devices, slotOf, fillLight, clock: new FakeClock(), random: systemRandom, log: silentLog });
    lights.begin(hold);
    lights.look({ ...serving({ step: "face", phase: { at: "working" } }), item: FACE_ITEM });
    await settle();
    await lights.end(hold);
    return asked;
  }

  it("goes by the name that the camera's settings give it, and is off at the end", async () => {
    assert.deepEqual(await lookedAt("face"), [
      { light: "face", rate: "continuous" },
      { light: "face", rate: "off" },
    ]);
  });

  it("of a camera that has none is asked for by nobody", async () => assert.deepEqual(await lookedAt(undefined), []));
});

const LIT = { "light.card-reader": "off", "light.receipt-printer": "off", "light.certificate-printer": "off" };
const board = (sensors: Readonly<Record<string, string>> = LIT, state: DeviceStatus["state"] = "online"): DeviceStatus => ({
  ...status("board", "auxiliaries", state),
  sensors,
});

describe("guide lights in a session", () => {
  let house: TestHouse;
  afterEach(() => house.close());

  async function openWith(about: DeviceStatus | null, answers: "well" | "never" | "badly" = "well"): Promise<void> {
    house = await openHouse();
    const { devices } = house.peers;
    devices.commands["set-light"] = ({ args }) =>
      answers === "well" ? ok(args) : answers === "never" ? "never" : failure("set-light", "device.timeout", "indeterminate");
    if (!about) return;
    devices.devices.push(about);
    devices.say(about);
    await until(() => house.neighbours.devices.byKind("auxiliaries")?.state === about.state);
  }

  /** Up to where a card is waited for. */
  async function toTheCard(): Promise<void> {
    house.peers.devices.commands["read-card"] = () => "never";
    assert.ok(house.touch({ kind: "start", item: SAMPLE_ITEM.id }).accepted);
    for (let turn = 0; turn < 5 && house.screen() !== "identify-card"; turn++) {
      const { kind } = house.kiosk.view().screen;
      assert.ok(house.touch(kind === "consent" ? { kind: "agree" } : { kind: "confirm" }).accepted, kind);
    }
    await house.reaches("identify-card");
    await until(() => house.peers.devices.asked.some(({ command }) => command === "read-card"));
  }

  const set = () =>
    house.peers.devices.asked.filter(({ command }) => command === "set-light").map(({ args }) => Object.values(args as object).join(" "));

  it("flash at the reader while the card is waited for, and are off before the devices are let go", async () => {
    await openWith(board());
    await toTheCard();
    await until(() => set().length === 1);
    assert.deepEqual(set(), ["card-reader medium"]);
    house.touch({ kind: "cancel" });
    await until(() => !house.peers.devices.leased);
    assert.deepEqual(set(), ["card-reader medium", "card-reader off"]);
    const leases = new Set(house.peers.devices.asked.map(({ lease }) => lease));
    assert.equal(leases.size, 1, "all on the session's one lease");
  });

  it("are asked for only where the board has them", async () => {
    await openWith(board({ "light.receipt-printer": "off", door: "closed" }));
    await toTheCard();
    assert.deepEqual(set(), []);
  });

  it("that an earlier process left burning are put out when the next person begins", async () => {
    await openWith(board({ ...LIT, "light.receipt-printer": "medium" }));
    await toTheCard();
    await until(() => set().length === 2);
    assert.deepEqual(set(), ["card-reader medium", "receipt-printer off"]);
  });

  for (const [words, about] of [
    ["without a board", null],
    ["with a board that is away", board(LIT, "offline")],
  ] as const) {
    it(`${words}, a session goes its way and nothing is asked of it`, async () => {
      await openWith(about);
      await toTheCard();
      house.touch({ kind: "cancel" });
      await until(() => !house.peers.devices.leased);
      assert.deepEqual(set(), []);
    });
  }

  it("on a board that hangs hold neither the card nor the next person up, and are asked for one at a time", async () => {
    await openWith(board(), "never");
    await toTheCard();
    await until(() => set().length === 1);
    house.touch({ kind: "cancel" });
    await house.reaches("ended");
    await until(() => house.clock.pending > 0);
    await house.clock.advance(300);
    await until(() => !house.peers.devices.leased);
    assert.deepEqual(set(), ["card-reader medium"]);
  });

  it("on a board that refuses are tried again after a rest, not at once", async () => {
    await openWith(board(), "badly");
    await toTheCard();
    await until(() => set().length === 1);
    await house.clock.advance(4_000);
    assert.equal(set().length, 1);
    await house.clock.advance(1_100);
    await until(() => set().length === 2);
    assert.equal(house.screen(), "identify-card");
  });

  it("call a person back to the card that was left, until it is taken, and are off before the devices are let go", async () => {
    await openWith(board());
    const { devices } = house.peers;
    let take = () => {};
    devices.commands["await-removal"] = () => new Promise((resolve) => (take = () => resolve(ok({ removed: true }))));
    house.touch({ kind: "start", item: SAMPLE_ITEM.id });
    house.touch({ kind: "confirm" });
    await house.reaches("form");
    await until(() => set().at(-1) === "card-reader off");
    house.touch({ kind: "cancel" });
    await until(() => devices.asked.some(({ command }) => command === "await-removal"));
    await house.clock.advance(2_000);
    await until(() => set().at(-1) === "card-reader quick");
    take();
    await until(() => !devices.leased);
    assert.equal(set().at(-1), "card-reader off");
  });

  it("are set anew on a board that went away and came back dark", async () => {
    await openWith(board());
    await toTheCard();
    await until(() => set().length === 1);
    house.peers.devices.say(board({ "light.card-reader": "unknown" }, "offline"));
    house.peers.devices.say(board());
    await until(() => set().length === 2);
    assert.deepEqual(set(), ["card-reader medium", "card-reader medium"]);
  });
});
