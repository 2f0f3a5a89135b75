import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const LOG = pathToFileURL("base/log.ts").href;

/** What a process prints that runs these lines with a log in hand. */
function printed(lines: string): Record<string, unknown>[] {
  const program = `import { openLog } from ${JSON.stringify(LOG)}; const log = openLog("test", "debug"); ${lines}`;
  const out = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("base/log", () => {
  it("prints one JSON line an event, with process, channel and facts", () => {
    const [line] = printed(`log.channel("outbox").info("outbox.moved", { stored: 3 });`);
    assert.deepEqual(
      [line?.["process"], line?.["channel"], line?.["msg"], line?.["facts"]],
      ["test", "outbox", "outbox.moved", { stored: 3 }],
    );
  });

  it("does not print what carries a person, at the first level or the second, whoever passed it", () => {
    const secret = "林晓岚";
    const text = JSON.stringify(
      printed(
        `log.warn("x", { name: "${secret}", card: { idNumber: "${secret}", photo: "${secret}" }, values: ["${secret}"], job: "j1" });`,
      ),
    );
    assert.ok(!text.includes(secret), text);
    assert.ok(text.includes("[redacted]") && text.includes("j1"));
  });

  it("keeps the cause of an error, with its stack", () => {
    const [line] = printed(`log.error("x", { cause: new Error("cable pulled") });`);
    assert.match(JSON.stringify(line?.["facts"]), /Error: cable pulled\\n\s+at /u);
  });
});
