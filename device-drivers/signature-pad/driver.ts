import { ok } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { defineDriver, failed, unopened } from "../host/driver.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { type PadProfile, type PadProfileName, PROFILE_NAMES, PROFILES } from "./profiles.ts";
import { SignaturePad } from "./signature-pad.ts";

export interface DigitizerOptions {
  readonly transport: TransportSettings;
  readonly profile: PadProfileName;
  /** Of the writing surface, where it is another than the profile's. */
  readonly widthMm?: number;
  readonly heightMm?: number;
}

const side = { type: "number", minimum: 20, maximum: 700 };

/** Pen tablets without a screen that speak USB-HID (usage page 0D). */
export default defineDriver<"signature-pad", DigitizerOptions>({
  kind: "signature-pad",
  models: [PROFILES["pen-10"].model, ...Object.values(PROFILES).map(({ model }) => model)],
  settings: {
    type: "object",
    required: ["transport"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      profile: { enum: PROFILE_NAMES, default: "pen-10" },
      widthMm: side,
      heightMm: side,
    },
    additionalProperties: false,
  },
  async open(context) {
    const { options } = context;
    const { transport } = options;
    // The pen's reports come beside others: the number is part of what is decoded.
    if (transport.kind !== "hid" || transport.reportNumber !== undefined)
      return failed("device.refused", "no", "maintenance", { transport: transport.kind, wants: "hid without reportNumber" });
    const opened = await context.connect(transport);
    if (!opened.ok) return unopened(opened.error);
    const base: PadProfile = PROFILES[options.profile];
    const profile = { ...base, widthMm: options.widthMm ?? base.widthMm, heightMm: options.heightMm ?? base.heightMm };
    return ok(new SignaturePad(opened.value, context, profile));
  },
});
