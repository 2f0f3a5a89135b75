import assert from "node:assert/strict";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { must } from "../../../base/result.ts";
import driver from "../../../device-drivers/certificate-printer/driver.ts";
import { OPERATION, STATUS } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import { certificate, contextFor, failureOf, type SimulatedDesk, simulatedDesk } from "./desk.ts";

/** In front of the simulator: it answers Print-Job as a printer does whose cancel button was pressed while it took the document. */
async function cancelling(desk: SimulatedDesk, passesOn: boolean): Promise<Server> {
  const { port, pathname } = new URL(desk.simulator.uri.replace(/^ipp:/, "http:"));
  const server = createServer(async (asked, reply) => {
    const body = Buffer.concat(await asked.toArray());
    const isJob = body.readUInt16BE(2) === OPERATION.printJob;
    // Validate-Job is answered alike, and makes no job.
    if (isJob && !passesOn) body.writeUInt16BE(OPERATION.validateJob, 2);
    request({ host: "127.0.0.1", port, path: pathname, method: "POST", headers: { connection: "close" } }, async (answered) => {
      const answer = Buffer.concat(await answered.toArray());
      if (isJob) answer.writeUInt16BE(STATUS.jobCanceled, 2);
      reply.writeHead(200, { "content-type": "application/ipp" }).end(answer);
    }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("certificate-printer: somebody presses the printer's own cancel button while it takes the document", () => {
  let desk: SimulatedDesk;
  let server: Server;
  beforeEach(async () => {
    desk = await simulatedDesk();
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await desk.close();
  });

  async function print(passesOn: boolean) {
    server = await cancelling(desk, passesOn);
    const uri = `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`;
    const printer = must(await driver.open(contextFor({ uri }, desk.clock, desk)));
    const call = { signal: new AbortController().signal, deadline: desk.clock.monotonic() + 120_000 };
    const printed = await desk.within(printer.commands.print(await certificate(), call));
    await printer.close();
    return printed;
  }

  it("the sheet came out before it heard of it: it is looked for, and found printed", async () => {
    assert.equal(must(await print(true)).state, "completed");
    assert.equal(desk.simulator.fed.length, 1);
  });

  it("it knows of no job: whether a sheet was drawn in, nobody knows", async () => {
    const failure = failureOf(await print(false));
    assert.deepEqual([failure.code, failure.sent, failure.facts["after"]], ["printer.lost-track", "indeterminate", "not-found"]);
  });
});
