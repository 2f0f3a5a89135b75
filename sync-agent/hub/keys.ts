import { generateKeyPairSync } from "node:crypto";
import { checker } from "../../base/checked.ts";
import { sealKeyPair } from "../../base/seal.ts";

/** `sign`: ed25519, `seal`: X25519; both PEM. The content of the hub's key file, and of the kiosks' `hub.publicKeys`. */
export interface HubKeys {
  readonly sign: string;
  readonly seal: string;
}

const PEM = { type: "string", pattern: "^-----BEGIN (PUBLIC|PRIVATE) KEY-----\\n" } as const;

export const checkHubKeys = checker<HubKeys>({
  type: "object",
  required: ["sign", "seal"],
  additionalProperties: false,
  properties: { sign: PEM, seal: PEM },
});

/** A device's ed25519 key pair in PEM: the private one for `<data>/keys/device.key.pem`, the public one for the hub's kiosks file. */
export function makeDeviceKey(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("ed25519");
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** The hub's keys: `private` for its own key file, `public` for the kiosks. */
export function makeHubKeys(): { private: HubKeys; public: HubKeys } {
  const sign = makeDeviceKey();
  const seal = sealKeyPair();
  return {
    private: { sign: sign.privateKey, seal: seal.privateKey },
    public: { sign: sign.publicKey, seal: seal.publicKey },
  };
}
