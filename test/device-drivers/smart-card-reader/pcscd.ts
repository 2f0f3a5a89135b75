import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { driverProcesses, type StartDriverProcess } from "../../../device-drivers/host/isolated/driver-process.ts";
import { DRIVER_MAIN } from "../../../device-drivers/host/slot.ts";
import { VpcdSlot } from "../../../device-drivers/smart-card-reader/simulator/vpcd-slot.ts";

/** Readers of the vpcd driver, as pcscd names them; a card can be laid into the first. */
export const VIRTUAL_READERS = ["Virtual PCD 00 00", "Virtual PCD 00 01"] as const;

/**
 * Runs as the first process of namespaces of its own, so that nothing is shared with another pcscd or another test run:
 * /run (pcscd's socket has a fixed name), the network (vpcd listens on every address at a fixed port), processes (all end with
 * this one). It reads orders from the test and ends with it, however that ends: its input is closed then.
 */
const STAGE = `
set -eu
dir=$1
mkdir -p "$dir/run/pcscd" "$dir/readers"
mount --bind "$dir/run" /run
ip link set lo up
# vpcd sends each message in two small writes, and the second waits for the acknowledgement of the first: 40 ms unless it comes at once.
ip route replace local 127.0.0.0/8 dev lo table local quickack 1
cat > "$dir/readers/vpcd" <<X
FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so
CHANNELID 0x8C7B
X
socat "UNIX-LISTEN:$dir/slot,fork" TCP:127.0.0.1:35963,retry=100,interval=0.05 2>> "$dir/log" &
while read -r order; do
  case $order in
    start)
      rm -f /run/pcscd/*
      pcscd --foreground --info --config "$dir/readers" >> "$dir/log" 2>&1 &
      pcscd=$!
      until [ -S /run/pcscd/pcscd.comm ] && grep -q 'daemon ready' "$dir/log"; do sleep 0.02; done ;;
    kill) kill -9 $pcscd; wait $pcscd 2> /dev/null || true; : > "$dir/log" ;;
    freeze) kill -STOP $pcscd ;;
  esac
  echo "$order"
done
`;

/** A pcscd of our own with the vpcd driver in it. */
export interface Pcscd {
  /** Starts drivers in processes of their own whose PC/SC library finds this pcscd and no other. */
  readonly startDriver: StartDriverProcess;
  readonly slot: VpcdSlot;
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: it neither answers nor ends. */
  freeze(): Promise<void>;
  close(): Promise<void>;
}

export function stagePcscd(): Pcscd {
  const dir = mkdtempSync(join(tmpdir(), "zizhu-pcscd-"));
  const asRoot = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  const stage = spawn("unshare", ["--mount", "--net", "--pid", "--fork", "--kill-child", ...asRoot, "sh", "-c", STAGE, "stage", dir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: stage.stdout });
  const order = (what: string) =>
    new Promise<void>((resolve, reject) => {
      const ended = () => reject(new Error(`pcscd's stage ended at "${what}":\n${log(dir)}`));
      stage.once("exit", ended);
      lines.once("line", () => {
        stage.off("exit", ended);
        resolve();
      });
      stage.stdin.write(`${what}\n`);
    });
  const slot = new VpcdSlot({ path: join(dir, "slot") });
  return {
    slot,
    startDriver: driverProcesses(driverMain(dir)),
    start: () => order("start"),
    kill: () => order("kill"),
    freeze: () => order("freeze"),
    async close() {
      slot.take();
      const gone = ended(stage);
      stage.stdin.end();
      await gone;
      rmSync(dir, { recursive: true });
    },
  };
}

/** The host's own program for a driver, told where pcscd's socket is: libpcsclite asks the environment. */
function driverMain(dir: string): string {
  const script = join(dir, "driver-main.mjs");
  const socket = JSON.stringify(join(dir, "run", "pcscd", "pcscd.comm"));
  writeFileSync(
    script,
    `process.env.PCSCLITE_CSOCK_NAME = ${socket};\nawait import(${JSON.stringify(pathToFileURL(DRIVER_MAIN).href)});\n`,
  );
  return script;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

function log(dir: string): string {
  try {
    return readFileSync(join(dir, "log"), "utf8");
  } catch {
    return "(no log)";
  }
}
