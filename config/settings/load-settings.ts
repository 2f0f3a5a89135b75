import { dirname, resolve } from "node:path";
import { type Check, type Fault, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { cameraCheck, checkSettingsShape } from "./schema.ts";
import type { CameraSettings, EyeSettings, Settings } from "./settings.ts";

/** A Unix socket's path has 107 bytes; the names in the folder take the rest. */
export const MAX_SOCKETS_PATH_BYTES = 90;

/** Reads, checks and completes a settings file; its relative paths come out absolute, from the file's own folder. */
export function loadSettings(file: string): Result<Settings, Invalid> {
  const folder = dirname(resolve(file));
  const read = readJson(file, checkSettings);
  if (!read.ok) return read;
  const settings = withPaths(read.value, (path) => resolve(folder, path));
  const bytes = Buffer.byteLength(settings.sockets);
  if (bytes <= MAX_SOCKETS_PATH_BYTES) return ok(settings);
  const problem = `${settings.sockets} has ${bytes} bytes, and a socket's path has room for ${MAX_SOCKETS_PATH_BYTES}; name a shorter folder, such as /run/zizhu`;
  return err({ kind: "wrong-shape", what: file, faults: [{ at: "/sockets", problem }] });
}

/** Shape, defaults and sense, with paths as they are given. */
export const checkSettings: Check<Settings> = (value, what) => {
  const shaped = checkSettingsShape(value, what);
  if (!shaped.ok) return shaped;
  const faults = [...cameraFaults(shaped.value, what), ...senseFaults(shaped.value)];
  return faults.length > 0 ? err({ kind: "wrong-shape", what, faults }) : shaped;
};

function withPaths(settings: Settings, absolute: (path: string) => string): Settings {
  const { data, sockets, catalogue, hub, identityService, camera, face } = settings;
  return {
    ...settings,
    data: absolute(data),
    sockets: absolute(sockets),
    catalogue: absolute(catalogue),
    hub: { ...hub, publicKeys: absolute(hub.publicKeys) },
    identityService: identityService && { publicKeys: absolute(identityService.publicKeys) },
    camera: camera && withCameraPaths(camera, absolute),
    face: { ...face, siteModels: (face.siteModels ?? []).map((model) => ({ ...model, file: absolute(model.file) })) },
  };
}

function withCameraPaths(camera: CameraSettings, absolute: (path: string) => string): CameraSettings {
  const eye = <E extends EyeSettings>(one: E): E => ({ ...one, path: absolute(one.path) });
  switch (camera.source) {
    case "dual":
      return { ...camera, rgb: eye(camera.rgb), ir: eye(camera.ir) };
    case "module":
      return camera.publicKey === undefined ? camera : { ...camera, publicKey: absolute(camera.publicKey) };
    case "v4l2":
    case "file":
      return eye(camera);
    default:
      return unreachable(camera);
  }
}

function cameraFaults({ camera, kiosk }: Settings, what: string): readonly Fault[] {
  if (camera === null) return [];
  const check = cameraCheck(camera.source);
  if (!check) return [{ at: "/camera/source", problem: `no such source: ${String(camera.source)}; there are v4l2, file, dual and module` }];
  const checked = check(camera, what);
  if (!checked.ok) return checked.error.faults.map((fault) => ({ ...fault, at: `/camera${fault.at}` }));
  if (camera.source === "module" && !camera.command[0]?.startsWith("/")) {
    return [
      { at: "/camera/command/0", problem: "must be the program's whole path: a file of this machine, never one that a search finds" },
    ];
  }
  const eyes = camera.source === "dual" ? [camera.rgb, camera.ir] : [camera];
  if (!eyes.some(({ source }) => source === "file") || kiosk.production === false) return [];
  return [
    { at: "/camera/source", problem: 'a film is no camera at a real kiosk; say "production": false under kiosk, or name a v4l2 camera' },
  ];
}

function senseFaults(settings: Settings): Fault[] {
  const { devices, face, session, hub, server, kiosk } = settings;
  const faults: Fault[] = [];
  const ids = devices.map((device) => device.id);
  ids.forEach((id, at) => {
    if (ids.indexOf(id) !== at) faults.push({ at: `/devices/${at}/id`, problem: `another device is called ${id}; give each its own id` });
  });
  if (!(face.reject < face.pass)) {
    faults.push({ at: "/face/reject", problem: `${face.reject} must be below pass (${face.pass}): between them a person tries again` });
  }
  if (session.countdownMs >= session.idleMs) {
    faults.push({ at: "/session/countdownMs", problem: `${session.countdownMs} must be shorter than idleMs (${session.idleMs})` });
  }
  if (server.port > 0 && server.port < 1_024) {
    faults.push({ at: "/server/port", problem: `${server.port} needs privileges that the runtime does not have; take 1024 or higher` });
  }
  if (kiosk.hall["zh-CN"].trim() === "" || kiosk.hall.en.trim() === "")
    faults.push({ at: "/kiosk/hall", problem: "name the hall in each language" });
  return [
    ...faults,
    ...technicianFaults(settings),
    ...hubFaults("/hub/url", hub.url),
    ...(hub.publicUrl ? hubFaults("/hub/publicUrl", hub.publicUrl) : []),
  ];
}

function technicianFaults({ technicians, blanks }: Settings): Fault[] {
  const ids = technicians.map(({ id }) => id);
  const faults = ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [{ at: `/technicians/${at}/id`, problem: `another technician is called ${id}; give each their own id` }],
  );
  if (ids.length > 1 || blanks.secondPerson.length === 0) return faults;
  // Otherwise a number in doubt could never be settled, and its tray would be held for good.
  const problem = "with one technician there is no second person; name another, or put [] where one may act alone";
  return [...faults, { at: "/blanks/secondPerson", problem }];
}

function hubFaults(at: string, url: string): Fault[] {
  if (!URL.canParse(url)) return [{ at, problem: `${url} is not an address` }];
  const { protocol, hostname, search, hash } = new URL(url);
  // The addresses of pages are put behind it.
  if (search !== "" || hash !== "") return [{ at, problem: `${url}: an address ends with its path; nothing may follow it` }];
  const here = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  return protocol === "https:" || here ? [] : [{ at, problem: `${url}: plain http goes only to this machine; use https` }];
}
