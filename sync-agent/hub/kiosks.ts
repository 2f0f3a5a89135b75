import { createPublicKey, type KeyObject } from "node:crypto";
import { checker, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** A kiosk that may speak to this hub. */
export interface Kiosk {
  readonly id: string;
  /** Name of the hall, as the administrator's page shows it. */
  readonly hall: string;
  readonly key: KeyObject;
}

export interface KiosksFile {
  readonly kiosks: readonly { readonly id: string; readonly hall: string; readonly publicKey: string }[];
}

const checkKiosks = checker<KiosksFile>({
  type: "object",
  required: ["kiosks"],
  additionalProperties: false,
  properties: {
    kiosks: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "hall", "publicKey"],
        additionalProperties: false,
        properties: {
          id: { type: "string", pattern: "^[A-Za-z0-9._-]{1,80}$" },
          hall: { type: "string", minLength: 1, maxLength: 100 },
          publicKey: { type: "string", pattern: "^-----BEGIN PUBLIC KEY-----\\n" },
        },
      },
    },
  },
});

/** Reads `{kiosks: [{id, hall, publicKey (ed25519, PEM)}]}`. */
export function loadKiosks(file: string): Result<ReadonlyMap<string, Kiosk>, Invalid> {
  const read = readJson(file, checkKiosks);
  return read.ok ? readKiosks(read.value, file) : read;
}

export function readKiosks(listed: KiosksFile, what: string): Result<ReadonlyMap<string, Kiosk>, Invalid> {
  const kiosks = new Map<string, Kiosk>();
  for (const [at, one] of listed.kiosks.entries()) {
    const wrong = (problem: string) => err({ kind: "wrong-shape", what, faults: [{ at: `/kiosks/${at}`, problem }] } as const);
    if (kiosks.has(one.id)) return wrong(`kiosk ${one.id} is listed twice`);
    const key = ed25519Key(one.publicKey);
    if (!key) return wrong(`publicKey of ${one.id} is not an ed25519 key`);
    kiosks.set(one.id, { id: one.id, hall: one.hall, key });
  }
  return ok(kiosks);
}

function ed25519Key(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    // Node's text names an OpenSSL routine; the caller says which kiosk it is, which helps more.
    return undefined;
  }
}
