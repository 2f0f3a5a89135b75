import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { isNamed, portAdvice, portPaths, usesHid } from "../../../device-drivers/host/ports.ts";
import { needsOwnProcess } from "../../../device-drivers/host/registry.ts";
import { withoutSecrets } from "../../../device-drivers/host/without-secrets.ts";
import { commandNames } from "../../../device-drivers/kinds/kinds.ts";
import { hostBench, reader } from "./host-bench.ts";

describe("what a technician is told of a device", () => {
  it("is its state, driver, options, commands, counters and how it is brought back", async () => {
    const { host, driver } = await hostBench();
    driver.context?.count("GoodReadCount");
    assert.deepEqual(must(host.info("reader")), {
      status: host.list()[0],
      driver: "scripted",
      isIsolated: false,
      models: ["Scripted"],
      options: { mood: "calm" },
      commands: commandNames("id-card-reader"),
      statistics: { GoodReadCount: 1 },
      healing: { attempt: 0, nextTryAt: null, givenUp: false, failures: [] },
      advice: [],
    });
    assert.deepEqual(host.info("toaster"), { ok: false, error: { code: "device.unknown" } });
  });

  it("leaves secrets out, however deep: what the schema marks, and what is called like one", () => {
    const secret = { type: "string", writeOnly: true };
    const schema = {
      type: "object",
      properties: {
        url: { type: "string" },
        login: { type: "object", properties: { user: { type: "string" }, code: secret } },
        keys: { type: "array", items: { type: "object", properties: { id: { type: "integer" }, value: secret } } },
        extra: { type: "object", additionalProperties: secret },
        mode: { $ref: "#/$defs/anything" },
      },
      allOf: [{ properties: { hidden: secret } }],
    };
    const options = {
      ...{ url: "ipp://printer", login: { user: "kiosk", code: "x" }, keys: [{ id: 1, value: "x" }], extra: { a: "x" } },
      ...{ hidden: "x", snmpPassword: "x", apiToken: "x", mode: { any: "x" }, port: 9_100 },
    };
    assert.deepEqual(withoutSecrets(schema, options), {
      ...{ url: "ipp://printer", login: { user: "kiosk" }, keys: [{ id: 1 }], extra: {}, port: 9_100 },
    });
  });

  it("advises against a path that another device may get", async () => {
    const at = (path: string) => portAdvice({ transport: { kind: "serial", path, baud: 9_600 } }).length;
    const unstable = ["/dev/ttyUSB0", "/dev/ttyACM12", "/dev/hidraw3", "/dev/video0", "/dev/usb/lp0"];
    const stable = ["/dev/serial/by-id/usb-Prolific-if00", "/dev/serial/by-path/pci-0000", "/dev/ttyS0", "/dev/kiosk/reader"];
    assert.deepEqual(unstable.map(at), [1, 1, 1, 1, 1]);
    assert.deepEqual(stable.map(at), [0, 0, 0, 0]);
    const { host } = await hostBench({ devices: [{ ...reader("reader"), options: { mood: "/dev/ttyUSB0" } }] });
    assert.deepEqual(must(host.info("reader")).advice, [{ code: "unstable-path", path: "/dev/ttyUSB0" }]);
  });
});

describe("the ports of a device", () => {
  const serial = { kind: "serial", path: "/tmp/tty", baud: 9_600 } as const;
  const hid = { kind: "hid", vendorId: 1, productId: 2, reportBytes: 64 } as const;

  it("are those that its options name, at any depth, and no other", () => {
    const options = { lines: [{ transport: serial }], other: { device: "/dev/video2", note: "see /dev/null" } };
    assert.deepEqual(portPaths(options), ["/tmp/tty", "/dev/video2"]);
    assert.ok(isNamed({ ...serial, baud: 115_200 }, options));
    assert.ok(!isNamed({ ...serial, path: "/dev/ttyUSB0" }, options));
    assert.ok(isNamed(hid, { transport: hid }) && !isNamed({ ...hid, productId: 3 }, { transport: hid }));
    assert.ok(isNamed({ kind: "tcp", host: "printer", port: 9_100 }, {}));
  });

  it("decide with the driver's name whether it gets a process of its own", () => {
    assert.ok(usesHid({ transport: hid }) && !usesHid({ transport: serial }));
    const runs = (driver: string, transport: object) => needsOwnProcess({ ...reader("reader", driver), options: { transport } });
    assert.deepEqual([runs("sam", serial), runs("sam", hid), runs("some-package", serial)], [false, true, true]);
  });
});
