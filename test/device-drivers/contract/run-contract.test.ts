import assert from "node:assert/strict";
import { type Contract, defineContract } from "../../../device-drivers/contract/contract.ts";
import { runContract } from "../../../device-drivers/contract/run-contract.ts";
import { lockerRig } from "../locker/rig.ts";

const titled = (words: string) => ({ "zh-CN": words, en: words });

describe("running a contract", () => {
  async function run(cases: Contract<"locker", "shut-box-1">["cases"]) {
    const { bench } = lockerRig();
    await bench.start();
    assert.ok(await bench.untilStatus(({ state }) => state === "online"));
    const contract = defineContract<"locker", "shut-box-1">({ kind: "locker", acts: { "shut-box-1": titled("shut") }, cases });
    const hands = { do: async () => undefined, sees: async () => true };
    const reports = bench.until(runContract(contract, { unit: bench.unit as never, hands, clock: bench.clock }, "external"));
    return reports.finally(() => bench.close());
  }

  it("ends what a failed case left running, so that the next case finds the device free", async () => {
    const reports = await run([
      {
        level: "internal",
        title: titled("leaves a command behind"),
        async run({ unit }) {
          await unit.execute("open", { box: 1 });
          void unit.execute("await-closed", { box: 1 }, { withinMs: 600_000 });
          assert.fail("the hands are gone");
        },
      },
      {
        level: "internal",
        title: titled("opens another box"),
        run: async ({ unit }) => assert.ok((await unit.execute("open", { box: 2 })).ok),
      },
    ]);
    assert.deepEqual(
      reports.map(({ outcome }) => outcome),
      [{ is: "failed", problem: "the hands are gone" }, { is: "passed" }],
    );
  });

  it("leaves out what asks for more than the level that was wanted, and says what it asks for", async () => {
    const never = () => assert.fail("ran");
    const reports = await run([{ level: "interactive", title: titled("needs hands"), run: never }]);
    assert.deepEqual(reports[0]?.outcome, { is: "skipped", needs: "interactive" });
  });

  it("does not take a bug in a case for a fault of the device", async () => {
    const bug = () => Promise.reject(new TypeError("undefined is not a function"));
    await assert.rejects(run([{ level: "internal", title: titled("has a bug"), run: bug }]), TypeError);
  });
});
