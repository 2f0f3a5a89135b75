import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { err, must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import type { DeviceHostContract, ModeReport } from "../../../device-drivers/host/api.ts";
import { serveHost } from "../../../device-drivers/host/serve-host.ts";
import { EXIT_WITHIN_MS } from "../../../device-drivers/host/technician-mode.ts";
import { hostBench } from "./host-bench.ts";

const WITHIN_MS = 60_000;

/** A process on device-host's socket that says what it is told to say. */
class Peer {
  readonly client: Client<DeviceHostContract>;
  readonly heard: ModeReport[] = [];
  #awaited: { holds: (report: ModeReport) => boolean; then: (report: ModeReport) => void } | undefined;

  constructor(path: string) {
    this.client = new Client<DeviceHostContract>(path, systemClock, silentLog);
    this.client.on("mode.changed", (report) => {
      this.heard.push(report);
      if (this.#awaited?.holds(report)) this.#awaited.then(report);
    });
  }

  /** The first report from now on, or the last one heard, of which this holds. */
  hears(holds: (report: ModeReport) => boolean): Promise<ModeReport> {
    const last = this.heard.at(-1);
    if (last && holds(last)) return Promise.resolve(last);
    return new Promise((then) => {
      this.#awaited = { holds, then };
    });
  }

  is(state: ModeReport["state"]): Promise<ModeReport> {
    return this.hears((report) => report.state === state);
  }

  async register(name: string): Promise<ModeReport> {
    return must(await this.client.call("mode.register", { name }));
  }

  async enter(name: string, signal?: AbortSignal) {
    return must(await this.client.call("mode.enter", { name, withinMs: WITHIN_MS }, signal));
  }

  async answer(agree: "yes" | "later" | "no", why = "") {
    const { request } = must(await this.client.call("mode.get", {}));
    return must(await this.client.call("mode.answer", { request, agree, why })).heard;
  }

  async lease(holder: "citizen" | "technician" | "self-test") {
    return must(await this.client.call("lease.acquire", { holder }));
  }

  async mode(): Promise<ModeReport> {
    return must(await this.client.call("mode.get", {}));
  }
}

describe("technician mode on device-host's socket", () => {
  let folder: string;
  const peers: Peer[] = [];
  let bench: Awaited<ReturnType<typeof hostBench>>;
  let close: () => Promise<void>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zz-mode-"));
    bench = await hostBench();
    bench.host.release(bench.lease);
    const served = await serveHost(bench.host, join(folder, "s"), silentLog);
    close = () => served.close();
  });
  afterEach(async () => {
    for (const peer of peers.splice(0)) peer.client.close();
    await close();
    rmSync(folder, { recursive: true });
  });

  async function connect(): Promise<Peer> {
    const peer = new Peer(join(folder, "s"));
    peers.push(peer);
    await new Promise<void>((resolve) => peer.client.onLink((isUp) => isUp && resolve()));
    return peer;
  }

  /** Two applications and a technician. */
  async function hall() {
    const [runtime, shell, technician] = [await connect(), await connect(), await connect()];
    await runtime.register("runtime");
    await shell.register("shell");
    return { runtime, shell, technician };
  }

  const names = ({ waitingFor }: ModeReport) => waitingFor.map(({ name, why }) => (why ? `${name}: ${why}` : name));
  const refusal = <E>(entered: { ok: boolean; error?: E }) => (entered.ok ? "entered" : entered.error);

  it("is entered when every registered process has agreed, and not before", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    assert.deepEqual(names(await runtime.is("enter-pending")), ["runtime", "shell"]);
    assert.equal(await runtime.answer("yes"), true);
    assert.deepEqual(names(await shell.hears((report) => report.waitingFor.length === 1)), ["shell"]);
    await shell.answer("yes");
    assert.equal((await entering).ok, true);
    const { state, by, until } = await runtime.is("active");
    assert.deepEqual([state, by, until], ["active", "zizhu", null]);
  });

  it("gives the technician the devices: a command runs, and a citizen's session is refused", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    for (const peer of [runtime, shell]) {
      await peer.is("enter-pending");
      await peer.answer("yes");
    }
    const { lease } = must(await entering);
    const request = { device: "reader", command: "read-card", args: { photo: false }, lease, key: "k", withinMs: 1_000 };
    assert.equal(must(await technician.client.call("device.execute", request)).ok, true);
    assert.deepEqual(await runtime.lease("citizen"), err({ heldBy: "technician" }));
    assert.deepEqual(must(await technician.client.call("lease.release", { lease })), { released: false });
    assert.deepEqual(await runtime.lease("citizen"), err({ heldBy: "technician" }));
  });

  it("waits for a citizen: who serves one says so, may still take the devices, and agrees when they have gone", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    await runtime.is("enter-pending");
    await runtime.answer("later", "session");
    await shell.answer("yes");
    assert.deepEqual(names(await technician.hears((report) => report.waitingFor.length === 1)), ["runtime: session"]);
    assert.deepEqual(await shell.lease("citizen"), err({ heldBy: "technician" }));
    const { lease } = must(await runtime.lease("citizen"));
    await runtime.answer("yes");
    // It has agreed, and its printer still prints: nobody takes the devices from under a sheet.
    assert.equal((await technician.hears((report) => report.heldBy !== null)).heldBy, "citizen");
    assert.equal((await technician.mode()).state, "enter-pending");
    await runtime.client.call("lease.release", { lease });
    assert.equal((await entering).ok, true);
  });

  it("is refused with who and why, and everybody hears that it is off", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    await runtime.is("enter-pending");
    await shell.answer("no", "upgrade-under-way");
    assert.deepEqual(refusal(await entering), { kind: "refused", by: "shell", why: "upgrade-under-way" });
    assert.equal((await runtime.is("inactive")).ended, "refused");
    assert.equal((await runtime.lease("citizen")).ok, true);
  });

  it("is withdrawn when the time is over: who had not agreed is named, and nobody is left half way", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    await runtime.is("enter-pending");
    await runtime.answer("later", "session");
    await bench.clock.advance(WITHIN_MS);
    const waitingFor = [
      { name: "runtime", why: "session" },
      { name: "shell", why: "" },
    ];
    assert.deepEqual(refusal(await entering), { kind: "not-answered", waitingFor, heldBy: null });
    assert.equal((await shell.is("inactive")).ended, "not-answered");
    assert.equal(await shell.answer("yes"), false);
    assert.equal((await runtime.lease("citizen")).ok, true);
  });

  it("names who keeps the devices when all have agreed and the time is over", async () => {
    const { technician, runtime, shell } = await hall();
    const tester = await connect();
    await tester.lease("self-test");
    const entering = technician.enter("zizhu");
    for (const peer of [runtime, shell]) {
      await peer.is("enter-pending");
      await peer.answer("yes");
    }
    await technician.hears((report) => report.heldBy === "self-test");
    await bench.clock.advance(WITHIN_MS);
    assert.deepEqual(refusal(await entering), { kind: "not-answered", waitingFor: [], heldBy: "self-test" });
  });

  it("refuses a second technician and says who was first", async () => {
    const { runtime, technician } = await hall();
    const second = await connect();
    void technician.enter("zizhu");
    await runtime.is("enter-pending");
    assert.deepEqual(refusal(await second.enter("page")), { kind: "taken", by: "zizhu" });
    assert.equal(must(await second.client.call("mode.exit", {})).left, false);
    assert.equal((await second.mode()).state, "enter-pending");
  });

  it("takes the death of a process that was asked for its agreement: its citizen went with it", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    await runtime.is("enter-pending");
    await runtime.answer("later", "session");
    assert.equal((await runtime.lease("citizen")).ok, true);
    await shell.answer("yes");
    runtime.client.close();
    assert.equal((await entering).ok, true);
  });

  it("asks a process anew that comes back while the question is open", async () => {
    const { runtime, technician } = await hall();
    const entering = technician.enter("zizhu");
    await runtime.is("enter-pending");
    runtime.client.close();
    await technician.hears((report) => report.waitingFor.length === 1);
    const again = await connect();
    assert.deepEqual(names(await again.register("runtime")), ["shell", "runtime"]);
    await peers[1]?.answer("yes");
    await again.answer("yes");
    assert.equal((await entering).ok, true);
  });

  it("ends with the technician's process: the others are asked back, and the devices are free", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    for (const peer of [runtime, shell]) {
      await peer.is("enter-pending");
      await peer.answer("yes");
    }
    await entering;
    technician.client.close();
    assert.equal((await runtime.is("exit-pending")).ended, "technician-gone");
    assert.deepEqual(await runtime.lease("citizen"), err({ heldBy: "technician" }));
    await runtime.answer("yes");
    await shell.answer("no", "broken");
    await runtime.is("inactive");
    assert.equal((await runtime.lease("citizen")).ok, true);
  });

  it("ends when asked to, even if a process hangs and does not answer", async () => {
    const { runtime, shell, technician } = await hall();
    const entering = technician.enter("zizhu");
    for (const peer of [runtime, shell]) {
      await peer.is("enter-pending");
      await peer.answer("yes");
    }
    const { lease } = must(await entering);
    const exiting = technician.client.call("mode.exit", {});
    await runtime.is("exit-pending");
    const request = { device: "reader", command: "read-card", args: { photo: false }, lease, key: "k", withinMs: 1_000 };
    const late = must(await technician.client.call("device.execute", request));
    assert.equal(late.ok ? "" : late.error.code, "device.no-lease");
    await runtime.answer("yes");
    await bench.clock.advance(EXIT_WITHIN_MS);
    assert.equal(must(await exiting).left, true);
    const { state, ended, by } = await shell.is("inactive");
    assert.deepEqual([state, ended, by], ["inactive", "exited", null]);
    assert.equal(bench.host.mode.report().waitingFor.length, 0);
  });

  it("is taken back by giving up the question, or by leaving", async () => {
    const { runtime, technician } = await hall();
    const giveUp = new AbortController();
    const entering = technician.client.call("mode.enter", { name: "zizhu", withinMs: WITHIN_MS }, giveUp.signal);
    await runtime.is("enter-pending");
    giveUp.abort();
    assert.equal((await runtime.is("inactive")).ended, "withdrawn");
    await entering;
    const again = technician.enter("zizhu");
    await runtime.is("enter-pending");
    assert.equal(must(await technician.client.call("mode.exit", {})).left, true);
    assert.deepEqual(refusal(await again), { kind: "withdrawn" });
  });

  it("is entered at once where nobody is registered", async () => {
    const technician = await connect();
    assert.equal((await technician.enter("zizhu")).ok, true);
    assert.deepEqual(
      technician.heard.map(({ state }) => state),
      ["enter-pending", "active"],
    );
  });

  it("refuses a name that could not be written down", async () => {
    const technician = await connect();
    const asked = await technician.client.call("mode.enter", { name: "Mr Smith", withinMs: 1_000 });
    assert.equal(asked.ok ? "" : asked.error.code, "rpc.failed");
  });
});
