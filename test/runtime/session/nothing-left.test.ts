import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts, Log } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { unseal } from "../../../base/seal.ts";
import { FAREWELL_MS } from "../../../runtime/session/state.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

const { name, number, address } = sampleCard();
const PHONE = "13812345678";
const PERSONAL = [name, number, address, PHONE, number.slice(6, 14), "photo of"];

describe("after a session", () => {
  let hall: TestHouse;
  const lines: string[] = [];
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const log: Log = { debug: write, info: write, warn: write, error: write, channel: () => log };
  function write(event: string, facts?: Facts) {
    lines.push(JSON.stringify([event, facts]));
  }

  function leftOnDisk(folder: string): string[] {
    const found: string[] = [];
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      for (const personal of PERSONAL) {
        for (const encoding of ["utf8", "utf16le"] as const) {
          if (bytes.includes(Buffer.from(personal, encoding))) found.push(`${personal} in ${entry.name}`);
        }
        if (bytes.includes(Buffer.from(personal, "utf8").toString("base64"))) found.push(`${personal} in ${entry.name}, base64`);
      }
    }
    return found;
  }

  const ENDS: readonly (readonly [string, () => Promise<unknown> | unknown])[] = [
    ["was finished", () => hall.touch({ kind: "cancel" })],
    ["timed out", () => hall.clock.advance(75_000)],
  ];
  for (const [how, end] of ENDS) {
    it(`that ${how}, nothing of the person is in the files, the log or the view, and the hub alone can read the case`, async () => {
      lines.length = 0;
      hall = await openHouse({ log });
      hall.touch({ kind: "start", item: "sample" });
      hall.touch({ kind: "confirm" });
      await hall.reaches("form");
      assert.match(JSON.stringify(hall.kiosk.view().progress), /艾\*\*/);
      hall.touch({ kind: "fill", values: { phone: PHONE } });
      await hall.reaches("result");
      await end();
      await hall.reaches("ended");
      await until(() => !hall.peers.devices.leased);
      await hall.clock.advance(FAREWELL_MS);
      const folder = join(hall.folder, "data");
      assert.deepEqual(leftOnDisk(folder), []);
      const heard = lines.join("\n") + JSON.stringify(hall.kiosk.view()) + JSON.stringify(hall.house.overview("lin"));
      for (const personal of PERSONAL) assert.equal(heard.includes(personal), false, personal);
      const row = hall.records.db.get<{ id: string; sealed: Uint8Array }>("SELECT id, sealed FROM outbox WHERE kind = 'case'");
      assert.ok(row);
      const body = must(unseal(hall.hubPrivateKey, `case:${row.id}`, row.sealed)).toString("utf8");
      for (const personal of [name, number, PHONE]) assert.ok(body.includes(personal), personal);
    });
  }

  it("that failed half way, the log says what failed and not for whom", async () => {
    lines.length = 0;
    hall = await openHouse({ log });
    hall.peers.devices.commands["laser.print"] = () => failure("print", "printer.jam", "yes");
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
    hall.touch({ kind: "fill", values: { phone: PHONE } });
    await hall.reaches("handoff");
    hall.touch({ kind: "confirm" });
    assert.ok(lines.some((line) => line.includes("printer.jam")));
    for (const personal of PERSONAL) assert.equal(lines.join("\n").includes(personal), false, personal);
    assert.deepEqual(leftOnDisk(join(hall.folder, "data")), []);
  });
});
