import { pause, systemClock } from "../../base/clock.ts";
import { offers } from "../support/citizen-journey.ts";
import { Technician } from "../support/technician.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";

/** A hall whose processes have found each other: until they have, an item may be offered that cannot be begun. */
export async function openReadyHall(item: string): Promise<TestHall> {
  const hall = await openTestHall();
  await hall.citizen.screen("home");
  const technician = new Technician(hall.ports.kiosk, hall.credentials);
  while ((await technician.overview()).link.hub !== "reachable") await pause(systemClock, 200);
  await hall.citizen.until("the item on offer", ({ screen }) => offers(screen, item));
  return hall;
}
