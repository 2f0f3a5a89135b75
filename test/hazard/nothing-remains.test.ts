import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MASKED, proveIdentity, rateAndLeave } from "../end-to-end/visitor.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { type Find, openFiles, type ProcessInfo, processTree, searchMemory, tally } from "../support/memory-search.ts";
import type { Needles } from "../support/needles.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { addPixels, asABrowserDraws, tracesOfResident } from "../support/traces-of-a-person.ts";

const SESSIONS = Number(process.env["ZIZHU_SESSIONS"] ?? 1);
/** What holds a person while one is served. Hub and departments have their own cause to know her. */
const KIOSK_PROCESSES = ["runtime", "face-engine", "device-host", "sync-agent"];
/** One search takes seconds; what a process frees when a person has left is freed before the second begins. */
const SEARCHES = 3;

describe("what is left of 林晓岚 when her session is over", function () {
  this.timeout(180_000 + SESSIONS * 60_000);
  let hall: TestHall;
  let kiosk: KioskPage;
  let needles: Needles;
  let pageOf: number[] = [];

  before(async () => {
    needles = await tracesOfResident();
    hall = await openTestHall();
    kiosk = await KioskPage.open(hall.ports.kiosk);
    await kiosk.page.locator("button#item-fund-certificate").waitFor();
  });
  after(async () => {
    await kiosk?.close();
    await hall?.close();
  });

  it("while she is served the search finds her face, her card's photo and her number, so it would find them afterwards", async () => {
    assert.deepEqual(tally(search(everybody(hall), needles)), {}, "nothing is there before her");
    await begin(hall, kiosk);
    await kiosk.page.locator("live-preview canvas:not(.waiting)").waitFor();
    addPixels(needles, "screen", await mirror(kiosk));
    const finds = search(everybody(hall), needles);
    pageOf = [...new Set(finds.filter(({ process }) => process.type === "renderer").map(({ process }) => process.pid))];
    const found = (type: string) => new Set(finds.filter(({ process }) => process.type === type).map(({ kind }) => kind));
    assert.ok(found("renderer").has("frame JPEG") && found("renderer").has("frame BGRA"), `the page: ${[...found("renderer")].join()}`);
    assert.ok(found("runtime").has("card photo base64") && found("runtime").has("number"), `the runtime: ${[...found("runtime")].join()}`);
    assert.ok(found("face-engine").size > 0 && found("device-host").has("number"), JSON.stringify(tally(finds)));
    // Her face is opened in the page's own process: what carries it there has only seen it sealed.
    assert.deepEqual(
      [...found("network.mojom.NetworkService")].filter((kind) => kind.startsWith("frame")),
      [],
    );
    await finish(hall, kiosk);
  });

  it("afterwards nothing of her is in the memory of the browser or of any process of the kiosk", () => {
    assert.deepEqual(tally(searchUntilNone(hall, needles)), {});
  });

  it("the process that drew her page has ended with her session", () => {
    const alive = new Set(browser().map(({ pid }) => pid));
    assert.ok(pageOf.length > 0);
    assert.deepEqual(
      pageOf.filter((pid) => alive.has(pid)),
      [],
    );
  });

  it("no file has her: not the data, the logs, the browser's profile, shared memory, nor anything that is held open", () => {
    const files = filesOf(hall);
    assert.ok(files.some((file) => file.endsWith("kiosk.db")) && files.some((file) => file.endsWith(".log")));
    assert.deepEqual(
      files.filter((file) => holds(file, needles)),
      [],
    );
  });

  it("no process of the kiosk may leave a core file", () => {
    for (const { pid, type } of kioskProcesses(hall)) {
      assert.match(readFileSync(`/proc/${pid}/limits`, "utf8"), /Max core file size\s+0\s+0\s/u, type);
    }
  });

  for (let session = 2; session <= SESSIONS; session++) {
    it(`and so it is after session ${session}`, async () => {
      await begin(hall, kiosk);
      await finish(hall, kiosk);
      assert.deepEqual(tally(searchUntilNone(hall, needles)), {});
    });
  }
});

async function begin(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await kiosk.touchWords("公积金缴存证明");
  await kiosk.sees("guide");
  await kiosk.touch("#confirm");
  await proveIdentity(hall, kiosk);
  await kiosk.sees("identify-face");
}

async function finish(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await kiosk.sees("review", MASKED.number);
  await kiosk.touchWords("没有问题，打印证明");
  await kiosk.sees("result", "证明已打印");
  await kiosk.touch("#confirm");
  await rateAndLeave(hall, kiosk, 5);
}

/** The mirror's pixels on the screen, scaled and turned as the page draws them. */
async function mirror(kiosk: KioskPage) {
  return asABrowserDraws(await kiosk.page.locator("live-preview").screenshot());
}

function browser(): ProcessInfo[] {
  return processTree([process.pid]).filter(({ program }) => program === "chromium");
}

function kioskProcesses(hall: TestHall): ProcessInfo[] {
  const names = new Map(hall.supervisor.report().map(({ name, pid }) => [pid, name]));
  const ours = [...names].filter(([, name]) => KIOSK_PROCESSES.includes(name)).map(([pid]) => pid);
  return processTree(ours).map((one) => ({ ...one, type: names.get(one.pid) ?? one.type }));
}

function everybody(hall: TestHall): ProcessInfo[] {
  return [...kioskProcesses(hall), ...browser()];
}

function search(processes: readonly ProcessInfo[], needles: Needles): Find[] {
  const { finds, searched } = searchMemory(processes, needles);
  assert.ok(searched > 100_000_000, `only ${searched} bytes could be read: may this user look into the processes it started?`);
  return finds;
}

function searchUntilNone(hall: TestHall, needles: Needles): Find[] {
  for (let left = SEARCHES; ; left--) {
    const finds = search(everybody(hall), needles);
    if (finds.length === 0 || left === 1) return finds;
  }
}

/** Everything on a disk, or what looks like one, that these processes write or hold. The stage's own faces are left out: camera and decoder. */
function filesOf(hall: TestHall): string[] {
  const { folders } = hall;
  const profile = browser()
    .map(({ pid }) => /--user-data-dir=([^\0 ]+)/u.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1])
    .find((folder) => folder !== undefined);
  assert.ok(profile, "the browser has a profile");
  const stage = [folders.camera, folders.departments, join(folders.kiosk, "photos")];
  const held = everybody(hall).flatMap(({ pid }) => openFiles(pid).map(({ target }) => target));
  const inFolders = [folders.top, folders.sockets, profile].flatMap((folder) => [...filesBelow(folder)]);
  const shared = [...filesIn(SHARED_MEMORY)];
  return [...new Set([...inFolders, ...shared, ...held.filter((file) => /^\/(tmp|var|run|root|home)\//u.test(file))])].filter(
    (file) => !stage.some((folder) => file.startsWith(`${folder}/`)) && isFile(file),
  );
}

/** What shm_open(3) makes lies in no folder; folders there are rooms of other tests, which come and go. */
const SHARED_MEMORY = "/dev/shm";

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isFile()) yield join(folder, entry.name);
}

function* filesBelow(folder: string): Generator<string> {
  yield* filesIn(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name));
}

/** A browser writes a file beside the old one and renames it: what was listed a moment ago may be gone. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw cause;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function holds(file: string, needles: Needles): boolean {
  let held = false;
  const bytes = readIfThere(file);
  needles.search(bytes, bytes.length, () => {
    held = true;
  });
  return held;
}
