import { say, sayIfKnown } from "../texts/texts.ts";

export type Sensors = Readonly<Record<string, string>>;

/** What sensors say, each in its own line: known ones in words, others as the device calls them; a locker's boxes taken together. */
export function sensorWords(sensors: Sensors): { readonly name: string; readonly words: string; readonly isAlert: boolean }[] {
  const boxes = Object.entries(sensors).filter(([name]) => isBox(name));
  const others = Object.entries(sensors).filter(([name]) => !isBox(name));
  const lines = others.map(([name, value]) => ({
    name: nameOf(name),
    words: sayIfKnown(`sensor-value.${value}`) ?? value,
    isAlert: ALERTS.has(value),
  }));
  return boxes.length === 0 ? lines : [...lines, boxLine(boxes)];
}

// What a lamp was told to do stands among the sensors, as `light.<name>`.
function nameOf(name: string): string {
  if (!name.startsWith("light.")) return sayIfKnown(`sensor.${name}`) ?? name;
  const light = name.slice("light.".length);
  return say("sensor.light", { name: sayIfKnown(`light.${light}`) ?? light });
}

// A kiosk's sensors have names; only a locker's boxes have numbers.
function isBox(name: string): boolean {
  return /^\d+$/.test(name);
}

function boxLine(boxes: readonly [string, string][]): { name: string; words: string; isAlert: boolean } {
  const which = (wanted: string) => boxes.filter(([, value]) => value === wanted).map(([name]) => name);
  const [open, closed] = [which("open"), which("closed")];
  const others = boxes.filter(([, value]) => value !== "open" && value !== "closed").map(([name]) => name);
  const parts = [
    open.length > 0 ? say("sensor.boxes.open", { boxes: open.join(", ") }) : "",
    others.length > 0 ? say("sensor.boxes.unknown", { boxes: others.join(", ") }) : "",
    closed.length === boxes.length ? say("sensor.boxes.closed") : "",
  ];
  return { name: say("sensor.boxes", { count: boxes.length }), words: parts.filter(Boolean).join(" · "), isAlert: open.length > 0 };
}

/** What a technician should look at first. */
const ALERTS: ReadonlySet<string> = new Set(["open", "tampered", "low", "engaged", "battery", "pressed", "failed"]);
