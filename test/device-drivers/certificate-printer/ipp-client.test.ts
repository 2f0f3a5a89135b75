import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { IppClient, MAX_ANSWER_BYTES } from "../../../device-drivers/certificate-printer/ipp-client.ts";
import { encodeIpp } from "../../../device-drivers/certificate-printer/ipp-codec.ts";
import { openTransport } from "../../../device-drivers/transport/open-transport.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

describe("certificate-printer/ipp-client", () => {
  let server: Server | undefined;
  const clock = new FakeClock();
  const never = new AbortController().signal;

  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  async function clientOf(answer: RequestListener): Promise<IppClient> {
    server = createServer(answer);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return new IppClient(`ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`, clock, (to) => openTransport(to, clock));
  }

  const ask = (client: IppClient, signal: AbortSignal = never) => client.getPrinterAttributes(["printer-state"], 8_000, signal);

  /** Until the line is let go, and with it the last timer. */
  async function gone(): Promise<void> {
    server?.closeAllConnections();
    while (clock.pending > 0) await settle();
  }

  const FAULTS: readonly { what: string; answer: RequestListener; reason: string }[] = [
    { what: "a printer that hangs up", answer: (request) => request.socket.destroy(), reason: "broken" },
    { what: "a page of another service", answer: (_, response) => response.writeHead(404).end("no"), reason: "http" },
    { what: "an answer cut off", answer: (_, response) => response.end(Buffer.from("0200000000000001", "hex")), reason: "malformed" },
    {
      what: "an answer to another question",
      answer: (_, response) => response.end(encodeIpp({ version: [2, 0], code: 0, requestId: 99, groups: [], data: Buffer.alloc(0) })),
      reason: "malformed",
    },
    { what: "an answer that is no HTTP", answer: (request) => void request.socket.end(Buffer.alloc(200, 0xa5)), reason: "malformed" },
    {
      what: "a head without end",
      answer: (_, response) => response.writeHead(200, { "x-long": "x".repeat(1_000_000) }).end(),
      reason: "malformed",
    },
    { what: "an answer without end", answer: (_, response) => response.end(Buffer.alloc(MAX_ANSWER_BYTES + 1)), reason: "too-large" },
  ];
  for (const { what, answer, reason } of FAULTS) {
    it(`${what}: no answer, and what was sent may have been acted on`, async () => {
      const result = await ask(await clientOf(answer));
      assert.ok(!result.ok);
      assert.deepEqual([result.error.reason, result.error.sent], [reason, "indeterminate"]);
    });
  }

  it("nobody listens: nothing can have happened", async () => {
    const client = await clientOf(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const result = await ask(client);
    assert.ok(!result.ok);
    assert.deepEqual([result.error.reason, result.error.sent], ["unreachable", "no"]);
  });

  it("a printer that takes the question and is silent is given up at the deadline, and no timer stays", async () => {
    const asked = Promise.withResolvers<void>();
    const asking = ask(await clientOf(() => asked.resolve()));
    await asked.promise;
    await clock.advance(8_000);
    const result = await asking;
    assert.ok(!result.ok);
    assert.deepEqual([result.error.reason, result.error.sent, result.error.facts["waitedMs"]], ["timeout", "indeterminate", 8_000]);
    await gone();
  });

  it("a caller that gives up is answered at once", async () => {
    const asked = Promise.withResolvers<void>();
    const stop = new AbortController();
    const asking = ask(await clientOf(() => asked.resolve()), stop.signal);
    await asked.promise;
    stop.abort();
    await settle();
    const result = await asking;
    assert.ok(!result.ok);
    assert.equal(result.error.reason, "stopped");
    await gone();
  });
});
