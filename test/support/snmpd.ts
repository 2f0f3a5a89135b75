import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DETECTED_ERRORS, MARKER_LIFE_COUNT } from "../../device-drivers/certificate-printer/marker-values.ts";
import { freePort } from "./free-ports.ts";

/** Debian's `snmpd`: a foreign agent that tells a page counter and a printer's errors, as scripts give them. */
export interface PrinterAgent {
  readonly port: number;
  /** A shell command whose output is the count of pages. */
  countBy(command: string): void;
  /** Bytes of hrPrinterDetectedErrorState in hex: `40` is no paper, `04` a jam. */
  setErrors(hex: string): void;
  stop(): Promise<void>;
}

const SNMPD = "/usr/sbin/snmpd";

export async function startPrinterAgent(): Promise<PrinterAgent> {
  if (!existsSync(SNMPD)) throw new Error("snmpd not found. Install: apt-get install snmpd");
  const folder = mkdtempSync(join(tmpdir(), "zizhu-snmp-"));
  const port = await freePort();
  const count = join(folder, "count.sh");
  const errors = join(folder, "errors.sh");
  // snmpd.conf(5) `pass_persist`: the script is asked on standard input. With plain `pass` an answer is kept for 30 s (measured).
  const script = (values: string, type: string) => `while read -r verb; do case "$verb" in
PING) echo PONG ;;
get) read -r oid; printf '%s\\n${type}\\n%s\\n' "$oid" "$(sh '${values}')" ;;
*) read -r rest; echo NONE ;;
esac; done
`;
  const agent: PrinterAgent = {
    port,
    countBy: (command) => writeFileSync(count, command),
    setErrors: (hex) => writeFileSync(errors, `echo '${hex}'`),
    async stop() {
      await stopProcess(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  writeFileSync(join(folder, "counter.sh"), script(count, "counter"));
  writeFileSync(join(folder, "octets.sh"), script(errors, "octet"));
  agent.countBy("echo 0");
  agent.setErrors("00");
  const conf = [
    `agentaddress udp:127.0.0.1:${port}`,
    "rocommunity public 127.0.0.1",
    `pass_persist .${MARKER_LIFE_COUNT} /bin/sh ${join(folder, "counter.sh")}`,
    `pass_persist .${DETECTED_ERRORS} /bin/sh ${join(folder, "octets.sh")}`,
  ].join("\n");
  writeFileSync(join(folder, "snmpd.conf"), conf);
  // It ends with us, however we end; and loads nothing of the machine it runs on.
  const args = ["--pdeathsig", "KILL", SNMPD, "-f", "-C", "-c", join(folder, "snmpd.conf"), "-Lo", "-I", "pass_persist,override"];
  const child = spawn("setpriv", args, { env: { PATH: "/usr/bin:/bin", SNMP_PERSISTENT_DIR: folder, MIBS: "" } });
  await ready(child);
  return agent;
}

function ready(child: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (/NET-SNMP version/.test(said)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`snmpd ended with ${code} before it was ready. It said:\n${said.slice(-2_000)}`)));
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
