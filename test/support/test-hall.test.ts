import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HallPorts } from "../../runtime/demo/ports.ts";
import { portsInUse } from "../../runtime/demo/ports.ts";
import { freeBase } from "./free-ports.ts";
import { openTestHall } from "./test-hall.ts";

describe("a hall that a test opens", function () {
  this.timeout(60_000);
  let folder: string;
  let ports: HallPorts | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-torn-"));
    ports = undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function tornCatalogue(): string {
    const catalogue = join(folder, "catalogue");
    cpSync(join("config", "catalogue"), catalogue, { recursive: true });
    writeFileSync(join(catalogue, "items", "fund-certificate.json"), '{"id": "fund-cert');
    return catalogue;
  }

  it("does not open with a torn catalogue: it says at once which file is wrong, and leaves nothing running", async () => {
    const opening = openTestHall(async (given) => {
      ports = given;
      return { catalogue: tornCatalogue() };
    });
    await assert.rejects(opening, /^Error: runtime cannot start: .*fund-certificate\.json/u);
    assert.ok(ports);
    assert.deepEqual(await portsInUse(ports), []);
  });

  it("says so to whoever waits at the kiosk when a process refuses its settings later", async () => {
    const hall = await openTestHall();
    try {
      const waiting = hall.citizen.until("what will never be", () => false);
      await hall.supervisor.stop("runtime");
      writeFileSync(join(hall.folders.kiosk, "settings.json"), "{}");
      hall.supervisor.start("runtime");
      await assert.rejects(waiting, /^Error: runtime cannot start: .*settings\.json/u);
    } finally {
      await hall.close();
    }
    assert.ok(!existsSync(hall.folders.top));
  });

  it("leaves nothing open when one of its ports is taken before it starts", async () => {
    const other = createServer();
    const opening = openTestHall(async (given) => {
      ports = given;
      await new Promise<void>((resolve) => other.listen(given.dock, "127.0.0.1", resolve));
      return {};
    });
    await assert.rejects(opening, /EADDRINUSE/u);
    await new Promise((resolve) => other.close(resolve));
    assert.ok(ports);
    assert.deepEqual(await portsInUse(ports), []);
  });
});

describe("ports for a test", () => {
  it("are given to nobody else while this process lives", async () => {
    const given = await Promise.all(Array.from({ length: 40 }, () => freeBase()));
    assert.equal(new Set(given).size, given.length);
    assert.ok(
      given.every((base) => base % 30 === 10 && base < 32_768 - 30),
      given.join(),
    );
  });
});
