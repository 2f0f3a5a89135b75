import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import type { TechnicianAct, TechnicianOverview, TechnicianReply } from "../../../runtime/server/api.ts";
import { Agent } from "../../../sync-agent/agent/agent.ts";
import { HubClient } from "../../../sync-agent/agent/hub-client.ts";
import { DEVICE_KEY, HUB_KEYS, KIOSK, openHub, removeTempFolders, tempFolder } from "../../sync-agent/support.ts";
import { http, openHouse, PIN, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";

/** The kiosk's agent and a hub over HTTP; at first the hub opens rows with a key that is not its own. */
describe("what the hub refused, at the technician's console", () => {
  let hall: TestHouse;
  let cookie = "";
  const closers: (() => unknown)[] = [];

  beforeEach(async () => {
    hall = await openHouse();
    const login = await send("login", { pin: PIN });
    cookie = (login.headers["set-cookie"] as string[])[0]?.split(";")[0] ?? "";
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await hall.close();
    removeTempFolders();
  });
  after(removeTemporaryFolders);

  const send = (path: string, value: unknown) =>
    http(hall.port, "POST", `/technician/api/${path}`, { cookie, "content-type": "application/json" }, JSON.stringify(value));
  const act = async (wanted: TechnicianAct) => JSON.parse((await send("act", wanted)).text) as TechnicianReply;
  const overview = async () =>
    JSON.parse((await http(hall.port, "GET", "/technician/api/overview", { cookie })).text) as TechnicianOverview;

  /** A hub with this key, and the kiosk's agent talking to it. */
  async function online(sealKey?: string) {
    const { clock, records } = hall;
    const hub = await openHub({ clock, data: tempFolder(), ...(sealKey ? { sealKey } : {}) });
    const keys = { deviceKey: createPrivateKey(DEVICE_KEY.privateKey), hubKey: createPublicKey(HUB_KEYS.public.sign) };
    const client = new HubClient({ url: hub.url, kiosk: KIOSK, clock, ...keys });
    const agent = new Agent({ outbox: records.outbox, client, kiosk: KIOSK, clock, random: systemRandom, log: silentLog });
    const close = async () => {
      await agent.stop();
      await hub.close();
    };
    closers.push(close);
    agent.onLink((link) => hall.peers.agent.say(link));
    hall.peers.agent.poked = () => agent.poke();
    agent.start();
    await until(() => records.outbox.depth() === 0);
    return { hub, close: () => close().then(() => void closers.splice(closers.indexOf(close), 1)) };
  }

  it("is shown with the hub's reason, goes again with one touch once the hub was mended, and the journal says who sent it", async () => {
    const { outbox } = hall.records;
    assert.equal((await act({ act: "load-blanks", blankType: "licence", first: "B0001", count: 5 })).done, true);
    const mistaken = await online();
    const refused = outbox.quarantinedCount();
    assert.ok(refused > 0, "the hub refused nothing");
    const loading = (await overview()).setAside.find(({ kind }) => kind === "blank-event");
    assert.match(loading?.problem ?? "", /sealed to another hub key/);
    assert.equal(loading?.at, hall.clock.now());
    assert.deepEqual(await act({ act: "release-quarantined" }), { done: true });
    await until(
      () => outbox.depth() === 0 && outbox.quarantinedCount() > 0,
      () => "refused once more",
    );
    assert.ok(outbox.quarantinedCount() >= refused, "what is still refused is kept");
    await mistaken.close();

    const { hub } = await online(hall.hubPrivateKey);
    const kept = outbox.quarantinedCount();
    assert.deepEqual(await act({ act: "release-quarantined" }), { done: true });
    await until(() => outbox.depth() === 0);
    assert.deepEqual((await overview()).setAside, []);
    const [line] = (await hub.store.blanks.book(KIOSK)).entries;
    assert.deepEqual([line?.kind, line?.count, line?.by], ["loaded", 5, "lin"]);
    const sent = hall.journalled("technician.acted").map(({ act: what, about, by }) => [what, about, by]);
    assert.deepEqual(sent.at(-1), ["release-quarantined", `rows-${kept}`, "lin"]);
    assert.equal(sent.length, 2);
  });

  it("nothing is sent and nothing is journalled when the hub has refused nothing", async () => {
    const reply = await act({ act: "release-quarantined" });
    assert.equal(reply.done ? "" : reply.why, "outbox.nothing-set-aside");
    assert.deepEqual(hall.journalled("technician.acted"), []);
  });

  it("is for technicians only", async () => {
    cookie = "";
    assert.equal((await send("act", { act: "release-quarantined" })).status, 401);
  });
});
