import assert from "node:assert/strict";
import { availability, isReceiptPaperless, type World } from "../../../config/service-items/availability.ts";
import { itemOf } from "../support/items.ts";

// Monday 2026-01-05, 09:00 in the hall.
const MONDAY_9 = Date.UTC(2026, 0, 5, 1);
const HOUR = 3_600_000;
const good: World = {
  hub: "reachable",
  devices: { "id-card-reader": "usable", "receipt-printer": "usable", "certificate-printer": "usable" },
  blanks: { "business-licence-original": 3, "business-licence-duplicate": 3 },
  now: MONDAY_9,
};
const devices = (changed: World["devices"]): World => ({ ...good, devices: { ...good.devices, ...changed } });

const CASES: readonly { it: string; item: string; world: World; is: string | null }[] = [
  { it: "everything works", item: "fund-certificate", world: good, is: null },
  { it: "the hub is away and the item needs it", item: "fund-certificate", world: { ...good, hub: "away" }, is: "hub-away" },
  { it: "the hub is away and the item can be queued", item: "business-registration", world: { ...good, hub: "away" }, is: null },
  {
    it: "nobody knows yet whether the hub is there",
    item: "fund-certificate",
    world: { ...good, hub: "unknown" },
    is: "hub-away",
  },
  {
    it: "the certificate printer has no paper",
    item: "fund-certificate",
    world: devices({ "certificate-printer": "paper-out" }),
    is: "paper-out certificate-printer",
  },
  {
    it: "the card reader is down",
    item: "fund-certificate",
    world: devices({ "id-card-reader": "down" }),
    is: "device-down id-card-reader",
  },
  { it: "a device that this item does not use is down", item: "my-cases", world: devices({ "certificate-printer": "down" }), is: null },
  {
    it: "there is no such device at this kiosk",
    item: "fund-certificate",
    world: { ...good, devices: { "id-card-reader": "usable", "receipt-printer": "usable" } },
    is: "device-down certificate-printer",
  },
  {
    it: "the receipt printer has no paper: the receipt goes to the phone",
    item: "my-cases",
    world: devices({ "receipt-printer": "paper-out" }),
    is: null,
  },
  {
    it: "one kind of blank is used up",
    item: "business-registration",
    world: { ...good, blanks: { "business-licence-original": 3 } },
    is: "blanks-out",
  },
];

describe("whether an item can be done now", () => {
  for (const one of CASES) {
    it(`${one.it}: ${one.is ?? "it can"}`, () => {
      const said = availability(itemOf(one.item), one.world);
      assert.equal(said && [said.reason, said.device].filter(Boolean).join(" "), one.is);
    });
  }

  it("says beforehand that the receipt goes to the phone", () => {
    const item = itemOf("my-cases");
    const states = ["usable", "paper-out", "down"] as const;
    assert.deepEqual(
      states.map((state) => isReceiptPaperless(item, devices({ "receipt-printer": state }))),
      [false, true, true],
    );
    assert.equal(isReceiptPaperless({ ...item, needs: ["id-card-reader"] }, devices({ "receipt-printer": "down" })), false);
  });

  it("it is open in the hall's hours, wherever the machine's clock stands", () => {
    const item = { ...itemOf("my-cases"), opening: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" }] };
    const said = (now: number) => availability(item, { ...good, now })?.reason ?? "open";
    assert.deepEqual([MONDAY_9 - 1, MONDAY_9, MONDAY_9 + 8 * HOUR - 1, MONDAY_9 + 8 * HOUR, MONDAY_9 - 24 * HOUR].map(said), [
      "outside-hours",
      "open",
      "open",
      "outside-hours",
      "outside-hours",
    ]);
  });
});
