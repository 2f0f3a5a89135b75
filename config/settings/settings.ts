import type { LocalText } from "../language.ts";
import type { ConfiguredKind } from "./device-kinds.ts";
import type { SecondPersonAct } from "./second-person.ts";

/** What one kiosk is told. `load-settings.ts` checks a file against this and fills the defaults in. Paths are relative to the settings file. */
export interface Settings {
  readonly kiosk: {
    readonly id: string;
    readonly hall: LocalText;
    /** Six digits, GB/T 2260. */
    readonly region: string;
    /** True unless the file says otherwise: a real kiosk, where nothing may stand in for a device. */
    readonly production?: boolean;
  };
  /** Folder of databases and keys, and folder of Unix sockets (short: a socket path has 107 bytes). */
  readonly data: string;
  readonly sockets: string;
  /** Folder of the catalogue. */
  readonly catalogue: string;
  readonly server: { readonly port: number };
  readonly screen: { readonly widthMm: number; readonly heightMm: number };
  readonly session: { readonly idleMs: number; readonly countdownMs: number; readonly seniorFactor: number };
  /** `publicUrl`: where a person's phone finds the hub; `url` where nothing else is said. */
  readonly hub: { readonly url: string; readonly publicKeys: string; readonly publicUrl?: string };
  /**
   * `publicKeys`: a file with the key (PEM, X25519) that pictures for the city's identity service are sealed to; `loadIdentityServiceKey`
   * reads it. Null: the city has none, and no face is compared remotely.
   */
  readonly identityService: { readonly publicKeys: string } | null;
  readonly devices: readonly DeviceSettings[];
  readonly camera: CameraSettings | null;
  readonly face: {
    readonly pass: number;
    readonly reject: number;
    readonly calibrationSha256: string;
    /** Networks against pictures of faces that the site brings; the face engine checks what else stands there, and refuses to start. */
    readonly siteModels?: readonly { readonly file: string }[];
  };
  /** Who may open the technician's console: 1 to 20, each with an id of their own. The PIN alone says who it is. */
  readonly technicians: readonly TechnicianSettings[];
  /** `secondPerson`: what one technician may not do alone. */
  readonly blanks: { readonly secondPerson: readonly SecondPersonAct[] };
}

export interface TechnicianSettings {
  /** Stands in the journal and at the hub, where the name does not. */
  readonly id: string;
  readonly name: string;
  /** scrypt, `salt:hash` in hex. */
  readonly pinHash: string;
}

export interface DeviceSettings {
  readonly id: string;
  readonly kind: ConfiguredKind;
  /** Name of a driver of ours, or of an npm package whose default export is `defineDriver(…)`. */
  readonly driver: string;
  /** Checked by the driver's own schema. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One eye of a camera. */
export type EyeSettings =
  | { readonly source: "v4l2"; readonly path: string; readonly width: number; readonly height: number; readonly fps: number }
  /** A file of JPEG frames, played in a loop; refused when `production` is set for the kiosk. */
  | { readonly source: "file"; readonly path: string; readonly fps: number };

export type CameraSettings = (
  | EyeSettings
  /** Colour and near infrared; pictures that arrive within `maxSkewMs` of each other are of the same time. */
  | { readonly source: "dual"; readonly rgb: EyeSettings; readonly ir: EyeSettings; readonly maxSkewMs?: number }
  /**
   * A depth camera or a module with liveness on board, behind an adapter program beside its maker's library (device-drivers/camera/module-codec.ts).
   * `publicKey`: file with the module's key (PEM, Ed25519 or P-256); without it its word on liveness is not taken.
   */
  | {
      readonly source: "module";
      readonly command: readonly string[];
      readonly sensors: { readonly ir: boolean; readonly depth: boolean };
      readonly publicKey?: string;
    }
) & {
  /** The fill light beside it, by its name at the auxiliaries board. */
  readonly light?: string;
  /** Horizontally, of the colour eye's lens; for distances that a technician is told. 60 where it is not known. */
  readonly viewAngleDegrees?: number;
};

/** How bytes reach a device. */
export type TransportSettings =
  | { readonly kind: "serial"; readonly path: string; readonly baud: number }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A USB-HID device by its stable path (udev), or by its numbers where only one such device may be plugged in. */
  | {
      readonly kind: "hid";
      readonly path?: string;
      readonly vendorId?: number;
      readonly productId?: number;
      /** Bytes of one report without its number; what is sent is padded with 00 to this length. */
      readonly reportBytes: number;
      /** Only for a device that numbers its reports: what is sent carries this number, what comes with another is left out. */
      readonly reportNumber?: number;
    };
