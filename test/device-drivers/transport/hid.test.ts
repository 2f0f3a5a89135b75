import assert from "node:assert/strict";
import { checker } from "../../../base/checked.ts";
import { must } from "../../../base/result.ts";
import type { HidPort } from "../../../device-drivers/transport/hid.ts";
import { HidTransport } from "../../../device-drivers/transport/hid.ts";
import { type HidFarEnd, HidSimulator } from "../../../device-drivers/transport/hid-simulator.ts";
import { openTransport, TRANSPORT_SCHEMA } from "../../../device-drivers/transport/open-transport.ts";
import type { TransportError } from "../../../device-drivers/transport/transport.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

const NUMBERS = { kind: "hid", vendorId: 0x0400, productId: 0xc35a, reportBytes: 64 } as const;
const PATH = { kind: "hid", path: "/dev/hidraw0", reportBytes: 64 } as const;

const codeOf = async (result: Promise<{ ok: true } | { ok: false; error: TransportError }>) => {
  const got = await result;
  return got.ok ? "ok" : got.error.code;
};

/** A device that keeps what it hears. */
function device(options: { reportNumber?: number } = {}) {
  const heard: Buffer[] = [];
  let end: HidFarEnd | undefined;
  const port = new HidSimulator({
    reportBytes: 64,
    ...options,
    attach(farEnd) {
      end = farEnd;
      farEnd.onReport((report) => heard.push(report));
    },
  });
  return { port, heard, send: (report: Buffer) => end?.send(report) };
}

/** A port with these paths, where nothing can be opened. */
const listing = (...paths: string[]): HidPort => ({
  list: async () => paths.map((path) => ({ path })),
  open: () => Promise.reject(new Error("not to be opened")),
});

describe("transport/hid", () => {
  it("loads the real addon, which says that there is no device at a path, or none with these numbers", async () => {
    const open = (settings: typeof PATH | typeof NUMBERS | Record<string, unknown>) =>
      openTransport(settings as typeof PATH, new FakeClock());
    assert.equal(await codeOf(open({ ...PATH, path: "/dev/zizhu-no-such-hid" })), "transport.no-such-port");
    assert.equal(await codeOf(open({ ...NUMBERS, vendorId: 0xfffe, productId: 0xfffe })), "transport.no-such-port");
  });

  it("cuts what it sends into reports and fills the last one with zeros", async () => {
    const { port, heard } = device();
    const transport = new HidTransport(PATH, port);
    must(await transport.open());
    const bytes = Buffer.from(Array.from({ length: 150 }, (_, at) => at + 1));
    must(await transport.write(bytes));
    assert.deepEqual(
      heard.map((report) => report.length),
      [64, 64, 64],
    );
    assert.deepEqual(Buffer.concat(heard), Buffer.concat([bytes, Buffer.alloc(42)]));
    await transport.close();
    assert.equal(port.openings, 0);
  });

  it("does not mix the reports of two messages", async () => {
    const { port, heard } = device();
    const transport = new HidTransport(PATH, port);
    must(await transport.open());
    await Promise.all([transport.write(Buffer.alloc(128, 1)), transport.write(Buffer.alloc(128, 2))]);
    assert.deepEqual(
      heard.map((report) => report[0]),
      [1, 1, 2, 2],
    );
    await transport.close();
  });

  it("hands over each report whole, padding included", async () => {
    const { port, send } = device();
    const transport = new HidTransport(PATH, port);
    must(await transport.open());
    const got: Buffer[] = [];
    transport.onData((bytes) => got.push(bytes));
    const report = Buffer.concat([Buffer.from("hello"), Buffer.alloc(59)]);
    send(report);
    send(report);
    await settle();
    assert.deepEqual(got, [report, report]);
    await transport.close();
  });

  it("puts the report number of a device that has one before what it sends, takes it off what comes, and leaves other numbers out", async () => {
    const settings = { ...PATH, reportNumber: 2 };
    const { port, heard, send } = device({ reportNumber: 2 });
    const transport = new HidTransport(settings, port);
    must(await transport.open());
    const got: Buffer[] = [];
    transport.onData((bytes) => got.push(bytes));
    must(await transport.write(Buffer.from("x")));
    send(Buffer.alloc(64, 7));
    await settle();
    assert.deepEqual([heard[0]?.[0], got], ["x".charCodeAt(0), [Buffer.alloc(64, 7)]]);
    await transport.close();
    const other = device({ reportNumber: 3 });
    const deaf = new HidTransport(settings, other.port);
    must(await deaf.open());
    deaf.onData(() => assert.fail("a report with another number"));
    other.send(Buffer.alloc(64, 7));
    await settle();
    assert.equal(await codeOf(deaf.write(Buffer.from("x"))), "transport.failed");
    await deaf.close();
  });

  it("opens the only device with these numbers, though it is listed for each of its usages", async () => {
    const { port } = device();
    const twice: HidPort = { list: async () => [{ path: port.path }, { path: port.path }], open: (path) => port.open(path) };
    const transport = new HidTransport(NUMBERS, twice);
    must(await transport.open());
    assert.equal(transport.name, "hid 0400:c35a");
    await transport.close();
  });

  it("never guesses which of two devices is meant", async () => {
    const opened = await new HidTransport(NUMBERS, listing("/dev/hidraw0", "/dev/hidraw3")).open();
    assert.match(String(opened.ok ? "" : opened.error.facts["why"]), /2 devices .* set the path/);
    assert.equal(await codeOf(new HidTransport(NUMBERS, listing()).open()), "transport.no-such-port");
  });

  it("tells of a pulled plug once, and lets nothing be written after it", async () => {
    const { port } = device();
    const transport = new HidTransport(PATH, port);
    must(await transport.open());
    const told: TransportError[] = [];
    transport.onClose((why) => told.push(why));
    port.pull();
    assert.equal(await codeOf(transport.write(Buffer.from("late"))), "transport.closed");
    assert.equal(port.openings, 0, "the handle of the pulled device is let go of");
    await transport.close();
    assert.deepEqual(
      told.map(({ code }) => code),
      ["transport.closed"],
    );
    assert.equal(await codeOf(new HidTransport(PATH, port).open()), "transport.no-such-port");
    port.plug();
    const again = new HidTransport(PATH, port);
    must(await again.open());
    await again.close();
  });

  it("settles a write that the system never takes when it is closed", async () => {
    const { port } = device();
    const stuck: HidPort = {
      list: () => port.list(),
      open: async (path) => Object.assign(await port.open(path), { write: () => new Promise<number>(() => undefined) }),
    };
    const transport = new HidTransport(PATH, stuck);
    must(await transport.open());
    const writing = codeOf(transport.write(Buffer.alloc(200)));
    await transport.close();
    assert.equal(await writing, "transport.closed");
  });

  it("gives up opening when it is closed meanwhile, and leaves no device open", async () => {
    const { port } = device();
    let letGo: () => void = () => undefined;
    const slow: HidPort = {
      list: () => port.list(),
      open: (path) => new Promise<void>((resolve) => (letGo = resolve)).then(() => port.open(path)),
    };
    const transport = new HidTransport(PATH, slow);
    const opening = codeOf(transport.open());
    await settle();
    const closing = transport.close();
    letGo();
    await closing;
    assert.equal(await opening, "transport.closed");
    assert.equal(port.openings, 0);
  });

  it("refuses to write before it is open", async () => {
    assert.equal(await codeOf(new HidTransport(PATH, device().port).write(Buffer.from("early"))), "transport.closed");
  });
});

describe("transport settings of USB-HID", () => {
  const check = checker(TRANSPORT_SCHEMA);
  const isGood = (value: unknown) => check(value, "t").ok;

  it("take a path, or both numbers, and 64 bytes unless said otherwise", () => {
    const byPath = check({ kind: "hid", path: "/dev/kiosk/id-card" }, "t");
    assert.deepEqual(byPath, { ok: true, value: { kind: "hid", path: "/dev/kiosk/id-card", reportBytes: 64 } });
    assert.ok(isGood({ kind: "hid", vendorId: 1_024, productId: 50_010 }));
  });

  it("refuse a device that nothing names, or only half", () => {
    assert.ok(!isGood({ kind: "hid" }));
    assert.ok(!isGood({ kind: "hid", vendorId: 1_024 }));
    assert.ok(!isGood({ kind: "hid", path: "/dev/x", reportNumber: 0 }));
  });
});
