import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { certificate, failureOf, type SimulatedDesk, simulatedDesk } from "./desk.ts";

describe("certificate-printer: printing and what can happen to it", () => {
  let desk: SimulatedDesk;
  beforeEach(async () => {
    desk = await simulatedDesk();
  });
  afterEach(() => desk.close());

  it("a certificate of three pages is printed once and counted page by page", async () => {
    const job = await certificate(3);
    const proof = must(await desk.within(desk.print(job)));
    assert.deepEqual(proof, { state: "completed", reason: "job-completed-successfully", pages: 3, counter: null });
    assert.deepEqual(
      desk.simulator.sheets.map(({ job: name, pages }) => [name, pages]),
      [["证明-0001", 3]],
    );
    assert.equal(desk.simulator.sheets[0]?.pdf.toString("base64"), job.pdf);
    assert.equal(desk.counts["FormPagePrintedCount"], 3);
  });

  it("nothing is called printed before the last page is out", async () => {
    let answered = false;
    const printing = desk.print(await certificate(3)).finally(() => {
      answered = true;
    });
    await assert.rejects(desk.within(printing, 2_500));
    assert.equal(answered, false);
    must(await desk.within(printing));
  });

  const BEFORE = [
    { fault: "media-empty", code: "printer.paper-out" },
    { fault: "media-jam", code: "printer.jam" },
    { fault: "cover-open", code: "printer.cover-open" },
    { fault: "unplugged", code: "device.offline" },
  ] as const;
  for (const { fault, code } of BEFORE) {
    it(`${fault} before printing: nothing is sent, so it may be tried again`, async () => {
      await desk.simulator.setFault(fault, true);
      const failure = failureOf(await desk.within(desk.print(await certificate())));
      assert.deepEqual([failure.code, failure.sent], [code, "no"]);
      await desk.simulator.setFault(fault, false);
      must(await desk.within(desk.print(await certificate())));
      assert.equal(desk.simulator.sheets.length, 1);
    });
  }

  it("an empty tray of another size does not matter", async () => {
    const [, large] = desk.simulator.trays;
    assert.ok(large);
    large.level = 0;
    must(await desk.within(desk.print(await certificate())));
    const failure = failureOf(await desk.within(desk.print(await certificate(1, { media: "iso_a3_297x420mm" }))));
    assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "no"]);
    assert.equal((await desk.printer.status(new AbortController().signal)).paper["large"], "out");
  });

  it("a document the printer refuses is not tried again", async () => {
    const failure = failureOf(await desk.within(desk.print(await certificate(1, { sides: "three-sided" as "one-sided" }))));
    assert.deepEqual([failure.code, failure.sent, failure.recovery], ["printer.document-refused", "no", "clear"]);
  });

  it("paper running out in the middle is waited for; with new paper the job ends well", async () => {
    const [main] = desk.simulator.trays;
    assert.ok(main);
    main.level = 2;
    const printing = desk.print(await certificate(3));
    await assert.rejects(desk.within(printing, 10_000));
    assert.equal(desk.observed.at(-1)?.paper?.["main"], "out");
    main.level = 250;
    assert.equal(must(await desk.within(printing)).pages, 3);
    assert.equal(desk.simulator.sheets.length, 1);
  });

  it("a printer that gives the job up is a failure that says how many pages came out", async () => {
    await desk.simulator.setFault("aborts-next-job", true);
    const failure = failureOf(await desk.within(desk.print(await certificate(2))));
    assert.deepEqual([failure.code, failure.sent, failure.facts["pages"]], ["printer.aborted", "yes", 0]);
  });

  it("the connection breaks after the document is taken: the job is found by its name, not sent again", async () => {
    await desk.simulator.setFault("drops-next-reply", true);
    assert.equal(must(await desk.within(desk.print(await certificate(2)))).pages, 2);
    assert.equal(desk.simulator.sheets.length, 1);
  });

  it("the printer takes the document, hangs up and knows nothing of it: lost track, although the paper comes out", async () => {
    await desk.simulator.setFault("loses-next-job", true);
    const failure = failureOf(await desk.within(desk.print(await certificate(1))));
    assert.deepEqual([failure.code, failure.sent], ["printer.lost-track", "indeterminate"]);
    assert.equal(desk.simulator.sheets.length, 1);
    assert.deepEqual(must(await desk.within(desk.find("证明-0001"))), { state: "not-found", counter: null });
  });

  it("the printer starts again in the middle: lost track, and never sent a second time", async () => {
    await desk.clock.advance(3_600_000);
    const printing = desk.print(await certificate(5));
    await assert.rejects(desk.within(printing, 2_500));
    desk.simulator.restart();
    const failure = failureOf(await desk.within(printing));
    assert.deepEqual([failure.code, failure.sent, failure.facts["after"]], ["printer.lost-track", "indeterminate", "restarted"]);
    await desk.clock.advance(10_000);
    assert.deepEqual(
      desk.simulator.sheets.map((sheets) => sheets.pages),
      [5],
    );
  });

  it("a printer that started again is not asked what became of the job: what it prints twice it also calls completed", async () => {
    await desk.clock.advance(3_600_000);
    const stop = new AbortController();
    const printing = desk.print(await certificate(5), stop);
    await assert.rejects(desk.within(printing, 1_500));
    stop.abort("device.timeout");
    failureOf(await desk.within(printing));
    desk.simulator.restart();
    await desk.clock.advance(60_000);
    assert.deepEqual(must(await desk.within(desk.find("证明-0001"))), { state: "restarted", counter: null });
  });

  it("the cable is out for five seconds while it prints: the job is followed on", async () => {
    const printing = desk.print(await certificate(3));
    await assert.rejects(desk.within(printing, 1_500));
    await desk.simulator.setFault("unplugged", true);
    await assert.rejects(desk.within(printing, 5_000));
    await desk.simulator.setFault("unplugged", false);
    assert.equal(must(await desk.within(printing)).pages, 3);
  });

  it("the cable stays out: after half a minute the printer is away, and what became of the job can be asked once it is back", async () => {
    const printing = desk.print(await certificate(3));
    await assert.rejects(desk.within(printing, 1_500));
    await desk.simulator.setFault("unplugged", true);
    const failure = failureOf(await desk.within(printing));
    assert.deepEqual([failure.code, failure.sent], ["device.offline", "indeterminate"]);
    await desk.simulator.setFault("unplugged", false);
    assert.equal(must(await desk.within(desk.find("证明-0001"))).state, "completed");
  });

  it("a job nobody waits for any more is cancelled at the printer, and its end can be asked for later", async () => {
    const [main] = desk.simulator.trays;
    assert.ok(main);
    main.level = 1;
    const stop = new AbortController();
    const printing = desk.print(await certificate(3), stop);
    await assert.rejects(desk.within(printing, 5_000));
    stop.abort("device.timeout");
    const failure = failureOf(await desk.within(printing));
    assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "indeterminate"]);
    const found = must(await desk.within(desk.find("证明-0001")));
    assert.deepEqual(found, { state: "canceled", reason: "job-canceled-by-user", pages: 1, counter: null });
  });

  it("a printer whose count differs from the document is not believed", async () => {
    const failure = failureOf(await desk.within(desk.print(await certificate(2, { pages: 3 }))));
    assert.deepEqual(
      [failure.code, failure.sent, failure.facts["pages"], failure.facts["sentPages"]],
      ["printer.lost-track", "indeterminate", 2, 3],
    );
  });

  it("a job still printing is found as pending", async () => {
    const printing = desk.print(await certificate(5));
    await assert.rejects(desk.within(printing, 1_500));
    assert.deepEqual(must(await desk.within(desk.find("证明-0001"), 300)), { state: "pending", counter: null });
    must(await desk.within(printing));
  });

  it("an unplugged printer is offline, not an error of the question", async () => {
    await desk.simulator.setFault("unplugged", true);
    const status = await desk.printer.status(new AbortController().signal);
    assert.deepEqual([status.state, status.reasons], ["offline", ["unreachable"]]);
  });
});
