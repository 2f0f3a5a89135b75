import assert from "node:assert/strict";
import { pause, systemClock } from "../../base/clock.ts";
import type { MaintenanceOverview } from "../../runtime/server/api.ts";
import { Technician } from "../support/technician.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";

describe("a technician who comes to a kiosk in service", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let technician: Technician;

  before(async () => {
    hall = await openTestHall();
    technician = new Technician(hall.ports.kiosk, hall.credentials);
    await hall.citizen.until(
      "an item that can be done",
      ({ screen }) => screen.kind === "home" && screen.items.some(({ id, unavailable }) => id === "business-registration" && !unavailable),
    );
  });
  after(() => hall?.close());

  async function maintenanceIs(state: MaintenanceOverview["state"]): Promise<MaintenanceOverview> {
    for (;;) {
      const { maintenance } = await technician.overview();
      if (maintenance.state === state) return maintenance;
      await pause(systemClock, 20);
    }
  }

  const closedForMaintenance = () =>
    hall.citizen.until("the maintenance screen", ({ screen }) => screen.kind === "out-of-service" && screen.reason === "maintenance");

  it("waits for the person who is served, and is let in when they have gone", async () => {
    await hall.citizen.insist({ kind: "start", item: "business-registration" });
    await hall.citizen.screen("guide");
    assert.deepEqual(await technician.act({ act: "maintenance", on: true }), { done: true });
    const asked = await maintenanceIs("asked");
    assert.deepEqual([asked.by, asked.isOwn], ["page", true]);
    assert.equal((await hall.citizen.screen("guide")).kind, "guide");
    await hall.citizen.insist({ kind: "cancel" });
    await maintenanceIs("on");
    await closedForMaintenance();
  });

  it("has a printer checked and opened anew, and sees it back", async () => {
    const { devices } = await technician.overview();
    const printer = devices.find(({ kind }) => kind === "receipt-printer")?.id ?? "";
    const checked = await technician.act({ act: "check", device: printer });
    assert.equal(checked.done && checked.health?.isHealthy, true);
    assert.deepEqual(await technician.act({ act: "reset", device: printer }), { done: true });
    for (;;) {
      const again = await technician.act({ act: "check", device: printer });
      if (again.done && again.health?.isHealthy) break;
      await pause(systemClock, 20);
    }
  });

  it("keeps the kiosk closed while device-host is killed under their hands, and is in the mode again by itself", async () => {
    const shown = hall.citizen.seen.length;
    const { pid } = hall.supervisor.report().find(({ name }) => name === "device-host") ?? {};
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    // Kept from its restart until it has been missed: on a busy machine it would be back before anybody looked.
    await hall.supervisor.stop("device-host");
    await maintenanceIs("asked");
    hall.supervisor.start("device-host");
    await maintenanceIs("on");
    assert.deepEqual(hall.citizen.seen.slice(shown), []);
  });

  it("opens it again, and people are served", async () => {
    await technician.act({ act: "maintenance", on: false });
    await hall.citizen.screen("home");
    await maintenanceIs("off");
  });
});
