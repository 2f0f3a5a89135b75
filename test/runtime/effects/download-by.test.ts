import assert from "node:assert/strict";
import { err, ok } from "../../../base/result.ts";
import { downloadBy } from "../../../runtime/effects/download-by.ts";
import type { DownloadOrder } from "../../../runtime/effects/print.ts";

const ORDER = {
  kind: "download",
  template: "f",
  name: { "zh-CN": "文", en: "F" },
  operation: "a.b",
  params: {},
} as unknown as DownloadOrder;
const ASKER = { session: "s", item: "i" };
const URLS = { url: "https://hub.internal.example/x", publicKeys: "", publicUrl: "https://hub.example/" };
const UNTIL = "2026-01-05T09:15:00Z";

describe("an address for the person's phone", () => {
  const offered = async (url: string, settings: Parameters<typeof downloadBy>[1] = URLS) => {
    const given = await downloadBy({ download: async () => ok({ url, until: UNTIL }) }, settings)(ORDER, ASKER);
    return given.ok ? given.value.url : given.error;
  };

  it("is shown when it leads to this city's hub, at the address that phones know", async () => {
    assert.equal(await offered("https://hub.example/download/AZaz09_-"), "https://hub.example/download/AZaz09_-");
    const { publicUrl: _, ...plain } = URLS;
    assert.equal(await offered("https://hub.internal.example/x/download/A", plain), "https://hub.internal.example/x/download/A");
  });

  for (const url of [
    "https://hub.example.evil.test/download/A",
    "https://hub.example@evil.test/download/A",
    "https://evil.test/https://hub.example/download/A",
    "http://hub.example/download/A",
    "https://hub.example/r/A",
    "https://hub.example/download/A?next=//evil.test",
    "https://hub.example/download/../r/A",
    "https://hub.internal.example/x/download/A",
  ]) {
    it(`is not shown when it is ${url}`, async () => assert.equal(await offered(url), "download.other-address"));
  }

  it("that the hub does not give is not made up", async () => {
    const given = await downloadBy({ download: async () => err({ code: "query.hub-away" }) }, URLS)(ORDER, ASKER);
    assert.deepEqual(given, { ok: false, error: "query.hub-away" });
  });
});
