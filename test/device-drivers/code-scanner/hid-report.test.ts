import assert from "node:assert/strict";
import fc from "fast-check";
import {
  DATA_BYTES,
  decodeCommand,
  decodeReport,
  encodeCommand,
  encodeReports,
  REPORT_BYTES,
  REPORT_LAYOUTS,
} from "../../../device-drivers/code-scanner/hid-report.ts";
import { MAX_CODE_BYTES, type RawCode } from "../../../device-drivers/code-scanner/raw-code.ts";
import { ReportAssembler } from "../../../device-drivers/code-scanner/report-assembler.ts";
import { TORN_AFTER_MS } from "../../../device-drivers/code-scanner/timing.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const data = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes));
const layout = fc.constantFrom(...REPORT_LAYOUTS);

function assembler(which: (typeof REPORT_LAYOUTS)[number] = "aim-field") {
  const clock = new FakeClock();
  const codes: RawCode[] = [];
  const made = new ReportAssembler(clock, which, {
    isWanted: () => true,
    onCode: (code) => codes.push({ ...code, bytes: Buffer.from(code.bytes) }),
  });
  return { clock, codes, assembler: made };
}

describe("code-scanner/hid-report", () => {
  it("reads the published example: 60 bytes in two reports", () => {
    const first = Buffer.alloc(REPORT_BYTES);
    first.set([0x02, 0x38, 0x5d, 0x51, 0x30]);
    first.set(Buffer.alloc(DATA_BYTES, "A"), 5);
    first.set([0x73, 0x00, 0x01], 61);
    const second = Buffer.alloc(REPORT_BYTES);
    second.set([0x02, 0x04, 0x5d, 0x51, 0x30, 0x20, 0x31, 0x30, 0x30]);
    second.set([0x73, 0x00, 0x00], 61);
    const { assembler: one, codes } = assembler();
    one.push(first);
    assert.equal(codes.length, 0);
    one.push(second);
    assert.deepEqual(
      codes.map(({ aim, bytes, problem }) => [aim, bytes.toString(), problem]),
      [["Q0", `${"A".repeat(56)} 100`, null]],
    );
  });

  it("gives back any codes in both layouts", () => {
    fc.assert(
      fc.property(layout, fc.array(data, { maxLength: 4 }), (which, sent) => {
        const { assembler: one, codes } = assembler(which);
        const aim = which === "aim-field" ? "d2" : null;
        for (const code of sent) for (const report of encodeReports({ aim, data: code }, which)) one.push(report);
        assert.deepEqual(
          codes.map((code) => [code.aim, code.bytes, code.problem]),
          sent.map((code) => [aim, code, null]),
        );
        assert.equal(one.held() + one.noise, 0);
      }),
    );
  });

  it("refuses reports of another length, number or with more data than fits", () => {
    const good = encodeReports({ aim: "Q1", data: Buffer.from("CODE") }, "aim-field")[0] ?? Buffer.alloc(0);
    const changed = (at: number, byte: number) => {
      const report = Buffer.from(good);
      report[at] = byte;
      return report;
    };
    const problem = (report: Buffer) => {
      const decoded = decodeReport(report, "aim-field");
      return decoded.ok ? "none" : decoded.error;
    };
    assert.equal(problem(good), "none");
    assert.equal(problem(good.subarray(0, 63)), "flags");
    assert.equal(problem(Buffer.concat([good, Buffer.alloc(1)])), "length");
    assert.equal(problem(changed(0, 3)), "report");
    assert.equal(problem(changed(1, 57)), "length");
    assert.equal(problem(changed(2, 0x5b)), "aim");
  });

  it("calls a code torn whose next report does not come, and garbled when another code breaks in", async () => {
    const [head = Buffer.alloc(0)] = encodeReports({ aim: "Q1", data: Buffer.alloc(60, "A") }, "aim-field");
    const [other = Buffer.alloc(0)] = encodeReports({ aim: "C0", data: Buffer.from("B") }, "aim-field");
    const { assembler: one, codes, clock } = assembler();
    one.push(head);
    await clock.advance(TORN_AFTER_MS);
    one.push(head);
    one.push(other);
    assert.deepEqual(
      codes.map(({ problem }) => problem),
      ["torn", "garbled"],
    );
    assert.equal(one.held(), 0);
  });

  it("keeps no more than one code of an endless one", () => {
    const [more = Buffer.alloc(0)] = encodeReports({ aim: "Q1", data: Buffer.alloc(60, "A") }, "aim-field");
    const { assembler: one, codes } = assembler();
    let most = 0;
    for (let report = 0; report < 10_000; report++) {
      one.push(more);
      most = Math.max(most, one.held());
    }
    assert.ok(most <= MAX_CODE_BYTES + DATA_BYTES);
    assert.ok(one.isFlooded);
    assert.deepEqual(
      codes.map(({ problem }) => problem),
      ["too-long"],
    );
  });

  it("gives back any command in both layouts, and none to a report of another number", () => {
    fc.assert(
      fc.property(layout, fc.uint8Array({ minLength: 1, maxLength: 62 }), (which, command) => {
        const report = encodeCommand(command, which);
        assert.equal(report.length, REPORT_BYTES);
        assert.deepEqual(decodeCommand(report, which), Buffer.from(command));
        assert.equal(decodeCommand(report, which === "newland" ? "aim-field" : "newland").length, 0);
      }),
    );
  });
});
