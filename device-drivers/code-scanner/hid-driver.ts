import type { TransportSettings } from "../../config/settings/settings.ts";
import { defineDriver, failed } from "../host/driver.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { encodeCommand } from "./hid-report.ts";
import { openScanner } from "./open-scanner.ts";
import { HID_PROFILE_NAMES, HID_PROFILES, type HidProfile, type HidProfileName } from "./profiles.ts";
import type { AimRule } from "./read-code.ts";
import { ReportAssembler } from "./report-assembler.ts";

export interface HidScannerOptions {
  readonly transport: TransportSettings;
  readonly profile: HidProfileName;
  /** As this unit was set up, where that differs from its profile. */
  readonly aim?: AimRule;
}

/** Code scanners in HID POS mode (USB usage page 8C): unlike a keyboard they meet no input method, focus or layout. */
export default defineDriver<"code-scanner", HidScannerOptions>({
  kind: "code-scanner",
  models: [HID_PROFILES.generic.model, ...Object.values(HID_PROFILES).map(({ model }) => model)],
  settings: {
    type: "object",
    required: ["transport"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      profile: { enum: HID_PROFILE_NAMES, default: "generic" },
      aim: { enum: ["required", "optional", "never"] },
    },
    additionalProperties: false,
  },
  async open(context) {
    const { options, clock } = context;
    const { transport } = options;
    // Codes come in report 02 and commands leave in another: the number is the first byte of both, not the port's.
    if (transport.kind !== "hid" || transport.reportNumber !== undefined)
      return failed("device.refused", "no", "maintenance", { transport: transport.kind, wants: "hid without reportNumber" });
    const profile: HidProfile = HID_PROFILES[options.profile];
    const layout = profile.layout.is;
    return openScanner(context, {
      ...profile,
      inquiry: { is: null, why: "the bus says whether it is there" },
      aimRule: options.aim ?? profile.aim.is,
      source: (parts) => new ReportAssembler(clock, layout, parts),
      wrap: (command) => encodeCommand(Uint8Array.from(command), layout),
      isPluggedIn: true,
    });
  },
});
