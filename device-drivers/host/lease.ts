import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { LeaseHolder } from "./api.ts";

/** Who may use the devices: one holder over all of them, so a technician's test never runs into a citizen's session. */
export class Lease {
  readonly #random: Random;
  #held: { readonly lease: string; readonly holder: LeaseHolder; readonly peer: number } | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  get holder(): LeaseHolder | undefined {
    return this.#held?.holder;
  }

  acquire(holder: LeaseHolder, peer: number): Result<{ lease: string }, { heldBy: LeaseHolder }> {
    if (this.#held) return err({ heldBy: this.#held.holder });
    this.#held = { lease: this.#random.bytes(16).toString("hex"), holder, peer };
    return ok({ lease: this.#held.lease });
  }

  /** The token of the lease that ended; undefined when it was not the one that is held. */
  release(lease: string): string | undefined {
    if (this.#held?.lease !== lease) return undefined;
    this.#held = undefined;
    return lease;
  }

  /** A holder that died cannot give back; the socket tells. */
  releaseOf(peer: number): string | undefined {
    return this.#held?.peer === peer ? this.release(this.#held.lease) : undefined;
  }

  check(lease: string): "held" | "device.no-lease" | "device.leased" {
    if (!this.#held) return "device.no-lease";
    return this.#held.lease === lease ? "held" : "device.leased";
  }
}
