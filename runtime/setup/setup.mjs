// Runs before `npm start` and `npm test`, under whatever Node the machine has: brings in what the command needs, or says in one line what to do.
// Plain JavaScript on purpose: the Node that can run our TypeScript is one of the things installed here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const OLDEST_NODE = [20, 17];

/** Debian packages that the tests drive for real: package → a file that it brings. */
const DEBIAN = {
  chromium: "/usr/bin/chromium",
  socat: "/usr/bin/socat",
  "cups-ipp-utils": "/usr/sbin/ippeveprinter",
  "avahi-daemon": "/usr/sbin/avahi-daemon",
  dbus: "/usr/bin/dbus-daemon",
  "poppler-utils": "/usr/bin/pdftoppm",
  "mupdf-tools": "/usr/bin/mutool",
  "zbar-tools": "/usr/bin/zbarimg",
  ffmpeg: "/usr/bin/ffmpeg",
  "espeak-ng": "/usr/bin/espeak-ng",
  "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
  pcscd: "/usr/sbin/pcscd",
  "vsmartcard-vpcd": "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
  iproute2: "/usr/sbin/ip",
  snmpd: "/usr/sbin/snmpd",
  // The package `smartcard` is compiled with these when it is installed.
  "libpcsclite-dev": "/usr/include/PCSC/winscard.h",
  spin: "/usr/bin/spin",
  gcc: "/usr/bin/gcc",
  "g++": "/usr/bin/g++",
  make: "/usr/bin/make",
  python3: "/usr/bin/python3",
};

const TO_COMPILE_SMARTCARD = ["libpcsclite-dev", "g++", "make", "python3"];

function stop(line) {
  console.error(`zizhu: ${line}`);
  process.exit(1);
}

function run(what, command, args) {
  console.log(`zizhu: ${what}`);
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (done.error) stop(`${command} could not be started (${done.error.message})`);
  if (done.status !== 0) stop(`"${[command, ...args].join(" ")}" failed; its own lines above say why`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    stop(`Node ${process.versions.node} is too old to install with; install Node ${OLDEST_NODE.join(".")} or later and run this again`);
  }
}

// The marker holds the hash of the lock file that was installed, so a pull that changes it installs again and nothing else does,
// but for `smartcard`: it is optional, npm leaves it out where it cannot be compiled, and once it can be, that is tried, one time.
// Not `npm ci`: it refuses a lock file that lacks the binaries of other platforms, which a registry need not carry. `install` takes the
// locked versions too, and finds what this platform needs.
function installPackages() {
  const modules = join(root, "node_modules");
  const marker = join(modules, ".zizhu-installed");
  const want = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const wantCompiled = `${want} smartcard`;
  const installed = existsSync(marker) ? readFileSync(marker, "utf8") : "";
  const canCompile = TO_COMPILE_SMARTCARD.every((name) => existsSync(DEBIAN[name]));
  const isCompiled = existsSync(join(modules, "smartcard", "build", "Release", "smartcard_napi.node"));
  if (installed === wantCompiled || (installed === want && (isCompiled || !canCompile))) return;
  const npm = process.env.npm_execpath;
  const args = ["install", "--no-save", "--no-fund", "--no-audit", "--loglevel=error"];
  if (npm)
    run("installing packages (the first time takes a minute or two)", process.env.npm_node_execpath ?? process.execPath, [npm, ...args]);
  else run("installing packages (the first time takes a minute or two)", "npm", args);
  writeFileSync(marker, canCompile ? wantCompiled : want);
}

function newestIn(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return newest;
}

function buildPages() {
  const marker = join(root, "build", "ui", ".built");
  const sources = Math.max(newestIn(join(root, "kiosk-ui")), statSync(join(root, "package-lock.json")).mtimeMs);
  if (existsSync(marker) && statSync(marker).mtimeMs > sources) return;
  const bin = join(root, "node_modules", ".bin");
  run("building the pages", join(bin, "node"), [
    join(root, "node_modules", "vite", "bin", "vite.js"),
    "build",
    "-c",
    "kiosk-ui/vite.config.ts",
    "--logLevel",
    "warn",
  ]);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, "");
}

// A help, not a need: without a synthesiser the pages are silent, and offer no button for the sound.
function renderVoice() {
  const index = join(root, "build", "ui", "voice", "index.json");
  const sources = Math.max(newestIn(join(root, "kiosk-ui", "texts")), newestIn(join(root, "kiosk-ui", "citizen", "voice")));
  if (existsSync(index) && statSync(index).mtimeMs > sources) return;
  const missing = ["espeak-ng", "ffmpeg"].filter((name) => !existsSync(DEBIAN[name]));
  if (missing.length > 0)
    return console.log(`zizhu: no spoken guidance: install ${missing.join(" and ")} (apt-get install) to have it made`);
  run("making the spoken guidance", join(root, "node_modules", ".bin", "node"), [
    "--disable-warning=ExperimentalWarning",
    "kiosk-ui/citizen/voice/render-voice.ts",
    "build/ui/voice",
  ]);
}

function installDebianPackages() {
  const missing = Object.entries(DEBIAN)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const byHand = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (!existsSync("/usr/bin/apt-get")) stop(`the tests need these programs, and this is no Debian: ${missing.join(", ")}`);
  if (process.getuid?.() !== 0) stop(`the tests need Debian packages that are missing; run: sudo ${byHand}`);
  process.env.DEBIAN_FRONTEND = "noninteractive";
  run("reading Debian's package lists", "apt-get", ["update", "-q"]);
  run(`installing ${missing.join(", ")}`, "apt-get", ["install", "-y", "-q", "--no-install-recommends", ...missing]);
}

const verb = process.argv[2];
checkNode();
// First, because packages that are compiled find here what they need.
if (verb === "test") installDebianPackages();
installPackages();
buildPages();
renderVoice();
