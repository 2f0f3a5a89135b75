import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator, type ReceiptSimulatorOptions } from "../../../device-drivers/escpos/simulator/simulator.ts";
import driver, { type ReceiptPrinterOptions } from "../../../device-drivers/receipt-printer/driver.ts";
import { driverContext } from "../../support/driver-context.ts";
import { serialLine } from "../transport/serial-line.ts";
import { countingRandom, failureOf, receiptOf } from "./bench-top.ts";

const call = () => ({ signal: new AbortController().signal, deadline: systemClock.monotonic() + 20_000 });
const text = (rows: number) =>
  receiptOf(rows)
    .lines.map((line) => (line.kind === "text" ? line.text : ""))
    .join("\n");

describe("receipt-printer: over a real serial port (pty)", function () {
  this.timeout(60_000);
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function onSerial(profile: string, baud: 9_600 | 115_200, simulated: Partial<ReceiptSimulatorOptions> = {}) {
    const simulator = new ReceiptPrinterSimulator({ clock: systemClock, unit: profileNamed(profile), ...simulated });
    closers.push(() => simulator.close());
    const line = await serialLine(await simulator.listen());
    closers.push(() => line.close());
    const lost = Promise.withResolvers<string>();
    const options: ReceiptPrinterOptions = {
      ...{ transport: { kind: "serial", path: line.path, baud }, profile, paperWidthMm: 80, retractAfterMs: 60_000 },
    };
    const printer = must(await driver.open(driverContext({ random: countingRandom(), options, lost: lost.resolve })));
    closers.push(() => printer.close());
    return { simulator, line, printer, lost: lost.promise };
  }

  for (const profile of ["epson-t88", "snbc", "custom", "citizen-ppu"]) {
    it(`${profile}: prints, and is believed only by its own word`, async () => {
      const { printer, simulator } = await onSerial(profile, 115_200);
      const printed = must(await printer.commands.print({ job: "j", document: receiptOf(5) }, call()));
      assert.equal(printed.proof, profileNamed(profile).proof.is);
      assert.equal(simulator.papers[0]?.text, text(5));
    });
  }

  it("9600 baud: takes its time and loses nothing", async () => {
    const { printer, simulator } = await onSerial("epson-t88", 9_600, { baud: 9_600 });
    must(await printer.commands.print({ job: "j", document: receiptOf(30) }, call()));
    assert.equal(simulator.papers[0]?.text, text(30));
  });

  it("XON/XOFF: a printer slower than its line is never overrun", async () => {
    const { printer, simulator } = await onSerial("snbc", 115_200, { baud: 115_200, bufferBytes: 1_024, rowMs: 2 });
    let most = 0;
    simulator.intercept = () => {
      most = Math.max(most, simulator.buffer.length);
      return false;
    };
    must(await printer.commands.print({ job: "j", document: receiptOf(200) }, call()));
    assert.equal(simulator.papers[0]?.text, text(200));
    assert.ok(most < 3_000, `${most} bytes waited in the printer`);
  });

  it("three wires, no handshake of any kind: what is on its way always fits the printer's buffer", async () => {
    const { printer, simulator } = await onSerial("epson-t88", 115_200, { baud: 115_200, flow: "none", bufferBytes: 4_096, rowMs: 3 });
    must(await printer.commands.print({ job: "j", document: receiptOf(250) }, call()));
    assert.equal(simulator.buffer.lostBytes, 0);
    assert.equal(simulator.papers[0]?.text, text(250));
  });

  it("the cable is pulled in the middle of a receipt: nobody claims anything, and the connection is given up", async () => {
    const { printer, simulator, line, lost } = await onSerial("epson-t88", 115_200, { rowMs: 20 });
    const third = Promise.withResolvers<void>();
    simulator.intercept = () => {
      if (simulator.uncut.split("\n").length >= 3) third.resolve();
      return false;
    };
    const printing = printer.commands.print({ job: "j", document: receiptOf(100) }, call());
    await third.promise;
    await line.cut();
    assert.equal(failureOf(await printing).sent, "indeterminate");
    assert.match(await lost, /^transport\./u);
    assert.equal(simulator.papers.length, 0);
  });
});
