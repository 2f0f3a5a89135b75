import { dirname, resolve } from "node:path";
import { checker, type Invalid, readJson } from "../../base/checked.ts";
import { ok, type Result } from "../../base/result.ts";

/** What one hub is told. Paths are relative to the settings file. */
export interface HubSettings {
  readonly city: string;
  readonly host: string;
  readonly port: number;
  /** Folder of `hub.db`. */
  readonly data: string;
  /** Folder of `<id>.json`, one connector each. */
  readonly connectors: string;
  /** `{"kiosks": [{"id", "hall", "publicKey"}]}` */
  readonly kiosks: string;
  /** The hub's private keys: `{"sign", "seal"}`, PEM. */
  readonly keys: string;
  /** The city's `blanks.json`, as its kiosks have it: what numbered sheets are called. Absent: administrators see their ids. */
  readonly blanks?: string;
  /** scrypt, `salt:hash` in hex. */
  readonly adminPasswordHash: string;
  readonly adminPages: string;
  /** Where phones find this hub: `https://hub.example`. Absent: at the address on which it listens. */
  readonly publicUrl?: string;
  /** Addresses of departments at this hub, where they differ from the connectors'. */
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly behindTls: boolean;
}

const PATH = { type: "string", minLength: 1 } as const;

const checkHubSettings = checker<HubSettings>({
  type: "object",
  required: ["city", "port", "data", "connectors", "kiosks", "keys", "adminPasswordHash", "adminPages"],
  additionalProperties: false,
  properties: {
    city: { type: "string", minLength: 1, maxLength: 60 },
    host: { type: "string", minLength: 1, default: "127.0.0.1" },
    port: { type: "integer", minimum: 0, maximum: 65535 },
    data: PATH,
    connectors: PATH,
    kiosks: PATH,
    keys: PATH,
    adminPasswordHash: { type: "string", pattern: "^[0-9a-f]{16,}:[0-9a-f]{32,}$" },
    adminPages: PATH,
    blanks: PATH,
    baseUrls: { type: "object", default: {}, additionalProperties: { type: "string", pattern: "^https?://" } },
    publicUrl: { type: "string", pattern: "^https?://[!-~]+$" },
    behindTls: { type: "boolean", default: false },
  },
});

export function loadHubSettings(file: string): Result<HubSettings, Invalid> {
  const read = readJson(file, checkHubSettings);
  if (!read.ok) return read;
  const at = (path: string) => resolve(dirname(file), path);
  const { data, connectors, kiosks, keys, adminPages, blanks } = read.value;
  return ok({
    ...read.value,
    data: at(data),
    connectors: at(connectors),
    kiosks: at(kiosks),
    keys: at(keys),
    adminPages: at(adminPages),
    ...(blanks === undefined ? {} : { blanks: at(blanks) }),
  });
}
