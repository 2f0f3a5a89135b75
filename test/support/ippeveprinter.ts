import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-ports.ts";

/** Debian's `ippeveprinter` (cups-ipp-utils): a foreign IPP printer that really spools and counts. */
export interface IppEvePrinter {
  readonly uri: string;
  /** Every PDF it took, kept under the printer's own file names. */
  readonly spool: string;
  /** PDFs "on paper": copies made by the engine when the last page is out, in the order of printing. */
  printed(): Buffer[];
  /** How many jobs the engine has begun; a file in the spool is not begun yet, and dies with the printer. */
  begun(): number;
  /** Sheets in the A4 tray; 0 makes it wait. */
  loadPaper(sheets: number): Promise<void>;
  /** The engine stands still before its next page until `release`. */
  hold(): void;
  release(): void;
  /** The engine jams before its next page, and says so, until `clearJam`. */
  jam(): void;
  clearJam(): void;
  /** The engine fails the next job. */
  failNextJob(): void;
  /** SIGKILL of the printer alone: an engine at work goes on. */
  kill(): Promise<void>;
  /** Starts the killed printer again on the same port. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** For setpriv(1): a test that is killed leaves nothing running behind. */
const WITH_US = ["--pdeathsig", "KILL"];

const NEEDED = {
  ippeveprinter: ["/usr/sbin/ippeveprinter", "/usr/bin/ippeveprinter"],
  "avahi-daemon": ["/usr/sbin/avahi-daemon"],
  "dbus-daemon": ["/usr/bin/dbus-daemon"],
  unshare: ["/usr/bin/unshare"],
  ip: ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"],
  pdfinfo: ["/usr/bin/pdfinfo"],
} as const;

/** Which programs are missing; empty when the printer can be started. */
export function missingPrograms(): string[] {
  return Object.entries(NEEDED)
    .filter(([, paths]) => !paths.some((path) => existsSync(path)))
    .map(([name]) => name);
}

/**
 * `a3`: with a second tray, of A3, and a third, of A4. The printer's own list of sizes ends at A4 and legal, so it is then told its attributes by a file.
 */
export async function startIppEvePrinter(options: { readonly a3?: boolean } = {}): Promise<IppEvePrinter> {
  const missing = missingPrograms();
  if (missing.length > 0) {
    throw new Error(`${missing.join(", ")} not found. Install: apt-get install cups-ipp-utils avahi-daemon dbus iproute2 poppler-utils`);
  }
  const folder = mkdtempSync(join(tmpdir(), "zizhu-ipp-"));
  const bus = await acquireDnsSd();
  try {
    const printer = new Printer(folder, await freePort(), bus, options.a3 ?? false);
    await printer.startAgain();
    await printer.loadPaper(250);
    return printer;
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    await releaseDnsSd();
    throw cause;
  }
}

class Printer implements IppEvePrinter {
  readonly uri: string;
  readonly spool: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #bus: string;
  readonly #a3: boolean;
  #process: ChildProcess | undefined;

  constructor(folder: string, port: number, bus: string, a3: boolean) {
    this.#folder = folder;
    this.#port = port;
    this.#bus = bus;
    this.#a3 = a3;
    this.uri = `ipp://localhost:${port}/ipp/print`;
    this.spool = join(folder, "spool");
    mkdirSync(this.spool);
    mkdirSync(join(folder, "printed"));
    mkdirSync(join(folder, "began"));
    writeFileSync(join(folder, "engine.sh"), engine(folder));
    chmodSync(join(folder, "engine.sh"), 0o755);
    writeFileSync(join(folder, "a3.conf"), A3_ATTRIBUTES);
  }

  printed(): Buffer[] {
    const out = join(this.#folder, "printed");
    return readdirSync(out)
      .sort()
      .map((name) => readFileSync(join(out, name)));
  }

  begun(): number {
    return readdirSync(join(this.#folder, "began")).length;
  }

  // The page of the printer's own web form. All size names must be given: without them it deletes its media for good.
  async loadPaper(sheets: number): Promise<void> {
    const form = `size1=iso_a4_210x297mm&type1=stationery&level1=${sheets}&size3=iso_dl_110x220mm&type3=envelope&level3=25`;
    const more = this.#a3 ? "&size4=iso_a3_297x420mm&type4=stationery&level4=250&size5=iso_a4_210x297mm&type5=stationery&level5=250" : "";
    const answer = await fetch(`http://localhost:${this.#port}/media?${form}${more}`);
    await answer.arrayBuffer();
  }

  hold(): void {
    writeFileSync(join(this.#folder, "hold"), "");
  }

  release(): void {
    rmSync(join(this.#folder, "hold"), { force: true });
  }

  jam(): void {
    writeFileSync(join(this.#folder, "jam"), "");
  }

  clearJam(): void {
    rmSync(join(this.#folder, "jam"), { force: true });
  }

  failNextJob(): void {
    writeFileSync(join(this.#folder, "fail"), "");
  }

  async kill(): Promise<void> {
    await stopProcess(this.#process, "SIGKILL");
    this.#process = undefined;
  }

  async startAgain(): Promise<void> {
    const attributes = this.#a3 ? ["-a", join(this.#folder, "a3.conf")] : ["-2", "-f", "application/pdf,image/pwg-raster"];
    const args = ["-r", "off", "-p", String(this.#port), "-n", "localhost", "-d", this.spool, "-k", ...attributes, "-vv"];
    const started = spawn("setpriv", [...WITH_US, "ippeveprinter", ...args, "-c", join(this.#folder, "engine.sh"), `Zizhu ${this.#port}`], {
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.#bus },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = started;
    await said(started, "ippeveprinter", /printer-uri-supported=/);
  }

  async stop(): Promise<void> {
    this.release();
    this.clearJam();
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
    await releaseDnsSd();
  }
}

// In the format of ipptool(1). What `-a` leaves out is missing: the printer then has no sources to load, and refuses every job attribute.
const A3_ATTRIBUTES = `
ATTR boolean color-supported false
ATTR integer copies-default 1
ATTR rangeOfInteger copies-supported 1-999
ATTR mimeMediaType document-format-default application/pdf
ATTR mimeMediaType document-format-supported application/pdf,image/pwg-raster
ATTR keyword media-default iso_a4_210x297mm
ATTR keyword media-supported iso_a4_210x297mm,iso_a3_297x420mm,iso_dl_110x220mm
ATTR keyword media-ready iso_a4_210x297mm,iso_a3_297x420mm
ATTR collection media-size-supported {MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700},{MEMBER integer x-dimension 29700 MEMBER integer y-dimension 42000}
ATTR octetString printer-input-tray "type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level=250;status=0;name=main;","type=sheetFeedAutoRemovableTray;mediafeed=42000;mediaxfeed=29700;maxcapacity=250;level=250;status=0;name=tray-2;","type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level=250;status=0;name=tray-3;"
ATTR collection media-col-ready {MEMBER collection media-size {MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700} MEMBER keyword media-source main MEMBER keyword media-type stationery},{MEMBER collection media-size {MEMBER integer x-dimension 29700 MEMBER integer y-dimension 42000} MEMBER keyword media-source tray-2 MEMBER keyword media-type stationery},{MEMBER collection media-size {MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700} MEMBER keyword media-source tray-3 MEMBER keyword media-type stationery}
ATTR keyword media-col-supported media-size,media-source,media-type
ATTR keyword media-source-supported auto,main,manual,by-pass-tray,tray-2,tray-3
ATTR keyword media-type-supported auto,envelope,stationery
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR keyword sides-default one-sided
ATTR keyword sides-supported one-sided,two-sided-long-edge,two-sided-short-edge
ATTR enum finishings-default 3
ATTR enum finishings-supported 3
ATTR enum orientation-requested-default 3
ATTR enum orientation-requested-supported 3
ATTR enum print-quality-default 4
ATTR enum print-quality-supported 4
ATTR keyword print-color-mode-default monochrome
ATTR keyword print-color-mode-supported monochrome
ATTR resolution printer-resolution-default 600dpi
ATTR resolution printer-resolution-supported 600dpi
`;

/** Prints page by page, as `pdfinfo` counts them; reports each to the printer on standard error, as its manual page says. */
function engine(folder: string): string {
  return `#!/bin/sh
cd '${folder}' || exit 1
if [ -e fail ]; then rm fail; exit 1; fi
pages=$(pdfinfo "$1" | awk '/^Pages:/ { print $2 }')
echo "ATTR: job-impressions=$pages" >&2
: > "began/$(date +%s%N)"
if [ -e jam ]; then
  echo "STATE: +media-jam-error" >&2
  while [ -e jam ]; do sleep 0.02; done
  echo "STATE: -media-jam-error" >&2
fi
page=1
while [ "$page" -le "$pages" ]; do
  while [ -e hold ]; do sleep 0.02; done
  echo "ATTR: job-impressions-completed=$page" >&2
  page=$((page + 1))
done
cp "$1" "printed/$(date +%s%N).pdf"
`;
}

// ippeveprinter 2.4 does not start without Avahi, and Avahi not without a system bus. Both are started once for all printers
// of this process, on a private bus, with a private /run and a private loopback, so that they disturb neither the machine's nor each
// other's: a second Avahi on the same loopback waits for minutes to register its name (measured).
let services: { readonly folder: string; readonly bus: string; readonly processes: ChildProcess[] } | undefined;
let users = 0;
let starting: Promise<string> | undefined;

async function acquireDnsSd(): Promise<string> {
  users += 1;
  starting ??= startDnsSd();
  try {
    return await starting;
  } catch (cause) {
    await releaseDnsSd();
    throw cause;
  }
}

async function releaseDnsSd(): Promise<void> {
  users -= 1;
  if (users > 0) return;
  const stopping = services;
  services = undefined;
  starting = undefined;
  for (const one of stopping?.processes.reverse() ?? []) await stopProcess(one, "SIGTERM");
  if (stopping) rmSync(stopping.folder, { recursive: true, force: true });
}

async function startDnsSd(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-bus-"));
  const bus = `unix:path=${join(folder, "bus")}`;
  services = { folder, bus, processes: [] };
  writeFileSync(join(folder, "bus.conf"), busConfig(bus));
  writeFileSync(join(folder, "avahi.conf"), AVAHI_CONFIG);
  const busArgs = ["dbus-daemon", `--config-file=${join(folder, "bus.conf")}`, "--nofork", "--nopidfile", "--print-address=1"];
  const dbus = spawn("setpriv", [...WITH_US, ...busArgs], { stdio: ["ignore", "pipe", "pipe"] });
  services.processes.push(dbus);
  await said(dbus, "dbus-daemon", /unix:path=/);
  const namespaces = [...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount", "--net"];
  const avahiCommand = `avahi-daemon -f '${join(folder, "avahi.conf")}' --no-drop-root --no-chroot --no-rlimits`;
  const run = `mount -t tmpfs none /run && ip link set lo up && exec setpriv ${WITH_US.join(" ")} ${avahiCommand}`;
  const avahi = spawn("unshare", [...namespaces, "sh", "-c", run], {
    env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: bus },
    stdio: ["ignore", "pipe", "pipe"],
  });
  services.processes.push(avahi);
  await said(avahi, "avahi-daemon", /Server startup complete/);
  return bus;
}

function busConfig(bus: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>${bus}</listen><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy></busconfig>
`;
}

const AVAHI_CONFIG = `[server]
host-name=zizhu-${process.pid}
allow-interfaces=lo
use-ipv6=no
[publish]
publish-workstation=no
`;

/** Waits for a line of output; an end of the process before that is an error that shows what it said. */
function said(child: ChildProcess, name: string, sign: RegExp): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (sign.test(output)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", (cause) => reject(new Error(`${name} cannot be started: ${cause.message}`)));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it was ready. It said:\n${output.slice(-2_000)}`)));
  });
}

async function stopProcess(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}
