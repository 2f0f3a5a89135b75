import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import type { CodePattern } from "../../../config/codes/code-pattern.ts";
import { resolveCode } from "../../../config/codes/resolve-code.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { FileSource } from "../../../device-drivers/camera/file-source.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import type { DockAct, DockView } from "../../../runtime/demo/api.ts";
import { serveDock } from "../../../runtime/demo/dock-server.ts";
import { hallFolders, makeHallFiles, ROOT } from "../../../runtime/demo/hall-files.ts";
import { Hardware } from "../../../runtime/demo/hardware.ts";
import { type HallPorts, portsFrom } from "../../../runtime/demo/ports.ts";
import { SAMPLE_CODES } from "../../../runtime/demo/sample-codes.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { freeBase } from "../../support/free-ports.ts";

describe("the demonstration's devices", () => {
  let folder: string;
  let ports: HallPorts;
  let hardware: Hardware;
  let clock: FakeClock;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-hardware-"));
    ports = portsFrom(await freeBase());
    clock = new FakeClock();
    hardware = new Hardware(folder, ports, clock);
    await hardware.start();
  });
  afterEach(async () => {
    await hardware.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function line(port: number) {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }

  it("go silent when the cable is pulled, refuse whoever calls, and answer again once it is plugged in", async () => {
    const socket = await line(ports.locker);
    const closed = once(socket, "close");
    await hardware.act({ act: "cable", device: "locker", pluggedIn: false });
    await closed;
    await assert.rejects(line(ports.locker), /ECONNREFUSED/u);
    assert.deepEqual(hardware.view().unplugged, ["locker"]);
    await hardware.act({ act: "cable", device: "locker", pluggedIn: true });
    (await line(ports.locker)).destroy();
    assert.deepEqual(hardware.view().unplugged, []);
  });

  it("have the person make a movement before the running camera, and stand as before when the film is over", async () => {
    const film = async (name: string) => new MjpegSplitter().push(readFileSync(join(ROOT, "test", "fixtures", "faces", `${name}.mjpeg`)));
    const [standing, turning] = [await film("live-a"), await film("turn-left-a")];
    const camera = new FileSource({ id: "camera", path: join(folder, "current.mjpeg"), fps: 12 }, clock);
    const stop = new AbortController();
    const seen: string[] = [];
    const name = (jpeg: Buffer) =>
      standing.some((one) => one.equals(jpeg)) ? "stands" : turning.some((one) => one.equals(jpeg)) ? "turns" : "?";
    const watching = (async () => {
      for await (const frame of camera.frames(stop.signal)) if (frame.ok) seen.push(name(frame.value.jpeg));
    })();
    const periodMs = 1_000 / 12;
    // The film is read from a real disk: the clock goes on only once the picture of this moment is there.
    const nextPicture = async () => {
      const before = seen.length;
      // A hair more, or rounding leaves the timer due in no time at all.
      await clock.advance(periodMs + 0.001);
      while (seen.length === before) await new Promise((resolve) => setImmediate(resolve));
    };
    const until = async (wanted: string) => {
      while (seen.at(-1) !== wanted) await nextPicture();
    };
    await until("stands");
    const begun = clock.monotonic();
    await hardware.act({ act: "move", movement: "turn-left" });
    assert.equal(hardware.view().moving, "turn-left");
    await until("turns");
    while (hardware.view().moving !== null) await nextPicture();
    assert.ok(Math.abs(clock.monotonic() - begun - turning.length * periodMs) <= 1.1 * periodMs, "as long as the film lasts");
    await until("stands");
    assert.ok(!seen.includes("?"));
    stop.abort();
    await clock.advance(100);
    await watching;
  });

  it("let nobody but the citizen of the demonstration move, and offer her movements under no other name", async () => {
    assert.deepEqual(hardware.view().movements, ["turn-left", "turn-right", "blink", "closer"]);
    assert.ok(hardware.view().clips.every(({ id }) => !/turn|blink|closer|\.ir/u.test(id)));
    await hardware.act({ act: "move", movement: "blink" });
    await hardware.act({ act: "choose-clip", clip: "nobody" });
    assert.deepEqual([hardware.view().moving, hardware.view().movements], [null, []]);
    await hardware.act({ act: "move", movement: "blink" });
    assert.equal(hardware.view().moving, null);
  });

  it("put the bytes of the code that is held out on the scanner's line", async () => {
    const socket = await line(ports.scanner);
    await hardware.act({ act: "show-code", code: "queue-ticket" });
    let heard = "";
    socket.on("data", (bytes) => {
      heard += bytes;
    });
    while (!heard.endsWith("\r")) await clock.advance(50);
    assert.equal(heard, "]Q1SLT-A012\r");
    socket.destroy();
  });

  it("show what happens around the cabinet, and nothing of boxes or codes that are not there", async () => {
    const before = hardware.view();
    for (const act of [
      { act: "locker-door", box: 9, door: "open" },
      { act: "show-code", code: "none" },
      { act: "choose-clip", clip: "none" },
    ] as const)
      await hardware.act(act);
    assert.deepEqual(hardware.view(), before);
    await hardware.act({ act: "board", event: "mains-failed", on: true });
    await hardware.act({ act: "locker-door", box: 3, door: "open" });
    await hardware.act({ act: "receipt-fault", fault: "paper-jam", on: true });
    const after = hardware.view();
    assert.deepEqual(after.board.now, ["mains-failed"]);
    assert.deepEqual(
      after.locker.boxes.map(({ door }) => door),
      ["closed", "closed", "open"],
    );
    assert.deepEqual(after.receiptPrinter.faults, ["paper-jam"]);
  });
});

describe("the sample codes", () => {
  it("are of each sort that the hall knows, and a stranger", () => {
    const patterns = JSON.parse(readFileSync(join(ROOT, "config", "catalogue", "codes.json"), "utf8")) as CodePattern[];
    assert.deepEqual(
      [...new Set(SAMPLE_CODES.map(({ text }) => resolveCode(text, patterns).type))],
      ["queue-ticket", "electronic-licence", "plain"],
    );
  });
});

describe("a hall that an earlier release made", () => {
  it("gets the devices of this one and keeps its PIN, its keys and its data", async () => {
    const top = mkdtempSync(join(tmpdir(), "zizhu-hall-files-"));
    const folders = hallFolders(top);
    try {
      mkdirSync(folders.kiosk, { recursive: true });
      writeFileSync(join(top, "credentials.json"), JSON.stringify({ technicianPin: "471108", adminPassword: "sample" }));
      writeFileSync(join(folders.kiosk, "settings.json"), JSON.stringify({ devices: [] }));
      writeFileSync(join(folders.kiosk, "kiosk.db"), "cases and blanks");
      const credentials = await makeHallFiles(folders, portsFrom(8_600), systemRandom);
      assert.equal(credentials.technicianPin, "471108");
      assert.match(credentials.secondPin, /^(?!471108)[0-9]{6}$/u);
      assert.equal(credentials.secondPin, (await makeHallFiles(folders, portsFrom(8_600), systemRandom)).secondPin);
      assert.equal(readFileSync(join(folders.kiosk, "kiosk.db"), "utf8"), "cases and blanks");
      const { devices } = JSON.parse(readFileSync(join(folders.kiosk, "settings.json"), "utf8")) as { devices: DeviceSettings[] };
      assert.deepEqual(
        devices.map(({ id }) => id),
        ["card-reader", "receipt-printer", "certificate-printer", "scanner", "board", "locker"],
      );
    } finally {
      rmSync(top, { recursive: true, force: true });
      rmSync(folders.sockets, { recursive: true, force: true });
    }
  });
});

describe("the dock's wire", () => {
  const ACTS: readonly DockAct[] = [
    { act: "cable", device: "board", pluggedIn: false },
    { act: "insert-card", card: "resident" },
    { act: "remove-card" },
    { act: "choose-clip", clip: "nobody" },
    { act: "show-code", code: "goods" },
    { act: "board", event: "person", on: true },
    { act: "locker-door", box: 1, door: "open" },
    { act: "receipt-fault", fault: "paper-jam", on: true },
    { act: "certificate-fault", fault: "media-jam", on: true },
    { act: "process", name: "hub", to: "stopped" },
  ];

  it("takes each act, and refuses what is none", async () => {
    const done: DockAct[] = [];
    const dock = {
      view: () => ({}) as DockView,
      act: async (act: DockAct) => void done.push(act),
      sheet: () => undefined,
      onChange: () => {},
    };
    const server = await serveDock(dock, tmpdir(), 0);
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/api/act`;
    const post = async (act: unknown) =>
      (await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(act) })).status;
    for (const act of ACTS) assert.equal(await post(act), 204, act.act);
    for (const act of [
      { act: "cable", device: "camera", pluggedIn: false },
      { act: "board", event: "fire", on: true },
      { act: "locker-door", box: 0, door: "open" },
      { act: "receipt-fault", fault: "unplugged", on: true },
      { act: "show-code" },
    ])
      assert.equal(await post(act), 400, JSON.stringify(act));
    server.closeAllConnections();
    server.close();
    assert.deepEqual(done, ACTS);
  });
});
