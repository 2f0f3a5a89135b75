import type { Request } from "express";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { MAX_SKEW_MS } from "../protocol/limits.ts";
import { checkSkew, KIOSK_HEADER, SIGNATURE_HEADER, type SignatureError, TIME_HEADER, verify } from "../protocol/signature.ts";
import type { Kiosk } from "./kiosks.ts";
import { type Refusal, refusal } from "./replies.ts";

/** A request whose signature is that of a kiosk we know. */
export interface Signed {
  readonly kiosk: Kiosk;
  readonly method: string;
  readonly path: string;
  /** As the device signed it; the reply echoes it. */
  readonly time: number;
}

/** `signed` is set when the device's key did sign: such a refusal may be signed in turn, and is then believed. */
export interface DoorRefusal {
  readonly refusal: Refusal;
  readonly signed: Signed | null;
}

/** Lets in what a known device signed, lately, and once. */
export class DeviceDoor {
  readonly #kiosks: ReadonlyMap<string, Kiosk>;
  readonly #clock: Clock;
  // ed25519 gives one signature per request and key, so it names the request. Forgotten once the time alone refuses it.
  readonly #seen = new Map<string, number>();

  constructor(kiosks: ReadonlyMap<string, Kiosk>, clock: Clock) {
    this.#kiosks = kiosks;
    this.#clock = clock;
  }

  admit(request: Request, body: Buffer): Result<Signed, DoorRefusal> {
    const path = request.originalUrl.split("?")[0] ?? "";
    const { method } = request;
    const kiosk = this.#kiosks.get(request.get(KIOSK_HEADER) ?? "");
    if (!kiosk) return refuse(refusal(401, "kiosk.unknown", `${KIOSK_HEADER} names no kiosk of this hub; enrol it in the kiosks file`));
    const headers = { signature: request.get(SIGNATURE_HEADER), time: request.get(TIME_HEADER) };
    const time = verify(kiosk.key, { method, path, body }, headers);
    if (!time.ok) return refuse(refusal(401, time.error.code, wordsFor(time.error)));
    const signed: Signed = { kiosk, method, path, time: time.value };
    const now = this.#clock.now();
    const skew = checkSkew(time.value, now, MAX_SKEW_MS);
    if (!skew.ok) return refuse(refusal(401, skew.error.code, wordsFor(skew.error), { hubTime: now }), signed);
    if (this.#replayed(headers.signature ?? "", now)) {
      return refuse(refusal(401, "signature.replayed", "this very request was received before; sign again with a later time"));
    }
    return ok(signed);
  }

  #replayed(signature: string, now: number): boolean {
    for (const [old, until] of this.#seen) {
      if (until >= now) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(signature)) return true;
    this.#seen.set(signature, now + 2 * MAX_SKEW_MS);
    return false;
  }
}

function refuse(reason: Refusal, signed: Signed | null = null): Result<never, DoorRefusal> {
  return err({ refusal: reason, signed });
}

function wordsFor(error: SignatureError): string {
  switch (error.code) {
    case "signature.missing":
      return `header ${error.header} is missing`;
    case "signature.malformed":
      return `header ${error.header} is not ${error.expected}`;
    case "signature.wrong":
      return `the signature does not fit ${error.method} ${error.path} and this kiosk's key`;
    case "signature.skewed":
      return `signed ${error.skewMs} ms from the hub's time, at most ${error.allowedMs} ms: set the kiosk's clock`;
  }
}
