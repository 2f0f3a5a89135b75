import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { openLog } from "../../base/log.ts";
import { Program } from "../../base/program.ts";
import { systemRandom } from "../../base/random.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import { makeCamera } from "../../device-drivers/camera/make-camera.ts";
import { VIEW_ANGLE_DEGREES } from "./measure.ts";
import { openEngine } from "./open-engine.ts";
import { serveFaceEngine } from "./service.ts";

/** `node runtime/face-engine/main.ts <settings.json>`: the process that owns the camera and judges faces. */
const program: Program = new Program("face-engine");
const settings = program.needed(loadSettings(program.argument("runtime/face-engine/main.ts <settings.json>")));
const log = openLog("face-engine");

const { face } = settings;
const engine = await openEngine({ thresholds: face, siteModels: face.siteModels ?? [], clock: systemClock, random: systemRandom, log });
if (!engine.ok) program.refuse(JSON.stringify(engine.error));

const camera = makeCamera(settings.camera, settings.kiosk.production !== false, systemClock, systemRandom);
const viewAngleDegrees = settings.camera?.viewAngleDegrees ?? VIEW_ANGLE_DEGREES;
const socket = join(settings.sockets, "face-engine.sock");
const service = await serveFaceEngine(socket, { engine: engine.value, camera, viewAngleDegrees, clock: systemClock, log });
program.onStop(log, () => service.close());
log.info("face.ready", { socket, camera: camera.status.state, ...engine.value.about, assurance: engine.value.assuranceWith(camera) });
