import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { Shell } from "./shell.ts";

describe("zizhu device", () => {
  let shell: Shell;
  beforeEach(async () => {
    shell = await Shell.open();
  });
  afterEach(() => shell.close());

  it("list opens the devices itself when no device-host runs, and says so", async () => {
    const list = shell.zizhu("device", "list");
    assert.equal(await list.code, 0);
    assert.match(list.out(), /reader +ID card reader +online/u);
    assert.match(list.notes(), /opens the devices itself/u);
  });

  it("list asks the device-host that runs", async () => {
    const host = await shell.startHost();
    const list = shell.zizhu("device", "list", "--json");
    assert.equal(await list.code, 0);
    const status = JSON.parse(list.out()) as DeviceStatus;
    assert.deepEqual([status.id, status.since], ["reader", host.list()[0]?.since]);
    assert.equal(list.notes(), "");
  });

  it("list speaks Chinese where the terminal does", async () => {
    const list = shell.zizhu("device", "list", "--lang", "zh-CN");
    assert.equal(await list.code, 0);
    assert.match(list.out(), /身份证阅读器 +正常/u);
  });

  for (const isRunning of [true, false]) {
    it(`info tells driver, options and counters ${isRunning ? "of the device-host that runs" : "also without a device-host"}`, async () => {
      if (isRunning) await shell.startHost();
      const info = shell.zizhu("device", "info", "reader");
      assert.equal(await info.code, 0);
      assert.match(info.out(), /^driver +sam$/mu);
      assert.match(info.out(), /^options\.transport\.host +127\.0\.0\.1$/mu);
    });
  }

  it("watch shows each change with its time, until Ctrl-C", async () => {
    const host = await shell.startHost();
    const watch = shell.zizhu("device", "watch");
    await watch.said("Watching 1 devices");
    await watch.said("reader  online");
    host.reset("reader");
    await watch.said("reader  starting");
    watch.interrupt();
    assert.equal(await watch.code, 0);
    assert.match(watch.out(), /\d\d:\d\d:\d\d {2}reader {2}starting/u);
  });

  it("test runs the kind's contract through device-host and leaves technician mode", async () => {
    const host = await shell.startHost();
    const test = shell.zizhu("device", "test", "reader");
    assert.equal(await test.code, 0, test.notes() + test.out());
    assert.match(test.out(), /✓ .*passed/u);
    assert.match(test.out(), /needs --interactive/u);
    assert.match(test.notes(), /In technician mode\.[\s\S]*Technician mode left\./u);
    assert.equal(host.mode.report().state, "inactive");
  });

  it("test gives a machine one line a case", async () => {
    const test = shell.zizhu("device", "test", "reader", "--json");
    assert.equal(await test.code, 0);
    const cases = test
      .out()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { is: string; level: string });
    assert.ok(cases.some(({ is }) => is === "passed"));
    assert.deepEqual([...new Set(cases.filter(({ is }) => is === "skipped").map(({ level }) => level))].includes("internal"), false);
  });

  it("test lets a person skip what they cannot do", async () => {
    const test = shell.zizhu("device", "test", "reader", "--interactive");
    await test.said("Please do");
    for (let line = 0; line < 40; line++) test.type("s");
    assert.equal(await test.code, 0, test.out());
    assert.match(test.out(), /skipped by hand/u);
  });

  it("test left with Ctrl-C at a question leaves technician mode all the same", async () => {
    const host = await shell.startHost();
    const test = shell.zizhu("device", "test", "reader", "--interactive");
    await test.said("Please do");
    assert.equal(host.mode.report().state, "active");
    test.interrupt();
    assert.equal(await test.code, 130);
    assert.equal(host.mode.report().state, "inactive");
    assert.match(test.notes(), /Interrupted/u);
  });

  it("test waits for the citizen, and takes its question back at Ctrl-C", async () => {
    const host = await shell.startHost();
    const citizen = host.acquire("citizen", 77);
    assert.ok(citizen.ok);
    const test = shell.zizhu("device", "test", "reader");
    await test.said("waiting until nobody is served");
    test.interrupt();
    assert.equal(await test.code, 130);
    assert.equal(host.mode.report().state, "inactive");
    assert.ok(host.release(citizen.value.lease));
  });

  it("test of a device that is away fails and says what to look at", async () => {
    shell.settings([{ ...shell.reader(), options: { transport: { kind: "tcp", host: "127.0.0.1", port: 1 } } }]);
    const test = shell.zizhu("device", "test", "reader");
    assert.equal(await test.code, 1);
    assert.match(test.notes(), /offline.*Nothing was tested; check its power/u);
  });

  it("trace records without the person, replay lives through it again", async () => {
    const file = join(shell.folder, "reader.jsonl");
    const trace = shell.zizhu("device", "trace", "reader", "--out", file, "--run", 'read-card {"photo":false}');
    await trace.said("Recording");
    shell.simulator.insertCard(SAMPLE_CARDS.resident);
    assert.equal(await trace.code, 0, trace.notes());
    assert.match(trace.notes(), /read-card: ok/u);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const text = readFileSync(file, "utf8");
    assert.ok(!text.includes(Buffer.from(SAMPLE_CARDS.resident.number, "utf16le").toString("hex")));
    const replay = shell.zizhu("device", "replay", file);
    assert.equal(await replay.code, 0, replay.out());
    assert.match(replay.out(), /read-card: ok[\s\S]*As recorded/u);
  });

  it("trace ends when its time is over, though a command still waits for a card", async () => {
    const file = join(shell.folder, "short.jsonl");
    const trace = shell.zizhu("device", "trace", "reader", "--out", file, "--seconds", "1", "--run", 'read-card {"photo":false}');
    assert.equal(await trace.code, 0, trace.notes());
    assert.match(readFileSync(file, "utf8"), /device.cancelled/u);
  });

  it("trace does not record beside a running device-host", async () => {
    await shell.startHost();
    const trace = shell.zizhu("device", "trace", "reader", "--out", join(shell.folder, "none.jsonl"));
    assert.equal(await trace.code, 69);
    assert.match(trace.notes(), /Stop it first/u);
  });

  it("trace does not write over a file", async () => {
    const trace = shell.zizhu("device", "trace", "reader", "--out", shell.settingsFile);
    assert.equal(await trace.code, 73);
    assert.match(trace.notes(), /take another name/u);
  });

  it("replay of something else is refused with the line", async () => {
    const replay = shell.zizhu("device", "replay", shell.settingsFile);
    assert.equal(await replay.code, 65);
    assert.match(replay.notes(), /line 1/u);
  });

  it("names the devices there are when one is not", async () => {
    for (const verb of [["info"], ["test"], ["trace", "--out", join(shell.folder, "x")]]) {
      const typed = shell.zizhu("device", verb[0] ?? "", "printer", ...verb.slice(1));
      assert.equal(await typed.code, 69);
      assert.match(typed.notes(), /no device "printer".*reader/u);
    }
  });

  it("says where the settings are wrong", async () => {
    shell.settings([{ id: "reader", kind: "toaster", driver: "sam" }]);
    const list = shell.zizhu("device", "list");
    assert.equal(await list.code, 78);
    assert.match(list.notes(), /\/devices\/0\/kind/u);
  });

  for (const [typed, says] of [
    [["device", "toast"], /"toast" is not known/u],
    [["printer", "list"], /"printer" is not known/u],
    [["device", "list", "--bad"], /--bad/u],
    [["device", "test"], /device's id is missing/u],
    [["device", "replay"], /file's name is missing/u],
    [["device", "trace", "reader"], /--out <file> is missing/u],
    [["device", "trace", "reader", "--out", "x", "--run", "read {card"], /--run takes/u],
    [["device", "watch", "--seconds", "soon"], /--seconds takes/u],
    [["device", "list", "--lang", "fr"], /--lang fr/u],
  ] as const) {
    it(`refuses "${typed.join(" ")}"`, async () => {
      const refused = shell.zizhu(...typed);
      assert.equal(await refused.code, 2);
      assert.match(refused.notes(), says);
    });
  }
});
