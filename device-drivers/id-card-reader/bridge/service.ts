import type { Result } from "../../../base/result.ts";
import { unreachable } from "../../../base/unreachable.ts";
import { type DriverContext, type DriverFailure, failed } from "../../host/driver.ts";
import type { PhotoDecoderSettings } from "../photo-decoder.ts";
import { type BridgeMessage, type MessageError, readMessage } from "./message.ts";
import type { BridgeFailure, BridgeProfile } from "./profile.ts";
import type { BridgeProfileName } from "./profiles.ts";

export interface BridgeOptions {
  readonly host: "127.0.0.1" | "::1" | "localhost";
  readonly port: number;
  /** One of ours, or the site's own. */
  readonly profile: BridgeProfileName | BridgeProfile;
  readonly photoDecoder: PhotoDecoderSettings;
}

/** The largest message: a reading with a BMP of 39 kB in base64, and room for pictures of both sides that some add. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A message that was understood, or why one was not to be had. */
export type Seen = Result<BridgeMessage, DriverFailure>;

/** A vendor's local service, asked again and again or listened to. */
export interface CardService {
  /** Tells `hear` what lies on the reader until `signal` aborts; an error when it could not go on. */
  watch(signal: AbortSignal, hear: (seen: Seen) => void): Promise<Result<void, DriverFailure>>;
  /** Finds out whether service and reader are there. Reads no card. */
  check(signal: AbortSignal): Promise<Result<void, DriverFailure>>;
  close(): void;
}

export type ServiceContext = Pick<DriverContext<BridgeOptions>, "clock" | "connect" | "options" | "signal">;

export function understood(profile: BridgeProfile, text: string): Seen {
  const message = readMessage(profile, text);
  return message.ok ? message : misunderstood(message.error);
}

export function misunderstood(error: MessageError) {
  return error.problem === "card"
    ? failed("card.text-malformed", "yes", "operator", { ...error.card })
    : failed("device.bad-reply", "yes", "retry", { problem: error.problem });
}

/** A failure that the service itself told. */
export function told(code: BridgeFailure) {
  return failed(code, "yes", recoveryOf(code), { toldBy: "service" });
}

function recoveryOf(code: BridgeFailure): DriverFailure["recovery"] {
  switch (code) {
    case "card.unreadable":
      return "retry";
    case "card.wrong-type":
      return "clear";
    case "device.offline":
      return "operator";
    case "card.reader-not-authorised":
    case "device.hardware":
      return "maintenance";
    default:
      return unreachable(code);
  }
}
