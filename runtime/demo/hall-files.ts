import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDurably } from "../../base/create-durably.ts";
import { hashPassword } from "../../base/password.ts";
import type { Random } from "../../base/random.ts";
import { sealKeyPair } from "../../base/seal.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { photoFileName } from "../../device-drivers/id-card-reader/photo-decoder.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { makeDeviceKey, makeHubKeys } from "../../sync-agent/hub/keys.ts";
import { demoDevices } from "./demo-devices.ts";
import type { HallPorts } from "./ports.ts";

/** The repository's own folder. */
export const ROOT = join(import.meta.dirname, "..", "..");

/** Where everything of one demonstration hall lies. */
export interface HallFolders {
  readonly top: string;
  readonly kiosk: string;
  readonly hub: string;
  readonly departments: string;
  /** Of the identity service, among the departments: what is in it is the city's, not the kiosk's. */
  readonly identity: string;
  readonly logs: string;
  readonly camera: string;
  readonly sockets: string;
}

/** What the technicians and the administrator type in; invented at the first start and kept beside the data. */
export interface Credentials {
  readonly technicianPin: string;
  /** Of the technician who confirms what one may not do alone. */
  readonly secondPin: string;
  readonly adminPassword: string;
}

/** Cables that differ from the simulators': a test's pty in place of TCP, another IPP printer. */
export interface Wiring {
  readonly cardReader?: TransportSettings;
  readonly certificatePrinterUri?: string;
  /** Folder of another catalogue. */
  readonly catalogue?: string;
  /** How long a person is waited for, in place of the settings' defaults. */
  readonly session?: { readonly idleMs: number; readonly countdownMs: number };
}

/** Of the camera that plays films. */
export const CAMERA_FPS = 12;

export const KIOSK_ID = "DEMO-0001";
const HALL = { "zh-CN": "示例市政务服务中心", en: "Sample City Government Service Hall" };
const CALIBRATION = join(ROOT, "runtime", "face-engine", "calibration", "starting-values.json");
const FACES = join(ROOT, "test", "fixtures", "faces");

export function hallFolders(top: string): HallFolders {
  const sub = (name: string) => join(top, name);
  // A socket's path has 107 bytes at most, and a checkout may lie deep.
  const sockets = join(tmpdir(), `zizhu-${createHash("sha256").update(top).digest("hex").slice(0, 12)}`);
  return {
    top,
    kiosk: sub("kiosk"),
    hub: sub("hub"),
    departments: sub("departments"),
    identity: join(sub("departments"), "identity"),
    logs: sub("logs"),
    camera: sub("camera"),
    sockets,
  };
}

/** Makes what is missing (keys, credentials, photos) and writes the settings anew; data of an earlier start stay. */
export async function makeHallFiles(folders: HallFolders, ports: HallPorts, random: Random, wiring: Wiring = {}): Promise<Credentials> {
  for (const folder of [...Object.values(folders), join(folders.kiosk, "keys"), join(folders.kiosk, "photos")]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const credentials = keptCredentials(join(folders.top, "credentials.json"), random);
  const hubKeys = makeOnce(join(folders.hub, "keys.json"), makeHubKeys);
  const device = makeOnce(join(folders.top, "device-key.json"), makeDeviceKey);
  writeJson(join(folders.hub, "private-keys.json"), hubKeys.private);
  writeJson(join(folders.kiosk, "hub-keys.json"), hubKeys.public);
  writeText(join(folders.kiosk, "keys", "device.key.pem"), device.privateKey);
  writeJson(join(folders.hub, "kiosks.json"), { kiosks: [{ id: KIOSK_ID, hall: HALL["zh-CN"], publicKey: device.publicKey }] });
  copyFileSync(join(FACES, "id-photo-a.bmp"), join(folders.kiosk, "photos", photoFileName(samplePhotoBlock(SAMPLE_CARDS.resident))));
  writeJson(join(folders.kiosk, "settings.json"), await kioskSettings(folders, ports, credentials, random, wiring));
  writeJson(join(folders.hub, "settings.json"), await hubSettings(folders, ports, credentials, random));
  writeJson(join(folders.departments, "settings.json"), departmentSettings(folders, ports));
  makeIdentityService(folders, ports);
  return credentials;
}

/** Ids of the hall's technicians: who loads the first blanks, and who stands beside them. */
export const TECHNICIANS = { first: "lin", second: "zhou" } as const;

// A hall of an earlier release keeps what it has and gets what it lacks.
function keptCredentials(file: string, random: Random): Credentials {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Credentials>) : {};
  const technicianPin = kept.technicianPin ?? inventPin(random);
  let secondPin = kept.secondPin ?? inventPin(random);
  while (secondPin === technicianPin) secondPin = inventPin(random);
  const credentials = { technicianPin, secondPin, adminPassword: kept.adminPassword ?? random.bytes(9).toString("base64url") };
  writeJson(file, credentials);
  return credentials;
}

function inventPin(random: Random): string {
  return String(100_000 + (random.bytes(4).readUInt32BE() % 900_000));
}

async function technicians({ technicianPin, secondPin }: Credentials, random: Random) {
  const hashed = { first: await hashPassword(technicianPin, random), second: await hashPassword(secondPin, random) };
  return [
    { id: TECHNICIANS.first, name: "林师傅", pinHash: hashed.first },
    { id: TECHNICIANS.second, name: "周师傅", pinHash: hashed.second },
  ];
}

async function kioskSettings(folders: HallFolders, ports: HallPorts, credentials: Credentials, random: Random, wiring: Wiring) {
  return {
    kiosk: { id: KIOSK_ID, hall: HALL, region: "990101", production: false },
    data: folders.kiosk,
    sockets: folders.sockets,
    catalogue: wiring.catalogue ?? join(ROOT, "config", "catalogue"),
    server: { port: ports.kiosk },
    hub: { url: `http://127.0.0.1:${ports.hub}`, publicKeys: join(folders.kiosk, "hub-keys.json") },
    identityService: { publicKeys: join(folders.kiosk, "identity-service.pem") },
    devices: demoDevices(folders, ports, wiring),
    camera: { source: "file", path: join(folders.camera, "current.mjpeg"), fps: CAMERA_FPS, light: "face" },
    face: faceThresholds(),
    technicians: await technicians(credentials, random),
    ...(wiring.session ? { session: wiring.session } : {}),
  };
}

async function hubSettings(folders: HallFolders, ports: HallPorts, credentials: Credentials, random: Random) {
  const department = (port: number) => `http://127.0.0.1:${port}`;
  return {
    city: "示例市",
    port: ports.hub,
    data: folders.hub,
    connectors: join(ROOT, "config", "catalogue", "connectors"),
    kiosks: join(folders.hub, "kiosks.json"),
    keys: join(folders.hub, "private-keys.json"),
    adminPasswordHash: await hashPassword(credentials.adminPassword, random),
    blanks: join(ROOT, "config", "catalogue", "blanks.json"),
    adminPages: join(ROOT, "build", "ui", "admin"),
    baseUrls: {
      "provident-fund": department(ports.providentFund),
      "case-centre": department(ports.caseCentre),
      "market-registration": department(ports.marketRegistration),
      "social-insurance": department(ports.socialInsurance),
      identity: department(ports.identity),
    },
  };
}

function departmentSettings(folders: HallFolders, ports: HallPorts) {
  return {
    data: folders.departments,
    verifyBase: `http://127.0.0.1:${ports.hub}/verify/`,
    // Whoever tries the demo does it more than once, always as the same citizen.
    licencesPerPerson: 1_000,
    ports: {
      "provident-fund": ports.providentFund,
      "case-centre": ports.caseCentre,
      "market-registration": ports.marketRegistration,
      "social-insurance": ports.socialInsurance,
    },
  };
}

/** Its key pair, whose public half every kiosk has, and its register: the demonstration's one citizen, with the photo of her card. */
function makeIdentityService(folders: HallFolders, ports: HallPorts): void {
  const keys = makeOnce(join(folders.identity, "keys.json"), sealKeyPair);
  writeText(join(folders.identity, "private-key.pem"), keys.privateKey);
  writeText(join(folders.kiosk, "identity-service.pem"), keys.publicKey);
  copyFileSync(join(FACES, "id-photo-a.bmp"), join(folders.identity, "a.bmp"));
  const { name, number } = SAMPLE_CARDS.resident;
  writeJson(join(folders.identity, "register.json"), { citizens: [{ name, number, photo: "a.bmp" }] });
  writeJson(join(folders.identity, "settings.json"), {
    port: ports.identity,
    privateKey: "private-key.pem",
    register: ".",
    face: faceThresholds(),
  });
}

function faceThresholds() {
  const calibration = readFileSync(CALIBRATION);
  const { pass, reject } = JSON.parse(calibration.toString("utf8")) as { pass: number; reject: number };
  return { pass, reject, calibrationSha256: createHash("sha256").update(calibration).digest("hex") };
}

function makeOnce<T>(file: string, make: () => T): T {
  if (!existsSync(file)) writeJson(file, make());
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

function writeJson(file: string, value: unknown): void {
  writeText(file, `${JSON.stringify(value, null, 2)}\n`);
}

// A key that a power cut left empty would lock the hall out of rows that are sealed to it, and `makeOnce` would never make it anew.
function writeText(file: string, text: string): void {
  createDurably(file, Buffer.from(text, "utf8"));
}
