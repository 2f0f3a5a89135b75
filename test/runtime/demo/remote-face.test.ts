import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { Client } from "../../../base/rpc.ts";
import { loadIdentityServiceKey } from "../../../config/identity/identity-service-key.ts";
import { MAX_REMOTE_PICTURE_CHARS, remoteFaceContext } from "../../../config/identity/remote-face.ts";
import { loadSettings } from "../../../config/settings/load-settings.ts";
import { hallFolders, makeHallFiles } from "../../../runtime/demo/hall-files.ts";
import { portsFrom } from "../../../runtime/demo/ports.ts";
import type { FaceEngineContract } from "../../../runtime/face-engine/api.ts";
import type { AgentContract } from "../../../sync-agent/agent/api.ts";
import { freeBase } from "../../support/free-ports.ts";
import { captured, HE, LIN, sealed } from "./identity-stage.ts";

const WITHIN_MS = 20_000;
/** A picture that this process has only sealed, or not at all. */
const NOT_SEEN_HERE = Buffer.alloc(0);

/** The demonstration's own files and processes, from the agent's socket to the identity service and back. */
describe("a face compared remotely, through agent, hub and identity service", function () {
  this.timeout(60_000);
  const top = mkdtempSync(join(tmpdir(), "zizhu-remote-face-"));
  const folders = hallFolders(top);
  const children: ChildProcess[] = [];
  let agent: Client<AgentContract>;
  let faces: Client<FaceEngineContract>;
  let key: string;
  let kiosk: string;
  /** All that went over the agent's socket, to look for afterwards. */
  const sent: { picture: string; jpeg: Uint8Array }[] = [];

  before(async () => {
    await makeHallFiles(folders, portsFrom(await freeBase()), systemRandom);
    symlinkSync(resolve("test/fixtures/faces/live-a.mjpeg"), join(folders.camera, "current.mjpeg"));
    const settings = must(loadSettings(join(folders.kiosk, "settings.json")));
    kiosk = settings.kiosk.id;
    key = must(loadIdentityServiceKey(settings.identityService?.publicKeys ?? assert.fail("the hall offers no identity service")));
    await Promise.all([
      start("runtime/demo/identity-department/main.ts", join(folders.identity, "settings.json"), "department.started"),
      start("sync-agent/hub/main.ts", join(folders.hub, "settings.json"), "hub.started"),
      start("sync-agent/agent/main.ts", join(folders.kiosk, "settings.json"), "agent.started"),
      start("runtime/face-engine/main.ts", join(folders.kiosk, "settings.json"), "face.ready"),
    ]);
    faces = new Client(join(folders.sockets, "face-engine.sock"), systemClock, silentLog);
    agent = new Client(join(folders.sockets, "sync-agent.sock"), systemClock, silentLog);
    await Promise.all([agent, faces].map((client) => new Promise<void>((up) => client.onLink((isUp) => isUp && up()))));
  });
  after(async () => {
    agent?.close();
    faces?.close();
    for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(top, { recursive: true, force: true });
    rmSync(folders.sockets, { recursive: true, force: true });
  });

  async function start(main: string, settings: string, up: string): Promise<void> {
    const child = spawn(process.execPath, [main, settings], { stdio: ["ignore", "pipe", "pipe"] });
    children.push(child);
    const logFile = join(folders.logs, `${main.replaceAll("/", "-")}.log`);
    child.stderr?.on("data", (chunk: Buffer) => appendFileSync(logFile, chunk));
    await new Promise<void>((resolve, reject) => {
      const fell = (code: number | null) => reject(new Error(`${main} ended with ${code}: ${readFileSync(logFile, "utf8")}`));
      child.once("exit", fell);
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
        appendFileSync(logFile, `${line}\n`);
        if (!line.includes(`"msg":"${up}"`)) return;
        child.off("exit", fell);
        resolve();
      });
    });
  }

  async function ask(who: typeof LIN, jpeg: Buffer, capture = sealed(jpeg, systemClock, { key, kiosk })) {
    sent.push({ picture: capture.picture, jpeg });
    const params = { ...who, ...capture };
    const asked = await agent.call("agent.query", {
      operation: "identity.verify-face",
      params,
      withinMs: WITHIN_MS,
      session: "s",
      item: "fund-certificate",
    });
    return must(asked);
  }
  const codeOf = (answer: Awaited<ReturnType<typeof ask>>) =>
    answer.ok ? "answered" : answer.error.code === "query.refused" ? answer.error.reason : answer.error.code;

  it("the citizen is known; somebody else's face, another number and a second sending are not", async () => {
    const [lin, he] = [await captured("live-a"), await captured("live-b")];
    const capture = sealed(lin, systemClock, { key, kiosk });
    assert.deepEqual(must(await ask(LIN, lin, capture)), { ...LIN, sex: "female", birth: "1990-04-12" });
    assert.equal(codeOf(await ask(LIN, he)), "no-match");
    assert.equal(codeOf(await ask(HE, he)), "unknown-person");
    assert.equal(codeOf(await ask(LIN, lin, capture)), "bad-picture");
    assert.equal(codeOf(await ask(LIN, lin, sealed(lin, systemClock, { key, kiosk: "OTHER-0001" }))), "bad-picture");
  });

  it("what the face engine captures and seals itself is taken, and names the citizen", async () => {
    const attempt = uuidv7(systemClock.now(), systemRandom);
    const looked = must(
      await faces.call("face.capture", {
        attempt,
        sealTo: key,
        context: remoteFaceContext(kiosk, attempt),
        minAssurance: "rgb-passive",
        withinMs: WITHIN_MS,
      }),
    );
    assert.ok(looked.ok, JSON.stringify(looked));
    assert.equal(looked.value.verdict.decision, "live");
    const picture = looked.value.sealed ?? "";
    assert.ok(picture.length > 10_000 && picture.length < MAX_REMOTE_PICTURE_CHARS, `${picture.length} characters`);
    assert.equal(must(await ask(LIN, NOT_SEEN_HERE, { attempt, picture }))["name"], LIN.name);
  });

  it("a refusal comes with words in both languages, and none of them says how alike the faces are", async () => {
    const answer = await ask(LIN, await captured("live-b"));
    assert.ok(!answer.ok && answer.error.code === "query.refused");
    assert.match(answer.error.message["zh-CN"], /人脸核验没有通过/);
    assert.ok(answer.error.message.en);
    assert.doesNotMatch(JSON.stringify(answer.error), /\d/);
  });

  it("a picture above the limit is refused on the way, and a service that is away is called away", async () => {
    const large = { ...sealed(NOT_SEEN_HERE, systemClock, { key, kiosk }), picture: Buffer.alloc(160_000, 0x5a).toString("base64") };
    assert.equal(codeOf(await ask(LIN, NOT_SEEN_HERE, large)), "query.malformed");
    const [department] = children;
    department?.kill("SIGKILL");
    if (department) await once(department, "exit");
    assert.equal(codeOf(await ask(LIN, await captured("live-a"))), "query.department-away");
  });

  it("nothing of any of it stays: no picture, sealed or open, no name and no number in any file or log", () => {
    const files = filesBelow(top).filter((file) => !["register.json", "a.bmp"].some((own) => file.endsWith(`identity/${own}`)));
    const logs = files.filter((file) => file.startsWith(folders.logs));
    assert.ok(logs.length === 4 && logs.some((file) => readFileSync(file, "utf8").includes("identity.face-asked")));
    const middle = (bytes: Uint8Array) => bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 48);
    const needles: Uint8Array[] = [LIN, HE].flatMap(({ name, number }) => [Buffer.from(name), Buffer.from(number)]);
    for (const { picture, jpeg } of sent) {
      const bytes = Buffer.from(picture, "base64");
      needles.push(Buffer.from(picture.slice(200, 264)), middle(Buffer.from(picture)), middle(bytes));
      if (jpeg.length > 0) needles.push(middle(jpeg));
    }
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const [at, needle] of needles.entries()) assert.equal(bytes.includes(needle), false, `${file} holds needle ${at}`);
    }
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}
