import assert from "node:assert/strict";
import { checker } from "../../../base/checked.ts";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import type { DriverContext } from "../../../device-drivers/host/driver.ts";
import driver, { type ReceiptPrinterOptions } from "../../../device-drivers/receipt-printer/driver.ts";
import { driverContext } from "../../support/driver-context.ts";
import { countingRandom, failureOf, receiptOf } from "./bench-top.ts";

describe("receipt-printer: over TCP", () => {
  const options = (port: number): ReceiptPrinterOptions =>
    must(checker<ReceiptPrinterOptions>(driver.settings)({ transport: { kind: "tcp", host: "127.0.0.1", port } }, "settings"));

  function contextOf(port: number, lost: (reason: string) => void): DriverContext<ReceiptPrinterOptions> {
    return driverContext({ random: countingRandom(), options: options(port), lost });
  }
  const call = () => ({ signal: new AbortController().signal, deadline: systemClock.monotonic() + 10_000 });

  it("settings are filled in: Epson, 80 mm", () => {
    assert.deepEqual([options(9100).profile, options(9100).paperWidthMm], ["epson-t88", 80]);
  });

  it("prints three hundred rows while the printer reports its state, and loses none", async () => {
    const simulator = new ReceiptPrinterSimulator({ clock: systemClock });
    const port = await simulator.listen();
    const printer = must(await driver.open(contextOf(port, () => undefined)));
    must(await printer.commands.print({ job: "j", document: receiptOf(300) }, call()));
    assert.equal(
      simulator.papers[0]?.text,
      receiptOf(300)
        .lines.map((line) => (line.kind === "text" ? line.text : ""))
        .join("\n"),
    );
    await printer.close();
    await simulator.close();
  });

  it("unplugged and plugged in again: lost, refused, and a new connection prints", async () => {
    const simulator = new ReceiptPrinterSimulator({ clock: systemClock });
    const port = await simulator.listen();
    const lost = Promise.withResolvers<string>();
    const printer = must(await driver.open(contextOf(port, lost.resolve)));
    await simulator.setFault("unplugged", true);
    assert.equal(await lost.promise, "transport.closed");
    await printer.close();
    const refused = failureOf(await driver.open(contextOf(port, () => undefined)));
    assert.deepEqual([refused.code, refused.sent], ["device.offline", "no"]);
    await simulator.setFault("unplugged", false);
    const again = must(await driver.open(contextOf(port, () => undefined)));
    must(await again.commands.print({ job: "j", document: receiptOf(1) }, call()));
    await again.close();
    await simulator.close();
  });
});
