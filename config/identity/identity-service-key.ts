import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Invalid } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** The PEM in the file of `identityService.publicKeys`: the X25519 key that pictures for the identity service are sealed to. */
export function loadIdentityServiceKey(file: string): Result<string, Invalid> {
  try {
    const pem = readFileSync(file, "utf8");
    if (createPublicKey(pem).asymmetricKeyType === "x25519") return ok(pem);
    return invalid("wrong-shape", file, "is not an X25519 key; ask the identity service for its public key for sealing");
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).syscall !== undefined;
    return isMissing ? invalid("unreadable", file, String(cause)) : invalid("wrong-shape", file, "holds no public key in PEM");
  }
}

function invalid(kind: Invalid["kind"], what: string, problem: string): Result<never, Invalid> {
  return err({ kind, what, faults: [{ at: "", problem }] });
}
