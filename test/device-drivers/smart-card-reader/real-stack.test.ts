import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { Unit } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import type { DeviceStatus } from "../../../device-drivers/host/api.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { contract } from "../../../device-drivers/smart-card-reader/contract.ts";
import { type Pcscd, stagePcscd, VIRTUAL_READERS } from "./pcscd.ts";
import { inShort, otherCard, PERSON, readerSettings, socialSecurityCard } from "./rig.ts";

const FIRST = { reader: VIRTUAL_READERS[0] };

/**
 * The real host over the machine's own PC/SC library, with the machine's clock. The driver is in a process of its own, as in
 * a kiosk: what the library does on the thread that called it would also stop the card, were it here.
 */
function realBench(pcscd: Pcscd, options: DeviceSettings["options"]) {
  const host = new DeviceHost({
    ...{ devices: [readerSettings(options)], clock: systemClock, random: systemRandom, log: silentLog },
    counts: { load: () => ({}), save: () => undefined },
    startProcess: pcscd.startDriver,
  });
  let lease: string | undefined;
  let key = 0;
  const status = () => host.list()[0] as DeviceStatus;
  const unit: Unit<"smart-card-reader"> = {
    id: "card",
    status: async () => status(),
    execute: async (command, args, { withinMs = 30_000, signal = new AbortController().signal } = {}) => {
      lease ??= must(host.acquire("self-test", 1)).lease;
      return (await host.execute({ device: "card", command, args, lease, key: `${key++}`, withinMs }, signal)) as never;
    },
  };
  const until = (is: (status: DeviceStatus) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (is(status())) resolve();
      };
      host.onStatus(look);
      look();
    });
  return { host, unit, status, until };
}

describe("smart-card-reader over pcscd and vpcd", function () {
  this.timeout(60_000);
  let pcscd: Pcscd;
  let bench: ReturnType<typeof realBench> | undefined;

  const online = async (options: DeviceSettings["options"] = FIRST) => {
    bench = realBench(pcscd, options);
    await bench.host.start();
    await bench.until(({ state }) => state === "online");
    return bench;
  };

  before(async () => {
    pcscd = stagePcscd();
    await pcscd.start();
  });

  afterEach(async () => {
    await bench?.host.close();
    bench = undefined;
    pcscd.slot.take();
  });

  after(() => pcscd.close());

  it("keeps the contract", async () => {
    const { unit } = await online();
    const hands = {
      do: async (act: keyof typeof contract.acts) => {
        if (act === "lay-card") await pcscd.slot.lay(socialSecurityCard());
        else if (act === "lay-other-card") await pcscd.slot.lay(otherCard());
        else pcscd.slot.take();
      },
      sees: async () => true,
    };
    const reports = await runContract(contract, { unit, hands, clock: systemClock, expected: PERSON }, "interactive");
    for (const { title, outcome } of reports) assert.deepEqual(outcome, { is: "passed" }, title.en);
  });

  it("asks which reader is meant where there are two, and names them", async () => {
    bench = realBench(pcscd, {});
    await bench.host.start();
    await bench.until(({ state }) => state === "userError");
    assert.ok(bench.status().reasons.some((one) => VIRTUAL_READERS.every((name) => one.includes(name))));
  });

  it("a card pulled in the middle of an answer: unreadable, and perhaps sent", async () => {
    const { unit } = await online();
    const card = socialSecurityCard();
    card.interfere = (header) => (header === "00B20104" ? "pulled" : undefined);
    await pcscd.slot.lay(card);
    const read = await unit.execute("read-social-security-card", {});
    assert.equal(inShort(read), "card.unreadable indeterminate");
    assert.equal(!read.ok && read.error.facts["card"], "removed");
  });

  it("an answer to reset that is none: unreadable, and nothing was sent", async () => {
    const { unit } = await online();
    const card = socialSecurityCard();
    Object.assign(card, { atr: Buffer.from("FFFFFF", "hex") });
    await pcscd.slot.lay(card);
    assert.equal(inShort(await unit.execute("read-social-security-card", {})), "card.unreadable no");
  });

  it("the service killed while a card answers: offline, perhaps sent, and online again by itself once it runs", async () => {
    const { unit, until } = await online();
    const card = socialSecurityCard();
    const reached = new Promise<void>((resolve) => {
      card.interfere = () => {
        resolve();
        return "silence";
      };
    });
    await pcscd.slot.lay(card);
    const reading = unit.execute("read-social-security-card", {});
    await reached;
    await pcscd.kill();
    assert.equal(inShort(await reading), "device.offline indeterminate");
    // Not only gone, but found to be gone when it is tried again: then it says what to do.
    await until(({ state, reasons }) => state === "offline" && reasons.join().includes("systemctl start pcscd.socket"));
    assert.equal(inShort(await unit.execute("transmit", { apdu: "00A40000023F00" })), "device.offline no");
    await pcscd.start();
    await until(({ state }) => state === "online");
    await pcscd.slot.lay(socialSecurityCard());
    assert.deepEqual(await unit.execute("read-social-security-card", {}), { ok: true, value: PERSON });
  });

  it("a service that is frozen freezes its driver's process only: the command ends, and all is well once it runs again", async () => {
    const { unit, until } = await online();
    await pcscd.slot.lay(socialSecurityCard());
    await until(({ sensors }) => sensors["card"] === "present");
    await pcscd.freeze();
    const asked = await unit.execute("transmit", { apdu: "0084000008" }, { withinMs: 2_000 });
    assert.equal(inShort(asked), "device.timeout indeterminate");
    await until(({ state }) => state !== "online");
    await pcscd.kill();
    await pcscd.start();
    await until(({ state }) => state === "online");
  });

  it("a command that the caller gives up leaves the reader free for the next", async () => {
    const { unit } = await online();
    const card = socialSecurityCard();
    const givenUp = Promise.withResolvers<undefined>();
    card.interfere = () => givenUp.promise;
    await pcscd.slot.lay(card);
    assert.equal(inShort(await unit.execute("read-social-security-card", {}, { withinMs: 2_000 })), "device.timeout indeterminate");
    givenUp.resolve(undefined);
    assert.deepEqual(await unit.execute("read-social-security-card", {}), { ok: true, value: PERSON });
  });
});
