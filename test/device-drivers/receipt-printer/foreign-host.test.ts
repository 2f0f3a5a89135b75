import assert from "node:assert/strict";
import { print } from "receiptio";
import { systemClock } from "../../../base/clock.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";

const RECEIPT = "^^^示例市政务服务大厅\n\n姓名 | 张三样\n---\n样张";

describe("receipt-printer: our simulator before a foreign host (npm receiptio, over TCP)", function () {
  this.timeout(60_000);
  let simulator: ReceiptPrinterSimulator;
  // The foreign host knows only port 9100; an address of our own on the loopback network keeps it free.
  const address = `127.93.${(process.pid >> 8) & 0xff}.${process.pid & 0xff || 1}`;

  before(async () => {
    simulator = new ReceiptPrinterSimulator({ clock: systemClock });
    await simulator.listen(9100, address);
  });
  after(() => simulator.close());

  const printed = () => print(RECEIPT, `-d ${address} -p generic -l zh-hans -c 48`);

  it("prints, and the foreign host calls it a success", async () => {
    assert.equal(await printed(), "success");
    assert.match(simulator.papers.at(-1)?.text ?? "", /姓名\s*张三样/);
  });

  const STATES = [
    { fault: "paper-out", says: "paperempty" },
    { fault: "cover-open", says: "coveropen" },
    { fault: "paper-low", says: "success" },
    { fault: "cutter-jam", says: "error" },
  ] as const;
  for (const { fault, says } of STATES) {
    it(`${fault} is ${says} to it`, async () => {
      await simulator.setFault(fault, true);
      try {
        assert.equal(await printed(), says);
      } finally {
        await simulator.setFault(fault, false);
      }
    });
  }
});
