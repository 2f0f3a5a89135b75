import type { TransportSettings } from "../../config/settings/settings.ts";
import { defineDriver } from "../host/driver.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { openScanner } from "./open-scanner.ts";
import { type ScannerProfile, SERIAL_PROFILE_NAMES, SERIAL_PROFILES, type SerialProfileName } from "./profiles.ts";
import type { AimRule } from "./read-code.ts";
import { SerialFramer } from "./serial-framer.ts";

export interface SerialScannerOptions {
  readonly transport: TransportSettings;
  readonly profile: SerialProfileName;
  /** As this unit was set up, where that differs from its profile. */
  readonly aim?: AimRule;
  readonly suffix?: "required" | "none";
}

/** Code scanners on a serial port, USB-COM or a serial-to-TCP box. */
export default defineDriver<"code-scanner", SerialScannerOptions>({
  kind: "code-scanner",
  models: [SERIAL_PROFILES.generic.model, ...Object.values(SERIAL_PROFILES).map(({ model }) => model)],
  settings: {
    type: "object",
    required: ["transport"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      profile: { enum: SERIAL_PROFILE_NAMES, default: "generic" },
      aim: { enum: ["required", "optional", "never"] },
      suffix: { enum: ["required", "none"] },
    },
    additionalProperties: false,
  },
  open(context) {
    const { options, clock } = context;
    const profile: ScannerProfile = SERIAL_PROFILES[options.profile];
    return openScanner(context, {
      ...profile,
      aimRule: options.aim ?? profile.aim.is,
      source: (parts) =>
        new SerialFramer(clock, { suffix: options.suffix ?? profile.suffix.is, acknowledgement: profile.acknowledgement.is }, parts),
      wrap: (command) => Uint8Array.from(command),
      isPluggedIn: false,
    });
  },
});
