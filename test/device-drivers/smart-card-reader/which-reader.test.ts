import assert from "node:assert/strict";
import { err } from "../../../base/result.ts";
import { chooseReader } from "../../../device-drivers/smart-card-reader/choose-reader.ts";
import { smartCardReaderDriver } from "../../../device-drivers/smart-card-reader/driver.ts";
import { faultOf } from "../../../device-drivers/smart-card-reader/native-pcsc.ts";
import { whyMissing } from "../../../device-drivers/smart-card-reader/smartcard-module.ts";
import { deviceBench } from "../../support/device-bench.ts";
import { inShort, readerRig, readerSettings } from "./rig.ts";

const CONTACT = "Sample CR30 [Contact] 00 00";
const RADIO = "Sample CR30 [Contactless] 00 01";
const readers = (...names: readonly string[]) => names.map((name) => ({ name, card: undefined }));

describe("smart-card-reader/which reader", () => {
  it("takes the only one where the settings name none", () => {
    const chosen = chooseReader(readers(CONTACT), undefined);
    assert.equal(chosen.ok && chosen.value.name, CONTACT);
  });

  it("takes the one that is named, in full or with * for what changes", () => {
    for (const wanted of [CONTACT, "Sample CR30 [Contact] *", "*[Contact]*", "Sample*[Con*t]*0", "*00 00"]) {
      const chosen = chooseReader(readers(RADIO, CONTACT), wanted);
      assert.equal(chosen.ok && chosen.value.name, CONTACT, wanted);
    }
    for (const wanted of ["Sample CR30", "[Contact]*", "*Contact]", "Sample*Sample*", ".*"]) {
      assert.equal(chooseReader(readers(CONTACT), wanted).ok, false, wanted);
    }
  });

  it("names those that fit where there are several, and guesses between none", () => {
    const chosen = chooseReader(readers(CONTACT, RADIO), "Sample*");
    assert.equal(chosen.ok ? "" : chosen.error.state, "userError");
    assert.ok(!chosen.ok && chosen.error.reasons.every((one) => one.includes(CONTACT) && one.includes(RADIO)));
  });

  it("several readers and none named: an error of the settings, which ends when one of them goes", async () => {
    const { pcsc, bench, unit } = readerRig({}, [CONTACT, RADIO]);
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "userError"));
    assert.match(bench.status().reasons.join(), /options\.reader/);
    assert.equal(inShort(await bench.until(unit.execute("await-removal", {}))), "device.offline no");
    pcsc.unplug(RADIO);
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    await bench.close();
  });

  it("a reader that is not plugged in is no device, and is found once it is", async () => {
    const { pcsc, bench } = readerRig({ reader: "Sample*" }, [CONTACT]);
    pcsc.unplug();
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "noDevice"));
    pcsc.plug();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    await bench.close();
  });

  it("another reader that comes and goes does not disturb the one in use", async () => {
    const { pcsc, bench } = readerRig({ reader: CONTACT }, [CONTACT, RADIO]);
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    pcsc.unplug(RADIO);
    pcsc.plug(RADIO);
    await bench.clock.advance(1_000);
    assert.equal(bench.status().state, "online");
    await bench.close();
  });

  it("without the native module: an error of the set-up, with the packages to install", async () => {
    const missing = whyMissing(new Error("Cannot find module '../../build/Release/smartcard_napi.node'\nRequire stack: …"));
    const load = async () => ({ default: smartCardReaderDriver(async () => err(missing)) });
    const bench = deviceBench(readerSettings(), undefined, { load });
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "userError"));
    assert.match(bench.status().reasons.join("\n"), /libpcsclite-dev g\+\+ make python3/);
    await bench.close();
  });

  it("without PC/SC's own library: the package that brings it", () => {
    const missing = whyMissing(new Error("libpcsclite.so.1: cannot open shared object file: No such file or directory"));
    assert.match(missing.reasons.join("\n"), /libpcsclite1/);
  });

  it("a word of the library that nobody wrote down is shown as it is", () => {
    assert.deepEqual(faultOf(new Error("Not enough memory")), { problem: "other", text: "Not enough memory" });
    assert.deepEqual(faultOf(new Error("Card was removed")), { problem: "removed", text: "Card was removed" });
  });
});
