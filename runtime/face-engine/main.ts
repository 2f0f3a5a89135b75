import { join } from "node:path";
import { describeInvalid } from "../../base/checked.ts";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { makeCamera } from "../../device-drivers/camera/make-camera.ts";
import { openEngine } from "./engine.ts";
import { serveFaceEngine } from "./service.ts";

/** EX_CONFIG of sysexits.h: starting again will not help. */
const EXIT_CONFIG = 78;

const log = openLog("face-engine");

function refuse(event: string, facts: Readonly<Record<string, unknown>>): never {
  log.error(event, facts);
  process.exit(EXIT_CONFIG);
}

const file = process.argv[2];
if (!file) refuse("face.no-settings", { usage: "node runtime/face-engine/main.ts <settings.json>" });
const settings = loadSettings(file);
if (!settings.ok) refuse("face.settings-invalid", { detail: describeInvalid(settings.error) });

const engine = await openEngine({ thresholds: settings.value.face, clock: systemClock });
if (!engine.ok) refuse("face.refuses-to-start", engine.error);

const { kiosk, sockets } = settings.value;
const camera = makeCamera(settings.value.camera, kiosk.production !== false, systemClock);
const socket = join(sockets, "face-engine.sock");
const service = await serveFaceEngine(socket, { engine: engine.value, camera, clock: systemClock, log });
log.info("face.ready", { socket, camera: camera.status.state });

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void service.close().finally(() => process.exit(0));
  });
}
