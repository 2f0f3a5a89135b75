import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { run } from "../../../device-drivers/cli/run.ts";
import { Terminal } from "../../../device-drivers/cli/terminal.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { serveHost } from "../../../device-drivers/host/serve-host.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";

/** One `zizhu …` under way. */
export interface Running {
  readonly code: Promise<number>;
  out(): string;
  notes(): string;
  /** Resolves once this was said, to either side. */
  said(what: string): Promise<void>;
  type(line: string): void;
  interrupt(): void;
}

/** A kiosk's folder with its settings, a reader on the network, and a shell. */
export class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), "zz-cli-"));
  readonly simulator = new SamSimulator(systemClock);
  #server: { port: number; close(): Promise<void> } | undefined;
  #closing: (() => Promise<unknown>)[] = [];

  static async open(): Promise<Shell> {
    const shell = new Shell();
    shell.#server = await shell.simulator.listen(0);
    shell.settings([shell.reader()]);
    for (const name of ["run", "data"]) mkdirSync(join(shell.folder, name));
    return shell;
  }

  reader(): DeviceSettings {
    const transport = { kind: "tcp", host: "127.0.0.1", port: this.#server?.port };
    return { id: "reader", kind: "id-card-reader", driver: "sam", options: { transport } };
  }

  get settingsFile(): string {
    return join(this.folder, "settings.json");
  }

  settings(devices: readonly unknown[]): void {
    const settings = {
      kiosk: { id: "K1", hall: { "zh-CN": "示例市样张大厅", en: "Specimen Hall" }, region: "990101" },
      ...{ data: "data", sockets: "run", catalogue: "catalogue", hub: { url: "http://127.0.0.1:1", publicKeys: "keys" }, devices },
      face: { pass: 0.6, reject: 0.4, calibrationSha256: "0".repeat(64) },
      technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"0".repeat(32)}:${"0".repeat(64)}` })),
    };
    writeFileSync(this.settingsFile, JSON.stringify(settings));
  }

  /** A device-host that runs, as its process would. */
  async startHost(): Promise<DeviceHost> {
    const host = new DeviceHost({
      ...{ devices: [this.reader()], clock: systemClock, random: systemRandom, log: silentLog },
      counts: { load: () => ({}), save: () => undefined },
    });
    await host.start();
    const served = await serveHost(host, join(this.folder, "run", "device-host.sock"), silentLog);
    this.#closing.push(() => host.close().then(() => served.close()));
    return host;
  }

  zizhu(...typed: string[]): Running {
    const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const stop = new AbortController();
    let [out, notes] = ["", ""];
    const listeners = new Set<() => void>();
    const heard = () => {
      for (const listener of listeners) listener();
    };
    output.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      heard();
    });
    errors.setEncoding("utf8").on("data", (text: string) => {
      notes += text;
      heard();
    });
    const code = run({
      typed: ["--settings", this.settingsFile, ...typed],
      environment: { LANG: "en_GB.UTF-8" },
      terminal: new Terminal({ input, output, errors }),
      ...{ clock: systemClock, random: systemRandom, stop: stop.signal },
    });
    // Gives what was written a turn to arrive.
    const ended = code.then((exit) => new Promise<number>((resolve) => setImmediate(() => resolve(exit))));
    this.#closing.push(() => {
      stop.abort();
      return ended;
    });
    return {
      code: ended,
      out: () => out,
      notes: () => notes,
      said: (what) =>
        new Promise((resolve) => {
          const look = () => {
            if (!(out + notes).includes(what)) return;
            listeners.delete(look);
            resolve();
          };
          listeners.add(look);
          look();
        }),
      type: (line) => void input.write(`${line}\n`),
      interrupt: () => stop.abort("SIGINT"),
    };
  }

  async close(): Promise<void> {
    for (const close of this.#closing.reverse()) await close();
    await this.#server?.close();
    rmSync(this.folder, { recursive: true });
  }
}
