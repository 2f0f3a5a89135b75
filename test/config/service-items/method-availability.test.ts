import assert from "node:assert/strict";
import { FACTORS } from "../../../config/identity/factors.ts";
import { availability, type World } from "../../../config/service-items/availability.ts";
import { FACTOR_NEEDS, methodsNow, methodTrouble } from "../../../config/service-items/method-availability.ts";
import { CONFIGURED_KINDS } from "../../../config/settings/device-kinds.ts";
import { itemOf } from "../support/items.ts";

const ALL: World["devices"] = Object.fromEntries([...CONFIGURED_KINDS, "camera"].map((kind) => [kind, "usable"]));
const world = (devices: World["devices"] = {}, hub: World["hub"] = "reachable"): World => ({
  hub,
  devices: { ...ALL, ...devices },
  blanks: {},
  now: Date.UTC(2026, 0, 5, 1),
});
const cases = itemOf("my-cases");
const [how] = cases.steps;
assert.ok(how?.kind === "methods");
const methods = how.methods;
const now = (at: World, failures = {}) => methodsNow(methods, at, { failures }).map(({ unavailable }) => unavailable);

describe("which ways to prove who one is can be used now", () => {
  it("each factor needs what it is read with, and two need the city", () => {
    assert.deepEqual(
      FACTORS.map((one) => [one, FACTOR_NEEDS[one].devices.join("+"), FACTOR_NEEDS[one].hub]),
      [
        ["id-card", "id-card-reader", false],
        ["face", "id-card-reader+camera", false],
        ["remote-face", "camera", true],
        ["social-security-card", "smart-card-reader", false],
        ["electronic-licence", "code-scanner", true],
      ],
    );
  });

  it("with everything there, all of them", () => assert.deepEqual(now(world()), [null, null, null]));
  it("without a card reader, the others", () => assert.deepEqual(now(world({ "id-card-reader": "down" })), ["device-down", null, null]));
  it("without a camera, the cards", () => assert.deepEqual(now(world({ camera: "down" })), [null, null, "device-down"]));
  it("with the hub away or not known yet, the cards", () => {
    for (const hub of ["away", "unknown"] as const) assert.deepEqual(now(world({}, hub)), [null, null, "hub-away"]);
  });
  it("a device that this kiosk does not have is down", () =>
    assert.deepEqual(methodTrouble(["social-security-card"], { hub: "reachable", devices: {} }, null), {
      why: "device-down",
      device: "smart-card-reader",
    }));
  it("a closed factor is told before a broken device: it will not come back in this session", () =>
    assert.deepEqual(now(world({ "id-card-reader": "down" }), { "id-card": 9 }), ["locked", null, null]));
  it("a way of two factors needs what both need", () =>
    assert.equal(methodTrouble(["id-card", "face"], world({ camera: "down" }), null)?.why, "device-down"));
  it("a method keeps its words", () => assert.equal(methodsNow(methods, world(), null)[0]?.title, methods[0]?.title));
});

describe("an item that offers several ways", () => {
  const offline = { ...cases, needsHub: false };
  const both = { "id-card-reader": "down", "smart-card-reader": "down" } as const;

  it("can be done while one of them works", () => {
    assert.equal(availability(cases, world(both)), null);
    assert.equal(availability(cases, world({ camera: "down", "id-card-reader": "down" })), null);
  });

  it("cannot be done when none does, and names a device that would help", () =>
    assert.deepEqual(availability(cases, world({ ...both, camera: "down" })), { reason: "device-down", device: "id-card-reader" }));

  it("waits for the hub when only that is missing for one of them", () =>
    assert.deepEqual(availability(offline, world(both, "away")), { reason: "hub-away", device: null }));

  it("needs what every way comes to", () =>
    assert.deepEqual(availability({ ...cases, needs: ["certificate-printer"] }, world({ "certificate-printer": "down" })), {
      reason: "device-down",
      device: "certificate-printer",
    }));

  it("does not mind ways that need not be taken", () => {
    const guide = { id: "ask", kind: "guide", title: cases.name, paragraphs: [cases.name], bring: [], next: "cases" } as const;
    const optional = { ...cases, steps: [guide, ...cases.steps] };
    assert.equal(availability(optional, world({ ...both, camera: "down" })), null);
  });
});
