import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import type { Identifying } from "../../../runtime/effects/identifying.ts";
import { lookAtFace } from "../../../runtime/effects/look.ts";
import { verdict } from "../support/fake-faces.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

describe("the answer to one look at a face", () => {
  after(removeTemporaryFolders);

  for (const { afterMs, is } of [
    { afterMs: 60_000, is: "match" },
    { afterMs: 60_001, is: "face.expired" },
  ]) {
    it(`that comes ${afterMs} ms after it began is taken as ${is}`, async () => {
      const { clock, random, journal } = openRecords();
      // Of these only what a look uses: the engine's answer is given below.
      const parts = { clock, random, journal, log: silentLog } as unknown as Identifying["parts"];
      const work = { session: "s" } as Identifying["work"];
      const one = { parts, work, signal: new AbortController().signal, report: () => undefined } as unknown as Identifying;
      const seen = await lookAtFace(one, "rgb-passive", async () => {
        await clock.advance(afterMs);
        return verdict("match") as never;
      });
      assert.equal(seen?.ok ? (seen.value as { verdict: { decision: string } }).verdict.decision : seen?.error, is);
    });
  }
});
