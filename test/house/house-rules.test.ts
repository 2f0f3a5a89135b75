import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOMS = ["base", "config", "device-drivers", "sync-agent", "runtime", "kiosk-ui", "test"] as const;
type Room = (typeof ROOMS)[number];

/** What each room may import; a page only types of the three wire files, and the words that need no machine. */
const MAY_IMPORT: Record<Room, readonly Room[]> = {
  base: [],
  config: ["base"],
  "device-drivers": ["base", "config"],
  "sync-agent": ["base", "config"],
  runtime: ["base", "config", "device-drivers", "sync-agent"],
  "kiosk-ui": [],
  test: ROOMS,
};
const WIRE_FILES = ["runtime/server/api.ts", "sync-agent/hub/api.ts", "runtime/demo/api.ts", "config/language.ts", "base/clock.ts"];
const WORDS = ["base/unreachable.ts", "base/plain-serial.ts", "config/documents/signature.ts", "config/documents/ink-curves.ts"];
const MAX_LINES = 300;

/** What every kind of device stands on; these may also name the kinds, to load them. */
const DEVICE_COMMON = ["host", "kinds", "transport", "contract", "trace", "cli"];
/** What some kinds share: folder → who uses it. */
const DEVICE_SHARED: Readonly<Record<string, readonly string[]>> = {
  escpos: ["receipt-printer", "ticket-printer"],
  camera: ["document-camera"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

// Tracked files and those about to be: what a clone would hold.
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(file));
const sources = files.filter((file) => file.endsWith(".ts") && ROOMS.includes(file.split("/")[0] as Room));

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?[^;"]*?from\s+"(\.[^"]+)";|^import\s+()"(\.[^"]+)";|import\("(\.[^"]+)"\)/gmsu),
  ];
  return found.map((match) => ({
    from: file,
    to: normalize(join(dirname(file), match[2] ?? match[4] ?? match[5] ?? "")),
    typeOnly: match[1] !== undefined,
  }));
}

const room = (file: string) => file.split("/")[0] as Room;
const imports = sources.flatMap(importsOf);
const production = imports.filter(({ from }) => room(from) !== "test");

describe("the house", () => {
  it("has imports to look at, and each leads to a file that is there", () => {
    assert.ok(imports.length > 100);
    assert.deepEqual(
      imports.filter(({ to }) => !existsSync(to)).map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  it("imports one way: base ← config ← device-drivers, sync-agent ← runtime", () => {
    const wrong = production.filter(
      ({ from, to }) => room(from) !== room(to) && !MAY_IMPORT[room(from)].includes(room(to)) && room(from) !== "kiosk-ui",
    );
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  it("gives the pages types of the wire, and nothing else", () => {
    const wrong = production.filter(
      ({ from, to, typeOnly }) =>
        room(from) === "kiosk-ui" && room(to) !== "kiosk-ui" && !(typeOnly && WIRE_FILES.includes(to)) && !WORDS.includes(to),
    );
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  it("keeps simulators and the dock out of a real kiosk", () => {
    const stagecraft = (file: string) => /simulator|sample-|\/sandbox\/|runtime\/demo\//u.test(file);
    const wrong = production.filter(
      ({ from, to, typeOnly }) => stagecraft(to) && !stagecraft(from) && !typeOnly && !from.startsWith("sync-agent/departments/"),
    );
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  it("keeps the kinds of devices apart: what two of them share stands in a folder of its own", () => {
    const folder = (file: string) => (file.startsWith("device-drivers/") ? (file.split("/")[1] ?? "") : "");
    const wrong = production.filter(({ from, to }) => {
      const [one, other] = [folder(from), folder(to)];
      if (one === "" || other === "" || one === other || DEVICE_COMMON.includes(other) || DEVICE_COMMON.includes(one)) return false;
      return !DEVICE_SHARED[other]?.includes(one);
    });
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from} → ${to}`),
      [],
    );
  });

  it("lets no file outgrow one purpose", () => {
    const long = sources.filter((file) => readFileSync(file, "utf8").split("\n").length > MAX_LINES + 1 && !file.startsWith("test/"));
    assert.deepEqual(long, []);
  });

  it("reads the machine's clock and randomness only where they are handed in", () => {
    const allowed = /^(base\/(clock|random|seal)\.ts|kiosk-ui\/|test\/)|\/main\.ts$|^runtime\/demo\//u;
    const wrong = sources.filter(
      (file) => !allowed.test(file) && /Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(/u.test(code(file)),
    );
    assert.deepEqual(wrong, []);
  });

  it("names no machine path and no package host", () => {
    const text = files.filter((file) => /\.(ts|mjs|cjs|json|md|html|sh)$/u.test(file) || file === ".ci/run");
    const wrong = text.filter(
      (file) =>
        /(^|[\s"'`(])\/(work|root|home)\/|registry\.npmjs|deb\.debian/mu.test(readFileSync(file, "utf8")) &&
        file !== "test/house/house-rules.test.ts",
    );
    assert.deepEqual(wrong, []);
  });
});

function code(file: string): string {
  return readFileSync(file, "utf8")
    .replace(/\/\*[\s\S]*?\*\//gu, "")
    .replace(/^\s*\/\/.*$/gmu, "");
}
