import { checkCharacter } from "./mod-37-36.ts";

/** Identifier of an electronic licence, GB/T 36904-2018. */
export interface LicenceId {
  /** The whole identifier. */
  readonly id: string;
  /** 21 characters: the owner's credit code and three more. */
  readonly licenceType: string;
  /** The issuer's credit code, 18 characters; region codes of 6 occur. */
  readonly issuer: string;
  readonly serial: string;
  /** Three digits. */
  readonly version: string;
  /** Whether the check character agrees. A warning, never a refusal: genuine licences with another one exist. */
  readonly checkOk: boolean;
}

export const LICENCE_ROOT = "1.2.156.3005.2.";
/** The standard gives the serial no length; no public sample has more than 32 characters. */
const MAX_LENGTH = 160;
const PARTS: readonly RegExp[] = [/^[0-9A-Z]{21}$/, /^[0-9A-Z]{6,18}$/, /^[0-9A-Z]+$/, /^[0-9]{3}$/, /^[0-9A-Z]$/];

/** Undefined when the text is no such identifier. */
export function parseLicenceId(text: string): LicenceId | undefined {
  if (text.length > MAX_LENGTH || !text.startsWith(LICENCE_ROOT)) return undefined;
  const parts = text.slice(LICENCE_ROOT.length).split(".");
  if (parts.length !== PARTS.length || !parts.every((part, at) => PARTS[at]?.test(part))) return undefined;
  const [licenceType = "", issuer = "", serial = "", version = "", check = ""] = parts;
  return { id: text, licenceType, issuer, serial, version, checkOk: checkCharacter(licenceType + issuer + serial + version) === check };
}

/** The identifier with its check character. */
export function formatLicenceId(parts: Pick<LicenceId, "licenceType" | "issuer" | "serial" | "version">): string {
  const { licenceType, issuer, serial, version } = parts;
  return `${LICENCE_ROOT}${[licenceType, issuer, serial, version].join(".")}.${checkCharacter(licenceType + issuer + serial + version)}`;
}
