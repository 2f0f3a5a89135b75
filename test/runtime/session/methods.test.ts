import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

describe("the choice of how to prove who one is", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { methods, ends, shows, screen, chooses, asked } = atKiosk(() => hall);

  it("shows what can be used now, and why the rest cannot", async () => {
    hall.peers.devices.say(status("slot", "smart-card-reader", "hardwareError"));
    hall.peers.devices.say(status("eye", "code-scanner"));
    await until(() => hall.neighbours.devices.byKind("code-scanner") !== undefined);
    hall.touch({ kind: "start", item: "methods" });
    assert.deepEqual(methods(), { "card-face": null, remote: null, social: "device-down", licence: null });
    hall.peers.agent.say({ ...hall.peers.agent.link, hub: "away" });
    await until(() => methods()["licence"] === "hub-away");
    assert.equal(methods()["remote"], "hub-away");
    const refused = hall.touch({ kind: "choose", row: "licence" });
    assert.deepEqual(refused, { accepted: false, why: "unavailable", detail: "hub-away" });
    hall.peers.agent.say({ ...hall.peers.agent.link, hub: "reachable" });
    await until(() => methods()["licence"] === null);
  });

  it("is not put to anybody while there is none: they are led on at once", async () => {
    const slot = status("slot", "smart-card-reader");
    hall.peers.devices.say(slot);
    await until(() => hall.neighbours.devices.byKind("smart-card-reader") !== undefined);
    let fail = () => undefined as unknown;
    hall.peers.devices.commands["read-social-security-card"] = () =>
      new Promise((resolve) => {
        fail = () => resolve(failure("read-social-security-card", "device.offline", "no"));
      });
    chooses("social");
    await until(() => asked("read-social-security-card").length === 1);
    hall.peers.faces.say({ camera: { ...hall.peers.faces.status.camera, state: "noDevice" } });
    hall.peers.devices.say({ ...slot, state: "hardwareError" });
    await until(() => hall.neighbours.faces.camera?.state === "noDevice");
    await until(() => hall.neighbours.devices.byKind("smart-card-reader")?.state === "hardwareError");
    fail();
    await ends("cancelled");
  });

  it("closes the item at home already while there is none", async () => {
    hall.peers.faces.say({ camera: { ...hall.peers.faces.status.camera, state: "noDevice" } });
    await until(() => hall.neighbours.faces.camera?.state === "noDevice");
    assert.deepEqual(hall.touch({ kind: "start", item: "methods" }), { accepted: false, why: "unavailable", detail: "device-down" });
  });

  it("can be left by whom none of them suits", async () => {
    hall.touch({ kind: "start", item: "methods" });
    await shows("methods");
    assert.deepEqual(hall.touch({ kind: "refuse" }), { accepted: true });
    await ends("cancelled");
  });

  it("is come back to from a card that has expired", async () => {
    hall.peers.devices.commands["read-card"] = () => ok({ card: { ...sampleCard(), validTo: "2025-12-31" } });
    chooses("card-face");
    await shows("identify-card", "expired");
    const shown = screen();
    assert.equal(shown.kind === "identify-card" && shown.otherWay, true);
    assert.deepEqual(hall.touch({ kind: "refuse" }), { accepted: true });
    await shows("methods");
  });

  it("takes no method that is not there", async () => {
    hall.touch({ kind: "start", item: "methods" });
    assert.equal(hall.touch({ kind: "choose", row: "fingerprint" }).accepted, false);
    assert.equal(screen().kind, "methods");
  });
});
