import { type Check, checker } from "../../base/checked.ts";
import { localText, milliseconds, object, type Schema } from "../service-items/schema-parts.ts";
import { CONFIGURED_KINDS } from "./device-kinds.ts";
import { SECOND_PERSON_ACTS, USUAL_SECOND_PERSON } from "./second-person.ts";
import type { CameraSettings, Settings } from "./settings.ts";

const path: Schema = { type: "string", minLength: 1, maxLength: 1_000 };
const url: Schema = { type: "string", pattern: "^https?://[^\\s]+$", maxLength: 500 };
const share: Schema = { type: "number", minimum: 0, maximum: 1 };
const pixels = (maximum: number): Schema => ({ type: "integer", minimum: 1, maximum });

/** Keys that may be left out: their defaults stand here and nowhere else. */
const settingsSchema: Schema = object(
  {
    kiosk: object(
      {
        id: { type: "string", pattern: "^[A-Za-z0-9-]{1,40}$" },
        hall: localText,
        region: { type: "string", pattern: "^[0-9]{6}$" },
        production: { type: "boolean", default: true },
      },
      ["production"],
    ),
    data: path,
    sockets: path,
    catalogue: path,
    server: withDefaults({ port: { type: "integer", minimum: 0, maximum: 65_535, default: 8_080 } }),
    // A 27-inch panel, upright.
    screen: withDefaults({
      widthMm: { type: "number", minimum: 50, maximum: 3_000, default: 336 },
      heightMm: { type: "number", minimum: 50, maximum: 3_000, default: 598 },
    }),
    // No standard gives seconds; these are the usual ones, doubled for the elderly.
    session: withDefaults({
      idleMs: { ...milliseconds(10_000, 600_000), default: 60_000 },
      countdownMs: { ...milliseconds(5_000, 120_000), default: 15_000 },
      seniorFactor: { type: "number", minimum: 1, maximum: 5, default: 2 },
    }),
    hub: object({ url, publicKeys: path, publicUrl: url }, ["publicUrl"]),
    identityService: { ...object({ publicKeys: path }), type: ["object", "null"], default: null },
    devices: {
      type: "array",
      maxItems: 40,
      default: [],
      items: object(
        {
          id: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$" },
          kind: { enum: CONFIGURED_KINDS },
          driver: { type: "string", minLength: 1, maxLength: 200 },
          options: { type: "object", default: {} },
        },
        ["options"],
      ),
    },
    camera: { type: ["object", "null"], default: null },
    face: object(
      {
        pass: share,
        reject: share,
        calibrationSha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        siteModels: { type: "array", maxItems: 4, default: [], items: { type: "object", required: ["file"], properties: { file: path } } },
      },
      ["siteModels"],
    ),
    technicians: {
      type: "array",
      minItems: 1,
      maxItems: 20,
      items: object({
        id: { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$" },
        name: { type: "string", minLength: 1, maxLength: 40 },
        pinHash: { type: "string", pattern: "^[0-9a-f]{16,}:[0-9a-f]{32,}$" },
      }),
    },
    blanks: withDefaults({
      secondPerson: { type: "array", uniqueItems: true, default: USUAL_SECOND_PERSON, items: { enum: SECOND_PERSON_ACTS } },
    }),
  },
  ["server", "screen", "session", "identityService", "devices", "camera", "blanks"],
);

const every = {
  light: { type: "string", minLength: 1, maxLength: 40 },
  viewAngleDegrees: { type: "number", minimum: 20, maximum: 170 },
} satisfies Record<string, Schema>;
const EVERY = Object.keys(every);
const V4L2 = { source: { const: "v4l2" }, path, width: pixels(7_680), height: pixels(7_680), fps: pixels(120) };
const FILE = { source: { const: "file" }, path, fps: pixels(120) };
const eye: Schema = {
  type: "object",
  required: ["source"],
  properties: { source: { enum: ["v4l2", "file"] } },
  if: { properties: { source: { const: "file" } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: object(FILE),
  else: object(V4L2),
};
const DUAL = { source: { const: "dual" }, rgb: eye, ir: eye, maxSkewMs: { type: "integer", minimum: 1, maximum: 500 } };

const MODULE = {
  source: { const: "module" },
  command: { type: "array", minItems: 1, maxItems: 20, items: { type: "string", minLength: 1, maxLength: 500 } },
  sensors: object({ ir: { type: "boolean" }, depth: { type: "boolean" } }),
  publicKey: path,
};

const CAMERAS: Readonly<Record<string, Check<CameraSettings>>> = {
  v4l2: checker(object({ ...V4L2, ...every }, EVERY)),
  file: checker(object({ ...FILE, ...every }, EVERY)),
  dual: checker(object({ ...DUAL, ...every }, [...EVERY, "maxSkewMs"])),
  module: checker(object({ ...MODULE, ...every }, [...EVERY, "publicKey"])),
};

/** Shape and defaults; a camera's own shape goes by its source (`checkCamera`). */
export const checkSettingsShape: Check<Settings> = checker<Settings>(settingsSchema);

/** Undefined when there is no such source. */
export function cameraCheck(source: unknown): Check<CameraSettings> | undefined {
  return typeof source === "string" && Object.hasOwn(CAMERAS, source) ? CAMERAS[source] : undefined;
}

function withDefaults(properties: Readonly<Record<string, Schema>>): Schema {
  return { ...object(properties, Object.keys(properties)), default: {} };
}
