import { unreachable } from "../../base/unreachable.ts";
import { type BoardSettings, type InputSettings, sensorName, UPS } from "./board-settings.ts";

/** Where a board's inputs begin and how many are read at once; undefined when none is wired. */
export function spanOf(addresses: readonly number[]): { readonly at: number; readonly count: number } | undefined {
  if (addresses.length === 0) return undefined;
  const at = Math.min(...addresses);
  return { at, count: Math.max(...addresses) - at + 1 };
}

/**
 * Sensors in the words of XFS: proximity `present | notPresent`, door `open | closed`, UPS `ok | engaged | low`; a call
 * button `pressed | notPressed`. `isActive` is undefined while the board is not understood: all are unknown then.
 */
export function sensorsOf(
  inputs: BoardSettings["inputs"],
  isActive: ((input: InputSettings) => boolean) | undefined,
): Readonly<Record<string, string>> {
  const sensors: Record<string, string> = {};
  for (const input of inputs) {
    const name = sensorName(input);
    const word = isActive ? wordFor(input, isActive(input)) : "unknown";
    // Both inputs speak for the UPS, and the worse one is heard.
    if (name !== UPS || worth(word) >= worth(sensors[name])) sensors[name] = word;
  }
  return sensors;
}

function wordFor({ means }: InputSettings, isActive: boolean): string {
  switch (means) {
    case "proximity":
      return isActive ? "present" : "notPresent";
    case "door-open":
      return isActive ? "open" : "closed";
    case "operator-call":
      return isActive ? "pressed" : "notPressed";
    case "ups-on-battery":
      return isActive ? "engaged" : "ok";
    case "ups-low":
      return isActive ? "low" : "ok";
    default:
      return unreachable(means);
  }
}

function worth(word: string | undefined): number {
  return ["unknown", "ok", "engaged", "low"].indexOf(word ?? "");
}
