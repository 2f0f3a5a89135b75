import { ok } from "../../base/result.ts";
import { defineDriver, failed } from "../host/driver.ts";
import { type DocumentCameraOptions, type MakeSource, usbSource } from "./camera-source.ts";
import { DocumentCamera } from "./document-camera.ts";

/** A camera above a desk. `makeSource` brings the pictures; a test's are drawn. */
export function documentCameraDriver(makeSource: MakeSource) {
  return defineDriver<"document-camera", DocumentCameraOptions>({
    kind: "document-camera",
    models: ["V4L2 document camera"],
    settings: {
      type: "object",
      required: ["path"],
      properties: {
        path: { type: "string", pattern: "^/dev/." },
        // 8 megapixels are 200 dpi on A4. At 13 the process was seen to hold 790 MB, and the host ends it at 768.
        width: { type: "integer", minimum: 640, maximum: 3_264, default: 2_592 },
        height: { type: "integer", minimum: 480, maximum: 2_448, default: 1_944 },
        fps: { type: "integer", minimum: 1, maximum: 60, default: 15 },
        background: { enum: ["dark", "light"], default: "dark" },
        pictureWidthMm: { type: "number", minimum: 50, maximum: 1_000 },
      },
      additionalProperties: false,
    },
    async open(context) {
      const camera = makeSource(context.id, context.options, context.clock);
      await camera.probe();
      const { state, reasons } = camera.status;
      if (state === "online") return ok(new DocumentCamera(camera, context));
      context.report({ state, reasons });
      return failed(state === "noDevice" ? "device.offline" : "device.refused", "no", "operator", { reason: reasons.join("; ") });
    },
  });
}

export default documentCameraDriver(usbSource);
