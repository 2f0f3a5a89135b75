import type { Client } from "../../../base/rpc.ts";
import type { EXIT } from "../../../device-drivers/cli/exit-codes.ts";
import type { FaceEngineContract, FaceMeasure } from "../api.ts";
import { adviseOn } from "./advice.ts";
import type { Desk } from "./desk.ts";
import { adviceInWords, measureInWords } from "./words.ts";

const WATCH = "zizhu-face-calibrate";
/** A technician reads two lines a second. */
const LINE_EVERY_MS = 500;
/** A longer pause between two measures is a pause, not time spent looking. */
const LONGEST_STEP_MS = 1_000;

/** `zizhu face calibrate`: measures until so many seconds of a face were seen or Ctrl-C, then says what to change. `failed`: something is to be changed. */
export async function calibrate(desk: Desk, client: Client<FaceEngineContract>, seconds: number): Promise<keyof typeof EXIT> {
  const { terminal, say, json, stop } = desk;
  const enough = new AbortController();
  const measures: FaceMeasure[] = [];
  const lines = new Lines(desk);
  const looked = new LookedFor(desk);
  client.on("face.measured", ({ watch, measure }) => {
    if (watch !== WATCH || enough.signal.aborted) return;
    measures.push(measure);
    lines.show(measure);
    if (looked.add(measure) >= seconds * 1_000) enough.abort();
  });
  terminal.note(say("calibrate.started", { seconds }));
  const asked = await client.call("face.measure", { watch: WATCH }, AbortSignal.any([stop, enough.signal]));
  const isEnded = stop.aborted || enough.signal.aborted;
  if (!isEnded && !asked.ok) {
    terminal.note(say("lost", { what: asked.error.code }));
    return "unavailable";
  }
  if (!isEnded && asked.ok && !asked.value.ok) {
    const isBusy = asked.value.error === "face.busy";
    terminal.note(say(isBusy ? "calibrate.busy" : "calibrate.no-camera"));
    return isBusy ? "busy" : "unavailable";
  }
  const advice = adviseOn(measures);
  if (json) terminal.out(JSON.stringify(advice));
  else for (const line of adviceInWords(advice, say)) terminal.out(line);
  return advice.needsWork ? "failed" : "ok";
}

/** The live lines. */
class Lines {
  readonly #desk: Desk;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  show(measure: FaceMeasure): void {
    const { terminal, clock, json, say } = this.#desk;
    if (json) {
      terminal.out(JSON.stringify(measure));
      return;
    }
    const now = clock.monotonic();
    if (now < this.#nextAt) return;
    this.#nextAt = now + LINE_EVERY_MS;
    terminal.out(measureInWords(measure, say));
  }
}

/** How long one face was before the camera, in ms. */
class LookedFor {
  readonly #desk: Desk;
  #lastAt: number | undefined;
  #ms = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  add({ faces }: FaceMeasure): number {
    const now = this.#desk.clock.monotonic();
    if (faces === 1 && this.#lastAt !== undefined) this.#ms += Math.min(now - this.#lastAt, LONGEST_STEP_MS);
    this.#lastAt = now;
    return this.#ms;
  }
}
