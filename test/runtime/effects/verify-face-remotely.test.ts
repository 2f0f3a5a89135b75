import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { err, ok } from "../../../base/result.ts";
import { REMOTE_FACE_REFUSALS } from "../../../config/identity/remote-face.ts";
import { identify, type Serving } from "../../../runtime/effects/identify.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { APPLICANT, SessionWork } from "../../../runtime/session/work.ts";
import type { QueryFailure } from "../../../sync-agent/agent/api.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { capture, failedLook } from "../support/fake-faces.ts";
import { IDENTITY, openHouse, type TestHouse, until } from "../support/house.ts";
import { status } from "../support/peers.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

const { name, number } = sampleCard();
const both = { "zh-CN": "", en: "" };
const refused = (reason: string): QueryFailure => ({ code: "query.refused", reason, message: both });

describe("a person whom the identity service compares with the number they typed", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { screen, shows, chooses, methods, everything } = atKiosk(() => hall);
  const agent = () => hall.peers.agent;
  const faces = () => hall.peers.faces;

  async function atCamera(identityKey?: null) {
    hall = await openHouse(identityKey === null ? { identityKey } : {});
    agent().answer = () => ok({ name, number, sex: "male", birth: "1990-01-01" });
  }
  async function agrees() {
    chooses("remote");
    await shows("form");
    hall.touch({ kind: "fill", values: { name, number } });
    await shows("consent");
    hall.touch({ kind: "agree" });
  }

  it("is identified by its answer; the picture leaves the engine sealed to that service, for this attempt at this kiosk", async () => {
    await atCamera();
    await agrees();
    await shows("result");
    const shown = screen();
    assert.equal(shown.kind === "result" && shown.paragraphs[0], `remote ${name}`);
    const [taken] = faces().captures;
    assert.deepEqual([taken?.sealTo, taken?.context], [IDENTITY.publicKey, `identity.verify-face demo-007 ${taken?.attempt}`]);
    const [question] = agent().asked;
    const picture = Buffer.from("sealed picture").toString("base64");
    assert.deepEqual(question?.params, { name, number, picture, attempt: taken?.attempt });
    assert.equal(question?.operation, "identity.verify-face");
    const [judged] = hall.journalled("face.judged");
    assert.deepEqual([judged?.["decision"], judged?.["band"]], ["live", "none"]);
    assert.deepEqual(
      hall.journalled("query.ended").map(({ operation, outcome }) => [operation, outcome]),
      [["identity.verify-face", "answered"]],
    );
    for (const personal of [name, number, picture]) assert.equal(everything().includes(personal), false, personal);
  });

  it("sees that the picture leaves the kiosk, and that the service is being asked", async () => {
    await atCamera();
    agent().answer = () => "never";
    await agrees();
    await shows("identify-face", "asking-service");
    const shown = screen();
    assert.equal(shown.kind === "identify-face" && shown.leavesDevice, true);
    assert.equal(hall.kiosk.view().timeLeft, null);
    await hall.clock.advance(17_000);
    await shows("methods");
    assert.equal(hall.journalled("identify.ended").at(-1)?.["outcome"], "unavailable");
  });

  const SAYS: Readonly<Record<(typeof REMOTE_FACE_REFUSALS)[number], string>> = {
    "no-match": "no-match",
    "unknown-person": "no-match",
    "not-live": "unsure",
    "no-face": "not-seen",
    "bad-picture": "not-seen",
    "too-many": "another way",
  };
  for (const reason of REMOTE_FACE_REFUSALS) {
    it(`is told "${SAYS[reason]}" when the service says ${reason}`, async () => {
      await atCamera();
      agent().answer = () => err(refused(reason));
      await agrees();
      if (SAYS[reason] === "another way") await shows("methods");
      else await shows("identify-face", SAYS[reason]);
    });
  }

  it("cannot find out by the screen whether a number exists", async () => {
    const shown: string[] = [];
    for (const reason of ["no-match", "unknown-person"]) {
      await atCamera();
      agent().answer = () => err(refused(reason));
      await agrees();
      await shows("identify-face", "no-match");
      shown.push(JSON.stringify(screen()));
      if (reason === "no-match") await hall.close();
    }
    assert.equal(shown[0], shown[1]);
  });

  const UNUSABLE: readonly { what: string; answer: Record<string, unknown> }[] = [
    { what: "of another number", answer: { name: "别人", number: sampleCard("002").number } },
    { what: "without a name", answer: { number } },
    { what: "whose birth is not the number's", answer: { name, number, birth: "1991-01-01" } },
  ];
  for (const { what, answer } of UNUSABLE) {
    it(`is not identified by an answer ${what}`, async () => {
      await atCamera();
      agent().answer = () => ok(answer);
      await agrees();
      await shows("methods");
    });
  }

  it("who held up a picture is not asked about, and no face is looked at any more", async () => {
    await atCamera();
    hall.peers.devices.say(status("eye", "code-scanner"));
    faces().captured = () => capture("attack");
    await agrees();
    await shows("methods");
    assert.equal(agent().asked.length, 0);
    assert.deepEqual([methods()["card-face"], methods()["remote"]], ["locked", "locked"]);
  });

  it("is asked to look again where nobody could tell whether they live", async () => {
    await atCamera();
    faces().captured = () => capture("unsure");
    await agrees();
    await shows("identify-face", "unsure");
    assert.equal(agent().asked.length, 0);
  });

  it("goes on after a restart of the engine with a new attempt", async () => {
    await atCamera();
    let first = true;
    faces().captured = () => {
      const answer = first ? failedLook("face.cancelled") : capture("live");
      first = false;
      return answer;
    };
    await agrees();
    await shows("result");
    const [one, two] = faces().captures;
    assert.notEqual(one?.attempt, two?.attempt);
    assert.equal(agent().asked[0]?.params["attempt"], two?.attempt);
  });

  it("is looked at by nobody while the hub is away", async () => {
    await atCamera();
    chooses("remote");
    await shows("form");
    agent().say({ ...agent().link, hub: "away" });
    await until(() => hall.neighbours.hub.link.hub === "away");
    hall.touch({ kind: "fill", values: { name, number } });
    await shows("consent");
    hall.touch({ kind: "agree" });
    await shows("methods");
    assert.equal(faces().captures.length, 0);
    assert.equal(methods()["remote"], "hub-away");
  });

  it("is not shown this way where the city has no such service", async () => {
    await atCamera(null);
    hall.touch({ kind: "start", item: "methods" });
    assert.equal("remote" in methods(), false);
  });

  it("takes the consent back while the service is asked: its answer comes to nothing", async () => {
    await atCamera();
    agent().answer = () => "never";
    await agrees();
    await shows("identify-face", "asking-service");
    hall.touch({ kind: "refuse" });
    await shows("methods");
    await until(() => hall.journalled("query.ended").length === 1);
    assert.equal(hall.journalled("query.ended")[0]?.["outcome"], "cancelled");
  });
});

describe("a number that stands for another person of the case already", () => {
  after(removeTemporaryFolders);

  it("is nobody's a second time, and the applicant may still lay their own card down", async () => {
    const { clock, random, journal } = openRecords();
    const work = new SessionWork("s", {} as Hold, 0);
    work.know("guardian", number);
    const faces = { capture: async () => capture("live") };
    const hub = { link: { hub: "reachable" }, query: async () => ok({ name, number }) };
    const parts = { clock, random, journal, faces, hub, kiosk: "k", identityKey: "key", log: silentLog };
    const ask = { visit: 7, operation: "identity.verify-face", params: { name, number }, withinMs: 5_000 } as const;
    const effect = { kind: "verify-face-remotely", minAssurance: "rgb-passive", ...ask } as const;
    const asked = { session: "s", item: { id: "i" }, flow: { facts: {} }, effect } as unknown as Parameters<typeof identify>[0];
    const event = await identify(asked, effect, { work, parts, report: () => undefined } as unknown as Serving);
    assert.deepEqual(event, { kind: "identify-failed", visit: 7, why: "same-person", final: true });
    assert.equal(work.judgeHolder(APPLICANT, sampleCard("003").number), "fine");
  });
});
