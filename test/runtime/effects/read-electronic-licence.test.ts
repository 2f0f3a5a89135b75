import assert from "node:assert/strict";
import { err, ok } from "../../../base/result.ts";
import { creditCheckCharacter } from "../../../config/identity/social-credit-code.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

const first17 = "91990101MA0000001";
const HOLDER = { name: "示例市样张文具店", number: first17 + creditCheckCharacter(first17) };
const both = { "zh-CN": "", en: "" };

describe("an organisation's agent who shows its electronic licence", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
    hall.peers.devices.say(status("eye", "code-scanner"));
    await until(() => hall.neighbours.devices.byKind("code-scanner") !== undefined);
    scans("LIC:123456");
    hall.peers.agent.answer = () => ok(HOLDER);
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { screen, shows, chooses, everything } = atKiosk(() => hall);
  const scans = (text: string) => {
    hall.peers.devices.commands["scan"] = () => ok({ aim: "Q1", text });
  };

  it("is identified as the organisation; the question names kiosk and item, and the code stays nowhere", async () => {
    chooses("licence");
    await shows("result");
    const shown = screen();
    assert.equal(shown.kind === "result" && shown.paragraphs[0], `electronic-licence ${HOLDER.name}`);
    const [question] = hall.peers.agent.asked;
    assert.equal(question?.operation, "market.licence-holder");
    assert.deepEqual(question?.params, {
      code: { type: "electronic-licence", pattern: "licence-code", token: "123456" },
      kiosk: "demo-007",
      itemCode: "11990101MA0F00027J300209900200101",
    });
    for (const personal of ["123456", HOLDER.name, HOLDER.number]) assert.equal(everything().includes(personal), false, personal);
  });

  it("sees that the code is being checked", async () => {
    hall.peers.agent.answer = () => "never";
    chooses("licence");
    await shows("identify-licence", "checking");
  });

  it("is told when it is another kind of code, and the platform is not asked", async () => {
    scans("SLT-0042");
    chooses("licence");
    await shows("identify-licence", "wrong-type");
    assert.equal(hall.peers.agent.asked.length, 0);
  });

  for (const reason of ["wrong-type", "not-known", "code-expired"]) {
    it(`is told when the platform says ${reason}`, async () => {
      hall.peers.agent.answer = () => err({ code: "query.refused", reason, message: both });
      chooses("licence");
      await shows("identify-licence", reason);
    });
  }

  it("whose licence has run out is not told to refresh the code: another way is asked for", async () => {
    hall.peers.agent.answer = () => err({ code: "query.refused", reason: "expired", message: both });
    chooses("licence");
    await shows("methods");
  });

  it("is led to another way when the licence is in force no more, when the platform is away, and when its answer is no organisation", async () => {
    const answers = [
      err({ code: "query.refused" as const, reason: "not-in-force", message: both }),
      err({ code: "query.department-away" as const, department: "market" }),
      ok({ ...HOLDER, number: "91990101MA0000001Z" }),
    ];
    chooses("licence");
    for (const answer of answers) {
      if (screen().kind === "methods") hall.touch({ kind: "choose", row: "licence" });
      hall.peers.agent.answer = () => answer;
      await shows("methods");
    }
    assert.deepEqual(
      hall.journalled("identify.ended").map(({ outcome }) => outcome),
      ["failed", "unavailable", "unavailable"],
    );
  });

  it("may try again when the scanner could not read it, and takes another way when the scanner is gone", async () => {
    hall.peers.devices.commands["scan"] = () => failure("scan", "scan.unreadable", "yes");
    chooses("licence");
    await shows("identify-licence", "unreadable");
    hall.peers.devices.commands["scan"] = () => failure("scan", "device.offline", "no");
    hall.touch({ kind: "retry" });
    await shows("methods");
  });

  it("who has no code says so", async () => {
    hall.peers.devices.commands["scan"] = () => "never";
    chooses("licence");
    await shows("identify-licence", "show-code");
    assert.deepEqual(hall.touch({ kind: "refuse" }), { accepted: true });
    await shows("methods");
  });
});
