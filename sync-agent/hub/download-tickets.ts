import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync } from "node:crypto";
import { checker, parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** What a phone may fetch: the question that the kiosk put, and until when it is answered. */
export interface Ticket {
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly kiosk: string;
  readonly item: string;
  /** Epoch ms. */
  readonly until: number;
}

export const TICKET_VALID_MS = 15 * 60_000;
/** In an address behind a code on a screen; a longer one could not be read off it. */
export const MAX_TICKET_CHARS = 900;

const CONTEXT = "zizhu download ticket 1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const shapeOfTicket = checker<[string, Record<string, unknown>, string, string, number]>({
  type: "array",
  minItems: 5,
  maxItems: 5,
  prefixItems: [{ type: "string" }, { type: "object" }, { type: "string" }, { type: "string" }, { type: "integer" }],
});

/**
 * Addresses that hold all the hub needs, sealed to the hub itself (AES-256-GCM). So nothing of a person lies at the hub between the kiosk's
 * question and the phone's, and each process of one hub, or the same after a restart, can answer. The key is drawn from the hub's own
 * X25519 key by HKDF: there is no further secret to keep.
 */
export class DownloadTickets {
  readonly #key: Buffer;
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(hubSealKeyPem: string, random: Random, clock: Clock) {
    const secret = createPrivateKey(hubSealKeyPem).export({ type: "pkcs8", format: "der" });
    this.#key = Buffer.from(hkdfSync("sha256", secret, "", CONTEXT, 32));
    this.#random = random;
    this.#clock = clock;
  }

  seal({ operation, params, kiosk, item, until }: Ticket): string {
    const nonce = this.#random.bytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce).setAAD(Buffer.from(CONTEXT, "utf8"));
    const plain = Buffer.from(JSON.stringify([operation, params, kiosk, item, until]), "utf8");
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    plain.fill(0);
    return sealed.toString("base64url");
  }

  /** `id` names the ticket; no two have the same. */
  open(text: string): Result<Ticket & { readonly id: string }, "unreadable" | "expired"> {
    const sealed = Buffer.from(text.slice(0, MAX_TICKET_CHARS), "base64url");
    // One ticket, one spelling: base64 lets the last character vary.
    if (sealed.length <= NONCE_BYTES + TAG_BYTES || sealed.toString("base64url") !== text) return err("unreadable");
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(CONTEXT, "utf8"))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    let plain: Buffer;
    try {
      plain = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      // Made up, changed, or sealed under a key that this hub had once.
      return err("unreadable");
    }
    const parsed = parseJson(plain.toString("utf8"), "ticket");
    plain.fill(0);
    const ticket = parsed.ok ? shapeOfTicket(parsed.value, "ticket") : parsed;
    if (!ticket.ok) return err("unreadable");
    const [operation, params, kiosk, item, until] = ticket.value;
    if (this.#clock.now() >= until) return err("expired");
    return ok({ id: nonce.toString("hex"), operation, params, kiosk, item, until });
  }
}
