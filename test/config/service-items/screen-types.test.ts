import assert from "node:assert/strict";
import type { Unavailability } from "../../../config/service-items/availability.ts";
import type { ItemScreen } from "../../../config/service-items/screen.ts";
import type { Screen, Unavailable } from "../../../runtime/server/api.ts";

type Own = Exclude<ItemScreen["kind"], Screen["kind"]>;

describe("the screens of an item and those of the page", () => {
  it("are the same, both ways: the compiler says so", () => {
    const toPage = (screen: ItemScreen): Screen => screen;
    const fromPage = (screen: Extract<Screen, { kind: ItemScreen["kind"] }>): ItemScreen => screen;
    const reason = ({ reason, device }: Unavailability): Omit<Unavailable, "elsewhere"> => ({ reason, device });
    const none: readonly Own[] = [];
    assert.deepEqual(
      [toPage({ kind: "wait", text: "…" }), fromPage({ kind: "wait", text: "…" }), none.length],
      [{ kind: "wait", text: "…" }, { kind: "wait", text: "…" }, 0],
    );
    assert.equal(reason({ reason: "hub-away", device: null }).reason, "hub-away");
  });
});
