import { type Call, type DriverFailure, type Observed, stopReason } from "../host/driver.ts";
import type { SamFailure } from "./sam.ts";

export function stopped(call: Call): SamFailure {
  const failure: DriverFailure = { code: stopReason(call.signal), sent: "yes", recovery: "retry", facts: { waitingFor: "card" } };
  return { failure, again: false, silent: false };
}

export function malformed(error: { layout: string; field: string; problem: string }): SamFailure {
  return { failure: { code: "card.text-malformed", sent: "yes", recovery: "operator", facts: { ...error } }, again: false, silent: false };
}

export function reasonOf({ failure }: SamFailure): string {
  return failure.facts["sw3"] === undefined ? failure.code : `SW3=${failure.facts["sw3"]}`;
}

export function stateOf({ failure }: SamFailure): Observed["state"] {
  switch (failure.code) {
    case "device.hardware":
    case "card.reader-not-authorised":
    // Something is there and talks, only not sense: its cable, its speed or the module itself.
    case "device.bad-reply":
      return "hardwareError";
    default:
      return "offline";
  }
}
