import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInvalid } from "../../../base/checked.ts";
import { must } from "../../../base/result.ts";
import { checkSettings, loadSettings } from "../../../config/settings/load-settings.ts";
import type { Broken } from "../support/items.ts";

const reader = { id: "reader", kind: "id-card-reader", driver: "sam-a" };
const good = (): Broken => ({
  kiosk: { id: "k-001", hall: { "zh-CN": "示例市政务大厅", en: "Shili City Hall" }, region: "990101" },
  data: "data",
  sockets: "run",
  catalogue: "../catalogue",
  hub: { url: "https://hub.shili.example", publicKeys: "hub-keys.json" },
  devices: [{ ...reader }],
  face: { pass: 0.6, reject: 0.45, calibrationSha256: "a".repeat(64) },
  technicians: ["lin", "zhou"].map((id) => ({ id, name: "样张", pinHash: `${"0".repeat(32)}:${"1".repeat(64)}` })),
});

const BAD: readonly { it: string; break: (settings: Broken) => void; at: string; says: RegExp }[] = [
  { it: "an unknown key", break: (s) => (s.colour = 1), at: "", says: /colour/ },
  { it: "an unknown key inside", break: (s) => (s.session = { idleSeconds: 60 }), at: "/session", says: /idleSeconds/ },
  { it: "a missing hall", break: (s) => delete s.kiosk.hall, at: "/kiosk", says: /hall/ },
  { it: "a hall without a name", break: (s) => (s.kiosk.hall.en = " "), at: "/kiosk/hall", says: /each language/ },
  { it: "two devices with one id", break: (s) => s.devices.push(reader), at: "/devices/1/id", says: /reader/ },
  { it: "a kind of device that is not there", break: (s) => (s.devices[0].kind = "cash"), at: "/devices/0/kind", says: /receipt-printer/ },
  { it: "thresholds the wrong way round", break: (s) => (s.face.reject = 0.7), at: "/face/reject", says: /below pass/ },
  { it: "equal thresholds", break: (s) => (s.face.reject = 0.6), at: "/face/reject", says: /below pass/ },
  { it: "thresholds of unknown origin", break: (s) => delete s.face.calibrationSha256, at: "/face", says: /calibrationSha256/ },
  { it: "a port above the last", break: (s) => (s.server = { port: 70_000 }), at: "/server/port", says: /65535/ },
  { it: "a privileged port", break: (s) => (s.server = { port: 80 }), at: "/server/port", says: /1024/ },
  {
    it: "a countdown longer than the time it counts",
    break: (s) => (s.session = { idleMs: 20_000, countdownMs: 20_000 }),
    at: "/session/countdownMs",
    says: /shorter/,
  },
  { it: "a time that nobody can read in", break: (s) => (s.session = { idleMs: 100 }), at: "/session/idleMs", says: />= 10000/ },
  { it: "plain http across the network", break: (s) => (s.hub.url = "http://hub.shili.example"), at: "/hub/url", says: /https/ },
  { it: "an address that is none", break: (s) => (s.hub.url = "https://["), at: "/hub/url", says: /not an address/ },
  { it: "an identity service without its key", break: (s) => (s.identityService = {}), at: "/identityService", says: /publicKeys/ },
  { it: "a PIN in clear", break: (s) => (s.technicians[0].pinHash = "1234"), at: "/technicians/0/pinHash", says: /pattern/ },
  { it: "nobody who may open the console", break: (s) => (s.technicians = []), at: "/technicians", says: /fewer than 1/ },
  { it: "two technicians with one id", break: (s) => (s.technicians[1].id = "lin"), at: "/technicians/1/id", says: /lin/ },
  {
    it: "a technician's id that the journal could not hold",
    break: (s) => (s.technicians[0].id = "林师傅"),
    at: "/technicians/0/id",
    says: /pattern/,
  },
  {
    it: "a second person where there is only one, by default as well",
    break: (s) => s.technicians.pop(),
    at: "/blanks/secondPerson",
    says: /name another/,
  },
  {
    it: "a second person for what needs none",
    break: (s) => (s.blanks = { secondPerson: ["check"] }),
    at: "/blanks/secondPerson/0",
    says: /resolve/,
  },
  {
    it: "a film in place of a camera at a real kiosk",
    break: (s) => (s.camera = { source: "file", path: "f.mjpeg", fps: 10 }),
    at: "/camera/source",
    says: /production/,
  },
  { it: "a camera of no known source", break: (s) => (s.camera = { source: "rtsp" }), at: "/camera/source", says: /rtsp/ },
  {
    it: "a camera without a size",
    break: (s) => (s.camera = { source: "v4l2", path: "/dev/video0", fps: 10 }),
    at: "/camera",
    says: /width/,
  },
];

describe("the settings of a kiosk", () => {
  const folder = mkdtempSync(join(tmpdir(), "settings-"));
  after(() => rmSync(folder, { recursive: true }));
  const load = (settings: unknown) => {
    const file = join(folder, "settings.json");
    writeFileSync(file, typeof settings === "string" ? settings : JSON.stringify(settings));
    return loadSettings(file);
  };

  it("what is left out gets its default", () => {
    const settings = must(load(good()));
    assert.deepEqual(settings.session, { idleMs: 60_000, countdownMs: 15_000, seniorFactor: 2 });
    assert.deepEqual(
      [settings.server.port, settings.camera, settings.kiosk.production, settings.devices[0]?.options],
      [8_080, null, true, {}],
    );
    assert.deepEqual(settings.blanks.secondPerson, ["return-blanks", "resolve", "spoil"]);
  });

  it("a kiosk with one technician says that there is no second person", () => {
    const { technicians, ...rest } = good();
    assert.deepEqual(must(load({ ...rest, technicians: technicians.slice(0, 1), blanks: { secondPerson: [] } })).blanks.secondPerson, []);
  });

  it("paths are meant from the file's own folder", () => {
    const settings = must(load({ ...good(), camera: { source: "v4l2", path: "/dev/video0", width: 640, height: 480, fps: 15 } }));
    assert.deepEqual(
      [settings.data, settings.sockets, settings.catalogue, settings.hub.publicKeys, settings.camera],
      [
        join(folder, "data"),
        join(folder, "run"),
        join(folder, "../catalogue"),
        join(folder, "hub-keys.json"),
        { source: "v4l2", path: "/dev/video0", width: 640, height: 480, fps: 15 },
      ],
    );
  });

  it("a city without an identity service is one where it is not named; its key's file is meant from the settings' folder", () => {
    assert.equal(must(load(good())).identityService, null);
    const settings = must(load({ ...good(), identityService: { publicKeys: "identity-service.pem" } }));
    assert.deepEqual(settings.identityService, { publicKeys: join(folder, "identity-service.pem") });
  });

  it("a camera may have two eyes and a light", () => {
    const eye = { source: "file", path: "clip.mjpeg", fps: 12 };
    const camera = { source: "dual", rgb: eye, ir: eye, light: "face" };
    const settings = must(load({ ...good(), kiosk: { ...good().kiosk, production: false }, camera }));
    const found = { ...eye, path: join(folder, "clip.mjpeg") };
    assert.deepEqual(settings.camera, { source: "dual", rgb: found, ir: found, light: "face" });
    assert.equal(load({ ...good(), camera }).ok, false, "films are no cameras at a real kiosk");
    assert.equal(
      load({ ...good(), camera: { ...camera, ir: { source: "v4l2", path: "/dev/video1" } } }).ok,
      false,
      "an eye without its size",
    );
  });

  it("a camera may be a module behind a program, named by its whole path", () => {
    const camera = {
      source: "module",
      command: ["/opt/module/adapter", "--quiet"],
      sensors: { ir: true, depth: false },
      publicKey: "module.pem",
    };
    assert.deepEqual(must(load({ ...good(), camera })).camera, { ...camera, publicKey: join(folder, "module.pem") });
    const { publicKey: _key, ...withoutKey } = camera;
    assert.deepEqual(must(load({ ...good(), camera: withoutKey })).camera, withoutKey);
    const found = load({ ...good(), camera: { ...camera, command: ["adapter"] } });
    assert.ok(!found.ok && found.error.faults[0]?.at === "/camera/command/0", "a program that a search would find");
    assert.equal(load({ ...good(), camera: { ...camera, command: [] } }).ok, false);
  });

  for (const bad of BAD) {
    it(`${bad.it} is refused, by name`, () => {
      const settings = good();
      bad.break(settings);
      const checked = checkSettings(settings, "settings.json");
      assert.ok(!checked.ok);
      assert.ok(
        checked.error.faults.some((fault) => fault.at === bad.at && bad.says.test(fault.problem)),
        describeInvalid(checked.error),
      );
    });
  }

  it("a folder too deep for sockets is refused with what to do", () => {
    const loaded = load({ ...good(), sockets: `/${"x".repeat(90)}` });
    assert.ok(!loaded.ok && loaded.error.faults[0]?.at === "/sockets" && loaded.error.faults[0].problem.includes("/run/zizhu"));
  });

  it("a film is a camera where the kiosk says that it is not a real one", () => {
    const settings = good();
    settings.kiosk.production = false;
    settings.camera = { source: "file", path: "f.mjpeg", fps: 10 };
    assert.ok(load(settings).ok);
  });

  it("a demo may ask the system for a port, and talk to a hub on this machine without https", () => {
    assert.ok(load({ ...good(), server: { port: 0 }, hub: { url: "http://127.0.0.1:9000", publicKeys: "k" } }).ok);
  });

  it("a file that is not there, and one that is not JSON, are told apart", () => {
    const missing = loadSettings(join(folder, "none.json"));
    const broken = load("{ not json");
    assert.deepEqual([missing.ok || missing.error.kind, broken.ok || broken.error.kind], ["unreadable", "not-json"]);
  });
});
