import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { makeCamera } from "../../device-drivers/camera/make-camera.ts";
import { openEngine } from "./engine.ts";
import { serveFaceEngine } from "./service.ts";

/** `node runtime/face-engine/main.ts <settings.json>`: the process that owns the camera and judges faces. */
const program: Program = new Program("face-engine");
const settings = program.needed(loadSettings(program.argument("runtime/face-engine/main.ts <settings.json>")));
const log = openLog("face-engine");

const engine = await openEngine({ thresholds: settings.face, clock: systemClock });
if (!engine.ok) program.refuse(JSON.stringify(engine.error));

const camera = makeCamera(settings.camera, settings.kiosk.production !== false, systemClock);
const socket = join(settings.sockets, "face-engine.sock");
const service = await serveFaceEngine(socket, { engine: engine.value, camera, clock: systemClock, log });
program.onStop(log, () => service.close());
log.info("face.ready", { socket, camera: camera.status.state });
