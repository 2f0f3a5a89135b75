import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import driver from "../../../device-drivers/certificate-printer/driver.ts";
import { type TrayChoice, trayUnknown } from "../../../device-drivers/certificate-printer/media.ts";
import type { SimulatedTray } from "../../../device-drivers/certificate-printer/simulator.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import { type PaperTrays, sharedTrays, trayFor } from "../../../device-drivers/kinds/paper-trays.ts";
import { type IppEvePrinter, startIppEvePrinter } from "../../support/ippeveprinter.ts";
import { certificate, contextFor, failureOf, simulatedDesk } from "./desk.ts";

const A4 = "iso_a4_210x297mm";
const A3 = "iso_a3_297x420mm";
const NAMED = { plainTrays: { [A4]: "main" }, blankTrays: { duplicate: "tray-3" } } as const;
/** Plain and numbered A4, the plain one second: a printer that chooses by size takes the numbered one. */
const trays = (): SimulatedTray[] => [
  { name: "tray-3", media: A4, capacity: 100, level: 3, numbers: ["F1", "F2", "F3"] },
  { name: "main", media: A4, capacity: 250, level: 250 },
];

describe("certificate-printer: which tray a job may draw from", () => {
  const LICENCE = { media: A4, blankType: "duplicate" } as const;
  const PLAIN = { media: A4, blankType: null } as const;
  for (const { says, job, named, is } of [
    { says: "a licence: the tray of its blank", job: LICENCE, named: NAMED, is: "tray-3" },
    { says: "a plain page: the tray of plain paper of its size", job: PLAIN, named: NAMED, is: "main" },
    { says: "a plain page where the printer holds no blanks: any of its size", job: PLAIN, named: {}, is: undefined },
    { says: "a licence whose blank has no tray: none", job: LICENCE, named: {}, is: "blank-without-tray" },
    {
      says: "a licence, and another blank has a tray: none",
      job: { ...LICENCE, blankType: "original" },
      named: NAMED,
      is: "blank-without-tray",
    },
    {
      says: "a blank that is called like a word of the language: none",
      job: { ...LICENCE, blankType: "constructor" },
      named: NAMED,
      is: "blank-without-tray",
    },
    {
      says: "a plain page of a size without a tray, beside blanks: none",
      job: { ...PLAIN, media: A3 },
      named: NAMED,
      is: "plain-without-tray",
    },
    {
      says: "a plain page whose tray holds blanks too: none",
      job: PLAIN,
      named: { ...NAMED, plainTrays: { [A4]: "tray-3" } },
      is: "tray-shared",
    },
    {
      says: "a licence whose tray holds plain paper too: none",
      job: LICENCE,
      named: { ...NAMED, plainTrays: { [A3]: "tray-3" } },
      is: "tray-shared",
    },
    {
      says: "two blanks in one tray: none",
      job: LICENCE,
      named: { blankTrays: { duplicate: "main", original: "main" } },
      is: "tray-shared",
    },
  ] satisfies readonly { says: string; job: Pick<CertificateJob, "media" | "blankType">; named: PaperTrays; is: string | undefined }[]) {
    it(says, () => {
      const tray = trayFor(job, named);
      assert.equal(tray.ok ? tray.value : tray.error, is);
    });
  }

  it("plain paper of two sizes may take turns in one tray", () => {
    assert.deepEqual(sharedTrays({ plainTrays: { [A4]: "main", [A3]: "main" }, blankTrays: { duplicate: "tray-3" } }), []);
  });

  const TRAY = { name: "tray-3", feed: 0, crossFeed: 0, level: undefined, capacity: undefined };
  const SILENT: TrayChoice = { sources: undefined, members: undefined };
  for (const { says, lists, choice, is } of [
    { says: "lists the tray", lists: [TRAY], choice: SILENT, is: undefined },
    { says: "lists no trays, but can be asked for this one", lists: [], choice: { ...SILENT, sources: ["auto", "tray-3"] }, is: undefined },
    { says: "lists other trays", lists: [{ ...TRAY, name: "main" }], choice: SILENT, is: "tray-missing" },
    { says: "lists the tray, but it cannot be asked for", lists: [TRAY], choice: { ...SILENT, sources: ["auto"] }, is: "tray-missing" },
    { says: "says nothing of trays", lists: [], choice: SILENT, is: "tray-missing" },
    { says: "heeds a size only", lists: [TRAY], choice: { ...SILENT, members: ["media-size"] }, is: "tray-not-selectable" },
  ] as const) {
    it(`a printer that ${says}: ${is ?? "is asked"}`, () => assert.equal(trayUnknown(lists, choice, "tray-3"), is));
  }
});

describe("certificate-printer: sheets that bear a number before they are printed", () => {
  it("a plain page leaves the blanks alone: the licence after it lies on the first number, the next on the second", async () => {
    const desk = await simulatedDesk({ trays: trays(), named: NAMED });
    for (const [job, blankType] of [
      ["plain-1", null],
      ["licence-1", "duplicate"],
      ["plain-2", null],
      ["licence-2", "duplicate"],
    ] as const)
      must(await desk.within(desk.print(await certificate(1, { job, blankType }))));
    assert.deepEqual(
      desk.simulator.fed.map(({ job, tray, number }) => [job, tray, number]),
      [
        ["plain-1", "main", null],
        ["licence-1", "tray-3", "F1"],
        ["plain-2", "main", null],
        ["licence-2", "tray-3", "F2"],
      ],
    );
    await desk.close();
  });

  it("the plain tray is empty: refused, and no numbered sheet is taken in its place", async () => {
    const desk = await simulatedDesk({ trays: trays(), named: NAMED });
    const [, main] = desk.simulator.trays;
    assert.ok(main);
    main.level = 0;
    const failure = failureOf(await desk.within(desk.print(await certificate())));
    assert.deepEqual([failure.code, failure.sent, desk.simulator.fed], ["printer.paper-out", "no", []]);
    await desk.close();
  });

  for (const { says, named, why } of [
    { says: "a tray that the printer has not", named: { blankTrays: { duplicate: "tray-9" } }, why: "tray-missing" },
    { says: "no tray for this blank", named: { blankTrays: { original: "tray-3" } }, why: "blank-without-tray" },
    { says: "a tray that plain paper has too", named: { ...NAMED, plainTrays: { [A4]: "tray-3" } }, why: "tray-shared" },
  ]) {
    it(`the settings name ${says}: refused by name, and the printer has heard of no job`, async () => {
      const desk = await simulatedDesk({ trays: trays(), named });
      const failure = failureOf(await desk.within(desk.print(await certificate(1, { blankType: "duplicate" }))));
      assert.deepEqual(
        [failure.code, failure.sent, failure.recovery, failure.facts["why"]],
        ["printer.tray-unfit", "no", "maintenance", why],
      );
      assert.deepEqual(desk.simulator.jobs, []);
      await desk.close();
    });
  }
});

// It chooses no tray: it prints into a file. What it says of its trays, and that it takes a job that names one, is a stranger's all the same.
describe("certificate-printer: the tray of a blank at a foreign printer (ippeveprinter)", function () {
  this.timeout(60_000);
  let foreign: IppEvePrinter;
  before(async () => {
    foreign = await startIppEvePrinter();
  });
  after(() => foreign?.stop());

  async function print(tray: string, job: string) {
    const options = { uri: foreign.uri, blankTrays: { duplicate: tray } };
    const printer = must(await driver.open(contextFor(options, systemClock, { observed: [], counts: {} })));
    const call = { signal: new AbortController().signal, deadline: systemClock.monotonic() + 30_000 };
    const result = await printer.commands.print(await certificate(1, { job, blankType: "duplicate" }), call);
    await printer.close();
    return result;
  }

  it("prints from the tray that it says it has, and is sent nothing for one that it has not", async () => {
    assert.equal(must(await print("main", "证明-3001")).pages, 1);
    const failure = failureOf(await print("tray-9", "证明-3002"));
    assert.deepEqual([failure.code, failure.sent, failure.facts["why"]], ["printer.tray-unfit", "no", "tray-missing"]);
    assert.equal(foreign.begun(), 1);
  });
});
