import type { Movement } from "../../runtime/demo/api.ts";
import type { Hardware } from "../../runtime/demo/hardware.ts";
import type { View } from "../../runtime/server/api.ts";
import type { Citizen } from "./citizen.ts";

const MOVEMENTS: Readonly<Record<string, Movement>> = {
  "turn-left": "turn-left",
  "turn-right": "turn-right",
  blink: "blink",
  "come-closer": "closer",
};

/** The person before the camera does what the screen asks of them, and does it again while it is still asked; somebody else, or a picture, does not. */
export function followsGuidance(citizen: Citizen, hardware: Hardware): void {
  const move = () => {
    const movement = askedFor(citizen.view);
    const { moving, movements } = hardware.view();
    if (movement && moving === null && movements.includes(movement)) void hardware.act({ act: "move", movement });
  };
  citizen.onView(move);
  hardware.onChange(move);
}

function askedFor(view: View | undefined): Movement | undefined {
  if (view?.screen.kind !== "identify-face" || view.screen.action === null) return undefined;
  return MOVEMENTS[view.screen.guidance];
}
