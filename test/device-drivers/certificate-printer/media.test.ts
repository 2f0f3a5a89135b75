import assert from "node:assert/strict";
import fc from "fast-check";
import { checker } from "../../../base/checked.ts";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import driver, { type CertificatePrinterOptions } from "../../../device-drivers/certificate-printer/driver.ts";
import { integer, text } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import { loaded, type Paper, paperFor, type Tray, trayOf, traysIn } from "../../../device-drivers/certificate-printer/media.ts";
import { habitsOf, SETTINGS } from "../../../device-drivers/certificate-printer/options.ts";
import type { DriverInstance } from "../../../device-drivers/host/driver.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import { type IppEvePrinter, startIppEvePrinter } from "../../support/ippeveprinter.ts";
import { certificate, contextFor, failureOf } from "./desk.ts";
import { laserRig } from "./rig.ts";

const A4 = "iso_a4_210x297mm";
const A3 = "iso_a3_297x420mm";

const tray = (name: string, size: "A4" | "A3" | "A5" | "unknown", level: number | undefined): Tray => {
  const [feed, crossFeed] = { A4: [29_700, 21_000], A3: [42_000, 29_700], A5: [21_000, 14_800], unknown: [0, 0] }[size] as [number, number];
  return { name, feed, crossFeed, level, capacity: 250 };
};

describe("certificate-printer: paper", () => {
  const CASES: readonly { says: string; trays: readonly Tray[]; media: typeof A4 | typeof A3; source?: string; is: string }[] = [
    { says: "A4 in its tray", trays: [tray("main", "A4", 5)], media: A4, is: "there" },
    { says: "an empty tray", trays: [tray("main", "A4", 0)], media: A4, is: "out" },
    { says: "one empty, one full", trays: [tray("main", "A4", 0), tray("tray-2", "A4", 9)], media: A4, is: "there" },
    {
      says: "the full one is not the tray for it",
      trays: [tray("main", "A4", 0), tray("tray-2", "A4", 9)],
      media: A4,
      source: "main",
      is: "out",
    },
    { says: "A4 where A3 is wanted", trays: [tray("main", "A4", 5)], media: A3, is: "other-size" },
    {
      says: "A5 laid into the tray for A4",
      trays: [tray("main", "A5", 5), tray("tray-2", "A4", 5)],
      media: A4,
      source: "main",
      is: "other-size",
    },
    { says: "a tray of that name is not there", trays: [tray("main", "A4", 5)], media: A4, source: "tray-9", is: "other-size" },
    { says: "laid across", trays: [{ ...tray("main", "A4", 5), feed: 21_000, crossFeed: 29_700 }], media: A4, is: "there" },
    { says: "kept in inches", trays: [{ ...tray("main", "A4", 5), feed: 29_704, crossFeed: 20_990 }], media: A4, is: "there" },
    { says: "a tray that does not say what lies in it", trays: [tray("main", "unknown", 5)], media: A4, is: "unknown" },
    { says: "a tray that cannot count", trays: [tray("main", "A4", undefined)], media: A4, is: "unknown" },
    { says: "a printer that tells no trays", trays: [], media: A4, is: "unknown" },
  ];
  for (const { says, trays, media, source, is } of CASES) {
    it(`${says}: ${is}`, () => assert.equal(paperFor(trays, { media, tray: source }), is));
  }

  it("no text of a tray makes the reader throw, and a size or level is a whole number or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(level|mediafeed)=[^;]*;name=[a-z]+;level=[-0-9.e]*;/)), (text) => {
        for (const { feed, crossFeed, level } of trayOf(text)) {
          assert.ok(Number.isSafeInteger(feed) && Number.isSafeInteger(crossFeed));
          assert.ok(level === undefined || (Number.isSafeInteger(level) && level >= 0));
        }
      }),
    );
  });

  it("a printer that tells its trays by media-col-ready alone: sizes are known, sheets are not", () => {
    const size = { type: "collection", value: { "x-dimension": integer(21_000), "y-dimension": integer(29_700) } } as const;
    const ready = { type: "collection", value: { "media-size": [size], "media-source": text("keyword", "main") } } as const;
    const trays = traysIn({ "media-col-ready": [ready] });
    assert.deepEqual(
      [A4, A3].map((media) => paperFor(trays, { media, tray: undefined } as Paper)),
      ["unknown", "other-size"],
    );
  });

  it("tells what lies where, for the technician", () => {
    assert.equal(loaded([tray("main", "A4", 1), tray("tray-2", "A3", 1)]), "main 210×297, tray-2 297×420");
  });
});

describe("certificate-printer: trays of the simulator", () => {
  async function printed(rig: ReturnType<typeof laserRig>, over: Partial<CertificateJob>) {
    const { bench } = rig;
    await bench.start();
    await bench.untilStatus(({ state }) => state === "online");
    const args = await certificate(1, over);
    const result = await bench.until(bench.unit.execute("print" as never, args as never));
    await bench.close();
    return result as Awaited<ReturnType<DriverInstance<"certificate-printer">["commands"]["print"]>>;
  }

  it("A4 laid into the A3 tray: refused before the first byte, and the technician is told what lies there", async () => {
    const rig = laserRig();
    const [, large] = rig.simulator.trays;
    assert.ok(large);
    large.media = A4;
    const failure = failureOf(await printed(rig, { media: A3 }));
    assert.deepEqual([failure.code, failure.sent, failure.facts["loaded"]], ["printer.paper-out", "no", "main 210×297, large 210×297"]);
    assert.deepEqual(rig.simulator.sheets, []);
  });

  it("security paper has its own tray: plain A4 in the other one is not taken for it", async () => {
    const rig = laserRig({ plainTrays: { [A4]: "main" } });
    const [main, large] = rig.simulator.trays;
    assert.ok(main && large);
    main.level = 0;
    large.media = A4;
    const failure = failureOf(await printed(rig, {}));
    assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "no"]);
  });

  it("takes the paper out of the tray that is named", async () => {
    const rig = laserRig({ plainTrays: { [A4]: "large" } });
    const [main, large] = rig.simulator.trays;
    assert.ok(main && large);
    large.media = A4;
    assert.ok((await printed(rig, {})).ok);
    assert.deepEqual([main.level, large.level], [250, 99]);
  });

  it("a printer that does not count the pages of a job is not believed without a page counter", async () => {
    const failure = failureOf(await printed(laserRig({ profile: "counter-only" }), {}));
    assert.deepEqual([failure.code, failure.sent], ["printer.lost-track", "indeterminate"]);
  });
});

describe("certificate-printer behind the host", () => {
  it("remembers that a certificate was printed after the lease is gone: the same key prints no second one", async () => {
    const { bench, simulator } = laserRig();
    await bench.start();
    await bench.untilStatus(({ state }) => state === "online");
    const args = await certificate(1);
    const signal = new AbortController().signal;
    for (const holder of ["citizen", "technician"] as const) {
      const { lease } = must(bench.host.acquire(holder, 1));
      await bench.until(bench.host.execute({ device: "laser", command: "print", args, lease, key: "once", withinMs: 60_000 }, signal));
      bench.host.release(lease);
    }
    assert.equal(simulator.sheets.length, 1);
    await bench.close();
  });
});

describe("certificate-printer: settings", () => {
  const check = checker<CertificatePrinterOptions>(SETTINGS);
  const uri = "ipp://192.0.2.7/ipp/print";

  it("fills in what is usual of a page counter, and takes its habits from the profile", () => {
    const options = must(check({ uri, profile: "counts-late", counter: { host: "192.0.2.7", settleMs: 9_000 } }, "options"));
    assert.deepEqual(options.counter, {
      ...{ host: "192.0.2.7", port: 161, community: "public", version: "2c", settleMs: 9_000 },
      ...{ oid: "1.3.6.1.2.1.43.10.2.1.4.1.1", errorsOid: "1.3.6.1.2.1.25.3.5.1.2.1" },
    });
    assert.deepEqual(habitsOf(options), { unit: "impressions", countsA3As: 2, settleMs: 9_000 });
  });

  it("needs no more than the address", () => assert.equal(must(check({ uri }, "options")).counter, null));

  for (const wrong of [
    { counter: {} },
    { counter: { host: "h", oid: "marker" } },
    { plainTrays: { letter: "main" } },
    { blankTrays: { licence: "auto" } },
    { profile: "hp" },
  ]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => assert.equal(check({ uri, ...wrong }, "options").ok, false));
  }
});

describe("certificate-printer: trays of a foreign printer (ippeveprinter)", function () {
  this.timeout(60_000);
  let foreign: IppEvePrinter;
  before(async () => {
    foreign = await startIppEvePrinter({ a3: true });
  });
  after(() => foreign?.stop());

  async function print(plainTrays: CertificatePrinterOptions["plainTrays"], over: Partial<CertificateJob>, uri = foreign.uri) {
    const options = { uri, ...(plainTrays ? { plainTrays } : {}) };
    const printer = must(await driver.open(contextFor(options, systemClock, { observed: [], counts: {} })));
    const call = { signal: new AbortController().signal, deadline: systemClock.monotonic() + 30_000 };
    const result = await printer.commands.print(await certificate(1, over), call);
    await printer.close();
    return result;
  }

  it("prints A3 from its tray, named or not", async () => {
    assert.equal(must(await print(undefined, { job: "证明-2001", media: A3 })).pages, 1);
    assert.equal(must(await print({ [A3]: "tray-2" }, { job: "证明-2002", media: A3 })).pages, 1);
  });

  it("the tray that is named holds another size: refused, though the printer would take the job and wait", async () => {
    const failure = failureOf(await print({ [A3]: "main" }, { job: "证明-2003", media: A3 }));
    assert.deepEqual([failure.code, failure.sent, failure.facts["tray"]], ["printer.paper-out", "no", "main"]);
  });

  it("lists a size as ready though its tray is empty: the tray is believed", async () => {
    const other = await startIppEvePrinter();
    await other.loadPaper(0);
    const failure = failureOf(await print({ [A4]: "main" }, { job: "证明-2004" }, other.uri));
    assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "no"]);
    await other.loadPaper(250);
    assert.equal(must(await print({ [A4]: "main" }, { job: "证明-2005" }, other.uri)).pages, 1);
    await other.stop();
  });
});
