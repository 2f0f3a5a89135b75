import assert from "node:assert/strict";
import {
  ACTIVITY_EVERY_MS,
  FORGET_AFTER_MS,
  LOST_AFTER_MS,
  UNLOCK_AFTER_MS,
  ViewClient,
  type Wire,
} from "../../kiosk-ui/citizen/view-client.ts";
import type { IntentReply, IntentRequest, View } from "../../runtime/server/api.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { viewOf } from "./views.ts";

class FakeWire implements Wire {
  readonly requests: IntentRequest[] = [];
  reply: IntentReply | Error = { accepted: true };
  alive = 0;
  view: (view: View) => void = () => undefined;
  down: () => void = () => undefined;

  openViews(heard: { view(view: View): void; down(): void }) {
    this.view = heard.view;
    this.down = heard.down;
    return { close: () => undefined };
  }

  async sendIntent(request: IntentRequest): Promise<IntentReply> {
    this.requests.push(request);
    if (this.reply instanceof Error) throw this.reply;
    return this.reply;
  }

  async sendAlive(): Promise<void> {
    this.alive += 1;
  }
}

function connected() {
  const clock = new FakeClock();
  const wire = new FakeWire();
  const client = new ViewClient({ wire, clock, changed: () => undefined });
  client.connect();
  const show = (name: string, over: Partial<View> = {}) => {
    const view = viewOf(name, over);
    wire.view(view);
    return view;
  };
  return { clock, wire, client, show };
}

describe("the page's side of the wire", () => {
  it("sends the session and the revision that the touched screen had", async () => {
    const { client, wire, show } = connected();
    const view = show("guide");
    await client.send({ kind: "confirm" });
    assert.deepEqual(wire.requests, [{ session: view.session, revision: view.revision, intent: { kind: "confirm" } }]);
  });

  it("sends one intent for two quick touches, and listens again when the next screen has come", async () => {
    const { client, wire, show } = connected();
    show("guide");
    await Promise.all([client.send({ kind: "confirm" }), client.send({ kind: "confirm" })]);
    assert.equal(client.busy, true);
    show("review");
    assert.equal(client.busy, false);
    await client.send({ kind: "confirm" });
    assert.equal(wire.requests.length, 2);
  });

  it("does not press the next screen's button with a touch that was meant for the last one", async () => {
    const { client, wire, show } = connected();
    wire.reply = { accepted: false, why: "stale", detail: "" };
    show("guide");
    await client.send({ kind: "confirm" });
    show("review");
    await settle();
    assert.equal(wire.requests.length, 1);
  });

  it("tries a cancel once more when only the guidance had changed meanwhile", async () => {
    const { client, wire, show } = connected();
    wire.reply = { accepted: false, why: "stale", detail: "" };
    show("face-looking");
    await client.send({ kind: "cancel" });
    show("face-looking");
    await settle();
    assert.equal(wire.requests.length, 2);
    show("face-looking");
    await settle();
    assert.equal(wire.requests.length, 2);
  });

  for (const why of ["not-here", "malformed", "unavailable"] as const) {
    it(`lets the person try again at once after a refusal "${why}"`, async () => {
      const { client, wire, show } = connected();
      wire.reply = { accepted: false, why, detail: "" };
      show("home");
      await client.send({ kind: "start", item: "a" });
      assert.equal(client.busy, false);
    });
  }

  it("frees the controls when an accepted intent brings no new view", async () => {
    const { client, clock, show } = connected();
    show("guide");
    await client.send({ kind: "confirm" });
    await clock.advance(UNLOCK_AFTER_MS);
    assert.equal(client.busy, false);
  });

  it("asks for more time while somebody types, but seldom, and never where no time runs", async () => {
    const { client, clock, wire, show } = connected();
    show("form-text");
    client.active();
    await settle();
    show("form-text");
    client.active();
    assert.deepEqual(
      wire.requests.map(({ intent }) => intent.kind),
      ["extend"],
    );
    await clock.advance(ACTIVITY_EVERY_MS);
    client.active();
    await settle();
    assert.equal(wire.requests.length, 2);
    show("home");
    await clock.advance(ACTIVITY_EVERY_MS);
    client.active();
    assert.equal(wire.requests.length, 2);
  });

  it("does not lose a touch that falls into the page's own asking for time", async () => {
    const { client, wire, show } = connected();
    show("form-text");
    client.active();
    const fill = { kind: "fill", values: { address: "示例路 1 号" } } as const;
    await client.send(fill);
    show("form-text");
    await settle();
    assert.deepEqual(
      wire.requests.map(({ intent }) => intent),
      [{ kind: "extend" }, fill],
    );
  });

  it("says nothing of a short break, says a long one, and forgets the person when it lasts", async () => {
    const { client, clock, wire, show } = connected();
    show("review");
    wire.down();
    await clock.advance(LOST_AFTER_MS - 1);
    assert.equal(client.link, "live");
    await clock.advance(1);
    assert.equal(client.link, "lost");
    await clock.advance(FORGET_AFTER_MS);
    assert.equal(client.view, null);
    show("home");
    assert.equal(client.link, "live");
  });

  it("sends nothing while the runtime is away", async () => {
    const { client, clock, wire, show } = connected();
    show("review");
    wire.down();
    await clock.advance(LOST_AFTER_MS);
    await client.send({ kind: "confirm" });
    assert.equal(wire.requests.length, 0);
  });

  it("takes a failed send for a lost link and frees the controls", async () => {
    const { client, clock, wire, show } = connected();
    wire.reply = new Error("ECONNREFUSED");
    show("review");
    await client.send({ kind: "confirm" });
    assert.equal(client.busy, false);
    await clock.advance(LOST_AFTER_MS);
    assert.equal(client.link, "lost");
  });

  it("counts the time left by the kiosk's clock from the moment the view came", async () => {
    const { client, clock, show } = connected();
    show("guide", { timeLeft: { endsAt: 5_060_000, now: 5_000_000, warning: false } });
    await clock.advance(20_000);
    assert.equal(client.remainingMs(), 40_000);
    await clock.advance(60_000);
    assert.equal(client.remainingMs(), 0);
  });

  it("says every five seconds that it lives", async () => {
    const { clock, wire } = connected();
    await clock.advance(10_000);
    assert.equal(wire.alive, 3);
  });
});
