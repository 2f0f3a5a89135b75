import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import fc from "fast-check";
import { systemRandom } from "../../../base/random.ts";
import { ok } from "../../../base/result.ts";
import { givePaperless, PAPERLESS_KEPT_MS } from "../../../runtime/effects/paperless.ts";
import { paperlessBy } from "../../../runtime/effects/paperless-by.ts";
import { again, Receipts } from "../../../runtime/effects/receipts.ts";
import type { PaperlessReceiptBody } from "../../../sync-agent/protocol/messages.ts";
import { checkPaperlessReceipt } from "../../../sync-agent/protocol/shapes.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const DOCUMENT = { lines: [{ kind: "text" as const, text: "办件编号 990101-7 艾*试" }] };

function given(document = DOCUMENT, publicUrl = "https://hub.shili.example/") {
  const rows: PaperlessReceiptBody[] = [];
  const outbox = { enqueue: (_kind: string, _subject: string, _id: string, body: unknown) => void rows.push(body as PaperlessReceiptBody) };
  const clock = new FakeClock();
  const address = givePaperless(document, { outbox: outbox as never, clock, random: systemRandom, publicUrl });
  assert.equal(rows.length, 1);
  return { address: new URL(address), row: rows[0] as PaperlessReceiptBody, clock };
}

function opened(row: PaperlessReceiptBody, key: string): string {
  const sealed = Buffer.from(row.sealed, "base64");
  const open = createDecipheriv("aes-256-gcm", Buffer.from(key, "base64url"), sealed.subarray(0, 12));
  open.setAAD(Buffer.from(row.receipt));
  open.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()]).toString("utf8");
}

describe("a receipt on the phone", () => {
  it("can be read by whoever has the address, and by nobody who has only the row", () => {
    const { address, row, clock } = given();
    assert.equal(`${address.origin}${address.pathname}`, `https://hub.shili.example/r/${row.receipt}`);
    assert.deepEqual(JSON.parse(opened(row, address.hash.slice(1))), DOCUMENT);
    assert.equal(Date.parse(row.until), clock.now() + PAPERLESS_KEPT_MS);
    assert.ok(checkPaperlessReceipt(row, "row").ok);
    const other = given();
    assert.throws(() => opened(row, other.address.hash.slice(1)));
    assert.throws(() => opened({ ...row, receipt: other.row.receipt }, address.hash.slice(1)), "the address is under the seal");
  });

  it("brings no word of it to the hub", () => {
    const { row } = given();
    for (const word of ["办件编号", "艾", "990101"]) {
      assert.ok(!JSON.stringify(row).includes(word));
      assert.ok(!Buffer.from(row.sealed, "base64").includes(word));
    }
  });
});

describe("a receipt that is too long for a phone", () => {
  it("is not offered there: the hub would not take it, and the code would lead to nothing", () => {
    const rows: PaperlessReceiptBody[] = [];
    const outbox = {
      enqueue: (_kind: string, _subject: string, _id: string, body: unknown) => void rows.push(body as PaperlessReceiptBody),
    };
    const given = (characters: number) => {
      const document = { lines: [{ kind: "text" as const, text: "x".repeat(characters) }] };
      const hub = { url: "https://hub.shili.example", publicKeys: "" };
      const parts = { hub, outbox: outbox as never, clock: new FakeClock(), random: systemRandom };
      return paperlessBy({ receipt: () => ok(document) as never }, parts)({ kind: "receipt", template: "receipt", data: {} });
    };
    for (const characters of [36_700, 36_786, 36_787, 40_000]) {
      rows.length = 0;
      const isGiven = given(characters).ok;
      assert.equal(isGiven, rows.length === 1);
      assert.ok(
        rows.every((row) => checkPaperlessReceipt(row, "row").ok),
        String(characters),
      );
    }
    assert.equal(given(36_000).ok, true);
    assert.equal(given(40_000).ok, false);
  });
});

describe("the number of a receipt", () => {
  const order = { kind: "receipt", template: "receipt", data: { a: 1 } } as const;

  it("bears the day, can be read out, and is the same on the second paper, which says 补打", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        const receipts = new Receipts(new FakeClock(), { bytes: () => Buffer.from(bytes) });
        const first = receipts.number(order);
        assert.match(first.number, /^\d{8}-[0-9A-HJKMNP-TV-Z]{6}$/);
        assert.deepEqual(first.order.data, { a: 1, receipt: { number: first.number } });
        first.mayBeOut = true;
        assert.deepEqual(again(first).data, { a: 1, receipt: { number: first.number }, reprint: true });
      }),
    );
  });

  it("whose first paper certainly never left the printer is no second one", () => {
    const first = new Receipts(new FakeClock(), systemRandom).number(order);
    assert.ok(!("reprint" in again(first).data));
  });
});
