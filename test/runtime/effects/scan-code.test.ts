import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { typedCode } from "../../../runtime/effects/scan-code.ts";
import { catalogue } from "../../config/support/items.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person who holds a code before the scanner", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
    hall.peers.devices.say(status("eye", "code-scanner"));
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const screen = () => hall.kiosk.view().screen;
  const shows = (state: string) =>
    until(
      () => (screen() as { state?: string }).state === state,
      () => JSON.stringify(screen()),
    );
  const scans = () => hall.peers.devices.asked.filter(({ command }) => command === "scan").length;

  it("is served by what the code says, and the time runs while the kiosk waits for it", async () => {
    let show = (_text: string): void => undefined;
    hall.peers.devices.commands["scan"] = () => new Promise((resolve) => (show = (text) => resolve(ok({ aim: "Q1", text }))));
    hall.touch({ kind: "start", item: "scan" });
    await until(() => scans() === 1);
    assert.notEqual(hall.kiosk.view().timeLeft, null);
    show("SLT-0042");
    await hall.reaches("result");
    const shown = screen();
    assert.ok(shown.kind === "result" && shown.paragraphs[0] === "号码 0042");
  });

  it("is told when it is another kind of code or cannot be read, and may try again", async () => {
    hall.peers.devices.commands["scan"] = () => ok({ aim: "Q1", text: "https://example.com" });
    hall.touch({ kind: "start", item: "scan" });
    await shows("wrong-type");
    hall.peers.devices.commands["scan"] = () => failure("scan", "scan.unreadable", "yes");
    hall.touch({ kind: "retry" });
    await shows("unreadable");
    hall.peers.devices.commands["scan"] = () => ok({ aim: null, text: "SLT-0042\r" });
    hall.touch({ kind: "retry" });
    await hall.reaches("result");
  });

  it("can type it while the scanner looks, which is then called off", async () => {
    hall.peers.devices.commands["scan"] = () => "never";
    hall.touch({ kind: "start", item: "scan" });
    await until(() => scans() === 1);
    assert.deepEqual(hall.touch({ kind: "fill", values: { code: "slt-0042" } }), { accepted: true });
    await hall.reaches("result");
  });

  it("can type it where there is no scanner, or a broken one", async () => {
    hall.peers.devices.commands["scan"] = () => failure("scan", "device.offline", "no");
    hall.touch({ kind: "start", item: "scan" });
    await shows("scanner-down");
    hall.touch({ kind: "fill", values: { code: "SLT-0042" } });
    await hall.reaches("result");
  });

  it("leaves nothing of the code in the journal", async () => {
    hall.peers.devices.commands["scan"] = () => ok({ aim: "Q1", text: "SLT-7351" });
    hall.touch({ kind: "start", item: "scan" });
    await hall.reaches("result");
    hall.touch({ kind: "cancel" });
    await hall.reaches("ended");
    const rows = hall.records.db.all("SELECT * FROM journal");
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes("7351"));
  });
});

describe("a code that somebody typed", () => {
  const typed = (text: string) => typedCode(text, ["queue-ticket"], catalogue.codes);

  it("is the same in small letters, in full width and with blanks", () => {
    for (const text of ["SLT-0042", "slt-0042", "ＳＬＴ－００４２", " slt-00 42 "]) assert.equal(typed(text).type, "queue-ticket", text);
  });

  it("stays as it was typed where capitals make nothing of it", () => {
    assert.deepEqual(typed("hello"), { type: "plain", text: "hello" });
  });
});
