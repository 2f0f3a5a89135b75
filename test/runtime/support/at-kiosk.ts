import assert from "node:assert/strict";
import type { View } from "../../../runtime/server/api.ts";
import { type TestHouse, until } from "./house.ts";

type Screen = View["screen"];

/** What tests of identity look at, at one kiosk. `hall` is asked anew each time: a test opens its own. */
export function atKiosk(hall: () => TestHouse) {
  const screen = (): Screen => hall().kiosk.view().screen;
  const shown = () => JSON.stringify(screen());
  const state = () => (screen() as { state?: string }).state;
  const shows = (kind: Screen["kind"], wanted?: string) =>
    until(() => screen().kind === kind && (wanted === undefined || state() === wanted), shown);
  /** Chooses a method of the sample item. */
  const chooses = (method: string) => {
    hall().touch({ kind: "start", item: "methods" });
    assert.deepEqual(hall().touch({ kind: "choose", row: method }), { accepted: true });
  };
  const faces = () => hall().peers.faces;
  return {
    screen,
    state,
    shows,
    chooses,
    faces,
    /** Goes as far as the look at the face, by card and consent. */
    atCamera: async () => {
      chooses("card-face");
      await shows("consent");
      hall().touch({ kind: "agree" });
    },
    /** Resolves once the engine has been asked for so many looks. */
    looks: (count: number) =>
      until(
        () => faces().looks.length === count,
        () => `${faces().looks.length} looks, not ${count}`,
      ),
    ends: (reason: string) => {
      const is = () => {
        const now = screen();
        return now.kind === "ended" ? now.reason : now.kind;
      };
      return until(() => is() === reason, is);
    },
    /** Why each method cannot be used now. */
    methods: () => {
      const now = screen();
      assert.equal(now.kind, "methods");
      return now.kind === "methods" ? Object.fromEntries(now.methods.map(({ id, unavailable }) => [id, unavailable])) : {};
    },
    asked: (command: string) => hall().peers.devices.asked.filter((call) => call.command === command),
    everything: () => JSON.stringify(hall().records.db.all("SELECT * FROM journal")),
  };
}
