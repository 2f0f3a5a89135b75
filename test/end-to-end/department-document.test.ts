import assert from "node:assert/strict";
import { pause, systemClock } from "../../base/clock.ts";
import type { ProcessName } from "../../runtime/demo/hall.ts";
import type { View } from "../../runtime/server/api.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { flat, receipt } from "./visitor.ts";

const CERTIFICATE = "参保缴费证明（样张）";

describe("a social insurance certificate that its department cannot make now", function () {
  this.timeout(240_000);
  let hall: TestHall;

  before(async () => {
    hall = await openTestHall();
    await open(hall);
  });
  after(() => hall?.close());

  const sheets = () => hall.hardware.certificatePrinter.sheets;

  async function toReview(): Promise<void> {
    const { citizen } = hall;
    await citizen.insist({ kind: "start", item: "insurance-record" });
    await citizen.screen("guide");
    await citizen.insist({ kind: "confirm" });
    await citizen.screen("identify-card");
    await hall.hardware.act({ act: "insert-card", card: "resident" });
    const { rows } = await citizen.screen("choose");
    assert.deepEqual(
      rows.map(({ id }) => id),
      ["12", "24"],
    );
    await citizen.insist({ kind: "choose", row: "12" });
    const review = await citizen.screen("review");
    assert.ok(JSON.stringify(review).includes("示例市云杉软件有限公司"));
    assert.ok(!JSON.stringify(review).includes("990101199004120029"));
  }

  async function leave(): Promise<void> {
    const { citizen } = hall;
    await citizen.insist({ kind: "confirm" });
    await citizen.screen("evaluate");
    await citizen.insist({ kind: "skip" });
    await citizen.screen("ended");
    await hall.hardware.act({ act: "remove-card" });
    await citizen.screen("home");
  }

  /** `run`, while one process of the hall is away. */
  async function without(name: ProcessName, run: () => Promise<void>): Promise<void> {
    await hall.supervisor.stop(name);
    try {
      await run();
    } finally {
      hall.supervisor.start(name);
      await open(hall);
    }
  }

  it("when the department is away, nothing is printed, and the slip says so", async () => {
    await toReview();
    await without("departments", () => comesToNothing());
  });

  it("when the hub goes away in between, the request is kept and nothing is printed", async () => {
    await toReview();
    await without("hub", async () => {
      await comesToNothing();
      const { screen } = await hall.citizen.until("the item to close", ({ screen }) => whyClosed(screen) === "hub-away");
      assert.equal(screen.kind, "home");
    });
  });

  async function comesToNothing(): Promise<void> {
    const before = sheets().length;
    await hall.citizen.insist({ kind: "confirm" });
    const view = await hall.citizen.until("the result", ({ screen }) => screen.kind === "result");
    assert.ok(view.screen.kind === "result" && view.screen.outcome === "unprinted", JSON.stringify(view.screen));
    const { caseNumber } = view.screen;
    assert.equal(sheets().length, before, "no sheet was drawn in");
    const slip = flat((await receipt(hall, (text) => flat(text).includes(caseNumber ?? "no number"))).text);
    for (const words of [CERTIFICATE, "未打印", "不收费"]) assert.ok(slip.includes(flat(words)), `${words} in ${slip}`);
    assert.ok(!slip.includes("手机扫码领取"));
    await leave();
  }
});

/** The item can be begun: every process is up, and knows that the others are. */
async function open(hall: TestHall): Promise<View> {
  const department = `http://127.0.0.1:${hall.ports.socialInsurance}/`;
  while (!(await fetch(department).then(Boolean, () => false))) await pause(systemClock, 50);
  return hall.citizen.until("the item to open", ({ screen }) => whyClosed(screen) === null);
}

function whyClosed(screen: View["screen"]): string | null | undefined {
  if (screen.kind !== "home") return undefined;
  const card = screen.items.find(({ id }) => id === "insurance-record");
  return card && (card.unavailable?.reason ?? null);
}
