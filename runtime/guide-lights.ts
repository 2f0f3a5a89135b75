import { type Clock, pause, type Timer } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { type Random, uuidv7 } from "../base/random.ts";
import type { Factor } from "../config/identity/factors.ts";
import { stepOf } from "../config/service-items/flow-enter.ts";
import type { Step } from "../config/service-items/item.ts";
import type { FlashRate } from "../device-drivers/kinds/auxiliaries.ts";
import type { Devices } from "./neighbours/devices.ts";
import type { Hold } from "./neighbours/hold.ts";
import type { State } from "./session/state.ts";

/**
 * The lights that guide a hand, as the settings of the board name them, and the one that falls on a face (`camera`, whose name at
 * the board stands with the camera's settings). A kiosk may lack any of them.
 */
export const GUIDE_LIGHTS = ["card-reader", "smart-card-reader", "scanner", "receipt-printer", "certificate-printer", "camera"] as const;
export type GuideLight = (typeof GUIDE_LIGHTS)[number];
export type Guidance = Readonly<Partial<Record<GuideLight, FlashRate>>>;

/** Twice what a good board needs at the worst; see the board's own reply time. */
const SET_WITHIN_MS = 1_500;
/** A board that did not do as it was told is left alone this long. */
const REST_MS = 5_000;
/** At the end of a session a good board is dark in a twentieth of this; nobody waits longer for a bad one. */
const DARK_WITHIN_MS = 300;

/** What waits for a hand flashes; where a sheet is about to come out, it is lit and still. Pure. */
export function guidanceIn(state: State, slotOf: (template: string) => GuideLight): Guidance {
  if (state.at === "ended") return state.cardLeft && !state.cleared ? { "card-reader": "quick" } : {};
  if (state.at !== "serving") return {};
  const lit: Partial<Record<GuideLight, FlashRate>> = {};
  for (const { template, outcome } of state.flow.facts.prints) if (outcome === "printed") lit[slotOf(template)] = "medium";
  for (const { document, state: print } of state.prints) {
    if (print === "printing") lit[slotOf(document)] = "continuous";
    if (print === "printed") lit[slotOf(document)] = "medium";
  }
  if (state.reprint.isUnderWay) lit["receipt-printer"] = "continuous";
  const { at } = state.flow.phase;
  const awaited =
    at === "retry" || at === "over" || state.doing === "asking-service" ? null : awaitedAt(stepOf(state.item, state.flow.step));
  // A light that flashes on a face spoils every second picture.
  if (awaited) lit[awaited] = awaited === "camera" ? "continuous" : "medium";
  return lit;
}

function awaitedAt(step: Step): GuideLight | null {
  if (step.kind === "identify") return LIGHT_OF[step.factor];
  return step.kind === "scan" ? "scanner" : null;
}

const LIGHT_OF: Readonly<Record<Factor, GuideLight>> = {
  "id-card": "card-reader",
  face: "camera",
  "remote-face": "camera",
  "social-security-card": "smart-card-reader",
  "electronic-licence": "scanner",
};

export interface GuideLightParts {
  readonly devices: Pick<Devices, "byKind" | "onChange">;
  readonly slotOf: (template: string) => GuideLight;
  /** Name of the camera's fill light at the board; undefined where it has none. */
  readonly fillLight: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Keeps the lights as the session needs them, one command at a time, on the session's own lease. A convenience: a board that is missing,
 * slow or broken is no fault of the session and holds nothing up.
 */
export class GuideLights {
  readonly #parts: GuideLightParts;
  #hold: Hold | undefined;
  #over = new AbortController();
  #wanted: Guidance = {};
  /** What this session has set; what it has not is as the board's status says. */
  #told = new Map<GuideLight, FlashRate>();
  #running: Promise<void> | undefined;
  #rest: Timer | undefined;

  constructor(parts: GuideLightParts) {
    this.#parts = parts;
    parts.devices.onChange(() => {
      // A board that comes back has switched all off; its new status says so.
      if (parts.devices.byKind("auxiliaries")?.state !== "online") this.#told.clear();
      this.#go();
    });
  }

  /** The session has its lease. */
  begin(hold: Hold): void {
    this.#hold = hold;
    this.#over = new AbortController();
    this.#told.clear();
    this.#go();
  }

  look(state: State): void {
    this.#wanted = guidanceIn(state, this.#parts.slotOf);
    this.#go();
  }

  /** Before the lease is given back: all off, if the board does that at once. */
  async end(hold: Hold): Promise<void> {
    if (this.#hold !== hold) return;
    this.#wanted = {};
    this.#go();
    const dark = new AbortController();
    void this.#settled().then(() => dark.abort());
    await pause(this.#parts.clock, DARK_WITHIN_MS, dark.signal);
    this.#hold = undefined;
    this.#over.abort();
  }

  async #settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #go(): void {
    const hold = this.#hold;
    if (!hold || this.#running || this.#rest) return;
    const next = this.#next();
    if (!next) return;
    this.#running = this.#set(hold, next.light, next.rate).then(() => {
      this.#running = undefined;
      this.#go();
    });
  }

  #next(): { readonly light: GuideLight; readonly rate: FlashRate } | undefined {
    const board = this.#parts.devices.byKind("auxiliaries");
    if (board?.state !== "online") return undefined;
    for (const light of GUIDE_LIGHTS) {
      const now = this.#told.get(light) ?? board.sensors[`light.${this.#nameOf(light)}`];
      const rate = this.#wanted[light] ?? "off";
      if (now !== undefined && now !== rate) return { light, rate };
    }
    return undefined;
  }

  #nameOf(light: GuideLight): string | undefined {
    return light === "camera" ? this.#parts.fillLight : light;
  }

  async #set(hold: Hold, light: GuideLight, rate: FlashRate): Promise<void> {
    const { clock, random, log } = this.#parts;
    const call = { key: uuidv7(clock.now(), random), withinMs: SET_WITHIN_MS, signal: this.#over.signal };
    const set = await hold.execute("auxiliaries", "set-light", { light: this.#nameOf(light) ?? light, rate }, call);
    if (hold !== this.#hold) return;
    if (set.ok) {
      this.#told.set(light, rate);
      return;
    }
    log.warn("light.not-set", { light, rate, code: set.error.code });
    this.#told.delete(light);
    this.#rest = clock.after(REST_MS, () => {
      this.#rest = undefined;
      this.#go();
    });
  }
}
