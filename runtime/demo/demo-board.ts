import type { Clock } from "../../base/clock.ts";
import type { BoardSettings } from "../../device-drivers/auxiliaries/board-settings.ts";
import { BoardSimulator } from "../../device-drivers/auxiliaries/simulator.ts";
import type { BoardEvent, DockView } from "./api.ts";

/** What is wired to which terminal of the demonstration's board. */
export const BOARD_WIRING: Pick<BoardSettings, "inputs" | "lights"> = {
  inputs: [
    { means: "proximity", input: 0, activeIs: 1 },
    // A door contact is closed by the closed door, so that a cut wire looks like an open door.
    { means: "door-open", input: 1, activeIs: 0 },
    { means: "ups-on-battery", input: 2, activeIs: 1 },
    { means: "ups-low", input: 3, activeIs: 1 },
  ],
  lights: { "card-reader": 0, "receipt-printer": 1, "certificate-printer": 2, scanner: 3, face: 4 },
};

const EVENTS: Readonly<Record<BoardEvent, BoardSettings["inputs"][number]["means"]>> = {
  person: "proximity",
  "cabinet-door": "door-open",
  "mains-failed": "ups-on-battery",
  "battery-low": "ups-low",
};

/** The board behind the demonstration kiosk, with what happens around it. */
export class DemoBoard {
  readonly simulator: BoardSimulator;
  readonly #now = new Set<BoardEvent>();

  constructor(clock: Clock, changed: () => void) {
    this.simulator = new BoardSimulator(clock);
    this.simulator.onActed(({ is }) => {
      if (is === "write-coil" || is === "write-coils") changed();
    });
    for (const event of Object.keys(EVENTS) as BoardEvent[]) this.set(event, false);
  }

  set(event: BoardEvent, on: boolean): void {
    if (on) this.#now.add(event);
    else this.#now.delete(event);
    const wired = BOARD_WIRING.inputs.find(({ means }) => means === EVENTS[event]);
    if (wired) this.simulator.setInput(wired.input, on === (wired.activeIs === 1));
  }

  view(): DockView["board"] {
    const lit = Object.entries(BOARD_WIRING.lights).filter(([, coil]) => this.simulator.isOn(coil));
    return { now: [...this.#now], lit: lit.map(([name]) => name) };
  }
}
