import assert from "node:assert/strict";
import { must, ok } from "../../../base/result.ts";
import type { TechnicianAct, TechnicianReply } from "../../../runtime/server/api.ts";
import { http, openHouse, PIN, SECOND_PIN, type TestHouse, until } from "../support/house.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { failure } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a number of unknown fate, when a technician settles it", () => {
  let hall: TestHouse;
  let cookie = "";
  let issuance = "";

  const post = (path: string, value: unknown) =>
    http(hall.port, "POST", `/technician/api/${path}`, { "content-type": "application/json", cookie }, JSON.stringify(value));
  const act = async (wanted: TechnicianAct) => JSON.parse((await post("act", wanted)).text) as TechnicianReply;
  const settle = async () => {
    const reply = await act({ act: "resolve", issuance, finding: "blank-unused", second: { pin: SECOND_PIN } });
    return reply.done ? "done" : reply.why;
  };
  const asked = () =>
    hall.peers.devices.asked.filter(({ command }) => command === "find-job").map(({ args }) => args as { cancel?: boolean });
  const state = () => hall.records.ledger.find(issuance)?.state;

  beforeEach(async () => {
    hall = await openHouse();
    const [set = ""] = (await post("login", { pin: PIN })).headers["set-cookie"] as string[];
    cookie = set.split(";")[0] ?? "";
    const { ledger } = hall.records;
    issuance = must(ledger.intend(LICENCE)).id;
    must(ledger.advance(issuance, "send"));
    must(ledger.advance(issuance, "lost"));
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  it("stays open while the printer has its job, which it is told to drop: cleared of its jam it would print on the next sheet", async () => {
    hall.peers.devices.commands["find-job"] = () => ok({ state: "pending", counter: null });
    assert.equal(await settle(), "printer.still-has-job");
    assert.equal(state(), "unknown");
    assert.ok(hall.records.blanks.isHeld("licence"));
    assert.deepEqual(
      asked().map(({ cancel }) => cancel),
      [true],
    );
    hall.peers.devices.commands["find-job"] = () => ok({ state: "not-found", counter: null });
    assert.equal(await settle(), "done");
    assert.equal(state(), "failed");
  });

  it("stays open while the printer cannot be asked, or somebody is being served", async () => {
    hall.peers.devices.commands["find-job"] = () => failure("find-job", "device.offline", "no");
    assert.equal(await settle(), "printer.not-asked");
    hall.peers.devices.commands["find-job"] = () => ok({ state: "not-found", counter: null });
    const lease = must(await hall.neighbours.devices.lease("citizen"));
    assert.equal(await settle(), "printer.not-asked");
    assert.equal(state(), "unknown");
    await hall.neighbours.devices.release(lease);
    assert.equal(await settle(), "done");
  });

  it("is asked after in technician mode as well, on the mode's own lease, and leaves the devices free", async () => {
    hall.peers.devices.commands["find-job"] = () => ok({ state: "restarted", counter: null });
    assert.equal((await act({ act: "maintenance", on: true })).done, true);
    await until(() => hall.neighbours.devices.mode.lease !== null);
    assert.equal(await settle(), "done");
    assert.equal((await act({ act: "maintenance", on: false })).done, true);
    await until(() => hall.neighbours.devices.mode.lease === null);
    assert.ok(must(await hall.neighbours.devices.lease("self-test")));
  });

  it("needs no printer once it is proved what was printed", async () => {
    hall.peers.devices.commands["find-job"] = () => failure("find-job", "device.offline", "no");
    assert.equal(await settle(), "printer.not-asked");
    const { ledger } = hall.records;
    must(ledger.advance(issuance, "found-unused"));
    const next = must(ledger.intend(LICENCE)).id;
    must(ledger.advance(next, "send"));
    must(ledger.advance(next, "proved"));
    const reply = await act({ act: "resolve", issuance: next, finding: "printed", second: { pin: SECOND_PIN } });
    assert.deepEqual(reply, { done: true });
  });
});
