import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { configure, loadDriverModule } from "../../../device-drivers/host/registry.ts";
import { countFile, SAVE_AFTER_MS } from "../../../device-drivers/host/statistics.ts";
import { hostBench, inShort, reader, ScriptedDriver } from "./host-bench.ts";

describe("device-host registry", () => {
  const sam = (options: DeviceSettings["options"]): DeviceSettings => ({ id: "id-1", kind: "id-card-reader", driver: "sam", options });

  it("has the ID-card driver under its name and fills its defaults in", async () => {
    const settings = sam({ transport: { kind: "tcp", host: "127.0.0.1", port: 9000 } });
    const configured = must(await configure(settings, 0, loadDriverModule));
    assert.equal(configured.driver.kind, "id-card-reader");
    assert.deepEqual((configured.options as { photoDecoder: unknown }).photoDecoder, { kind: "none" });
    assert.ok(!("photoDecoder" in settings.options), "the settings themselves stay as they were read");
  });

  it("names the device and the place of what is wrong in its options", async () => {
    const wrong = await configure(
      sam({ transport: { kind: "serial", path: "/dev/x" }, photoDecoder: { kind: "exec" } }),
      2,
      loadDriverModule,
    );
    assert.ok(!wrong.ok);
    assert.match(wrong.error, /device "id-1" \(\/devices\/2\)\/options \/transport: must have required property 'baud'/);
    assert.match(wrong.error, /\/photoDecoder: must have required property 'command'/);
  });

  it("names the driver that cannot be loaded, is none, or is for another kind", async () => {
    const problem = async (settings: DeviceSettings, load = loadDriverModule) => {
      const got = await configure(settings, 0, load);
      return got.ok ? "" : got.error;
    };
    assert.match(await problem({ ...sam({}), driver: "zizhu-no-such-package" }), /cannot be loaded/);
    assert.match(await problem({ ...sam({}), driver: "../../etc/passwd.js" }), /neither one of sam, .* nor the name of a package/);
    assert.match(await problem({ ...sam({}), driver: "ajv" }), /no default export made by defineDriver/);
    assert.match(await problem({ ...sam({}), kind: "receipt-printer" }), /is receipt-printer, but driver "sam" is for id-card-reader/);
    const broken = { default: { ...new ScriptedDriver().module.default, settings: { type: "strnig" } } };
    assert.match(await problem({ ...sam({}), driver: "x" }, async () => broken), /option schema of "x" is broken/);
  });

  it("keeps the other devices going beside one that is badly configured", async () => {
    const bad: DeviceSettings = { ...reader("bad"), options: { mood: 3 } };
    const { host, execute } = await hostBench({ devices: [bad, reader("reader"), reader("reader"), reader("gone", "no-package")] });
    const states = host.list().map(({ id, state }) => [id, state]);
    assert.deepEqual(states, [
      ["bad", "userError"],
      ["reader", "online"],
      ["reader", "userError"],
      ["gone", "userError"],
    ]);
    assert.deepEqual(host.list()[0]?.reasons, ['device "bad" (/devices/0)/options /mood: must be string']);
    assert.equal(inShort(await execute({ device: "bad" })), "device.offline no");
    assert.equal(inShort(await execute()), "ok");
  });
});

describe("device-host statistics", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-counts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("go on from where they stood, and are saved a minute after a change and at the end", async () => {
    const { host, driver, clock, saved } = await hostBench({ counts: { reader: { GoodReadCount: 41 } } });
    driver.context?.count("GoodReadCount");
    assert.deepEqual(host.statistics("reader"), { GoodReadCount: 42 });
    assert.equal(saved.length, 0);
    await clock.advance(SAVE_AFTER_MS);
    assert.deepEqual(saved, [{ reader: { GoodReadCount: 42 } }]);
    driver.context?.count("FailedReadCount", 2);
    await host.close();
    assert.deepEqual(saved[1], { reader: { GoodReadCount: 42, FailedReadCount: 2 } });
  });

  it("are a file that is replaced whole; a broken one is set aside", () => {
    const path = join(folder, "counts.json");
    const store = countFile(path, silentLog);
    assert.deepEqual(store.load(), {});
    store.save({ reader: { GoodReadCount: 1 } });
    store.save({ reader: { GoodReadCount: 2 } });
    assert.deepEqual(store.load(), { reader: { GoodReadCount: 2 } });
    assert.deepEqual(readdirSync(folder), ["counts.json"]);
    writeFileSync(path, '{"reader": ');
    assert.deepEqual(store.load(), {});
    assert.equal(readFileSync(`${path}.broken`, "utf8"), '{"reader": ');
  });
});
