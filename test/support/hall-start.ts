import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { pause, systemClock } from "../../base/clock.ts";
import { type Hall, lastWords } from "../../runtime/demo/hall.ts";

/** A process that falls so often at the start, and says nothing of its settings, will never be up. */
const MANY_FALLS = 4;

/** Whether the processes came up, and whether one of them ever says that it cannot. */
export class HallStart {
  readonly #hall: Hall;
  /** Rejects when a process says, now or later, that it cannot start as it is set up. Never resolves. */
  readonly refused: Promise<never>;
  #isOver = false;

  constructor(hall: Hall) {
    this.#hall = hall;
    this.refused = new Promise((_, reject) => {
      const look = () => {
        const why = this.#complaint();
        if (why) reject(new Error(why));
      };
      hall.supervisor.onChange(look);
      look();
    });
    this.refused.catch(() => undefined);
  }

  /** Resolves when every process listens. */
  async allListen(): Promise<void> {
    await Promise.race([this.#listening(), this.refused]);
    this.#isOver = true;
  }

  #complaint(): string | undefined {
    const { supervisor, folders } = this.#hall;
    for (const { name, state, restarts } of supervisor.report()) {
      const isFalling = restarts >= MANY_FALLS && !this.#isOver;
      if (state === "refused") return lastWords(folders, name) || `${name} cannot start, and says no word of why`;
      if (isFalling) return `${name} falls again and again at the start; its last words: ${lastWords(folders, name)}`;
    }
    return undefined;
  }

  async #listening(): Promise<void> {
    const { folders, ports, supervisor } = this.#hall;
    const isAlive = () => supervisor.report().some(({ pid }) => pid > 0);
    for (const name of ["sync-agent", "device-host", "face-engine"]) {
      while (!existsSync(join(folders.sockets, `${name}.sock`)) && isAlive()) await pause(systemClock, 20);
    }
    for (const port of [ports.socialInsurance, ports.identity, ports.hub, ports.kiosk]) {
      while (!(await answers(port)) && isAlive()) await pause(systemClock, 20);
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
