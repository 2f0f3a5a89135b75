import { InkRecorder, MAX_POINTS_HELD } from "../../../device-drivers/signature-pad/ink-recorder.ts";
import { decodePen, encodePen } from "../../../device-drivers/signature-pad/pen-report.ts";
import { PROFILE_NAMES, PROFILES } from "../../../device-drivers/signature-pad/profiles.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

export const fuzzTargets: readonly FuzzTarget[] = PROFILE_NAMES.map((name) => {
  const profile = PROFILES[name];
  const pen = { x: 10, y: 10, pressure: 0.5 };
  return {
    name: `signature-pad reports of ${name}`,
    seeds: [true, false].map((isDown) => encodePen({ ...pen, isDown }, profile)),
    make() {
      const ink = new InkRecorder(profile, false);
      let at = 0;
      return {
        push(bytes) {
          at += 5;
          const report = decodePen(bytes, profile);
          if (report.ok) ink.take(report.value, at);
        },
        held: () => ink.pointsHeld,
      };
    },
    mostHeld: MAX_POINTS_HELD,
  };
});
