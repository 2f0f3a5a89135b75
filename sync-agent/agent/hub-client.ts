import type { KeyObject } from "node:crypto";
import { parseJson } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Problem } from "../hub/api.ts";
import { pack } from "../protocol/gzip.ts";
import { MAX_BODY_BYTES } from "../protocol/limits.ts";
import { checkProblem } from "../protocol/shapes.ts";
import { KIOSK_HEADER, SIGNATURE_HEADER, sign, TIME_HEADER, verify } from "../protocol/signature.ts";

/** A reply that the hub's key signed for exactly this request. */
export interface HubReply {
  readonly status: number;
  readonly body: Buffer;
  /** Why, when the status says no. */
  readonly problem: Problem["error"] | null;
  readonly retryAfterMs: number | null;
}

export type HubFailure =
  | { readonly code: "hub.unreachable"; readonly detail: string }
  | { readonly code: "hub.timeout"; readonly withinMs: number }
  | { readonly code: "hub.cancelled" }
  | { readonly code: "hub.too-large"; readonly limit: number }
  /** Somebody answered, and not our hub: a captive portal, a proxy, a hub that does not know this kiosk's key. */
  | { readonly code: "hub.not-signed"; readonly status: number; readonly detail: string; readonly retryAfterMs: number | null };

export interface HubClientOptions {
  /** `https://hub.example/base`; the protocol's paths are put behind it. */
  readonly url: string;
  readonly kiosk: string;
  readonly deviceKey: KeyObject;
  readonly hubKey: KeyObject;
  readonly clock: Clock;
}

export interface SendLimits {
  readonly withinMs: number;
  readonly signal?: AbortSignal;
  /** Of the reply; absent: `MAX_BODY_BYTES`. */
  readonly maxBytes?: number;
}

/** Signs what goes to the hub and believes only what the hub signed. */
export class HubClient {
  readonly #options: HubClientOptions;
  #lastTime = 0;
  // Kiosks with a dead clock battery exist: the hub's signed "your clock is wrong" says by how much.
  #clockOffsetMs = 0;

  constructor(options: HubClientOptions) {
    this.#options = options;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  async send(method: "GET" | "POST", path: string, message: unknown, limits: SendLimits): Promise<Result<HubReply, HubFailure>> {
    const body = message === undefined ? Buffer.alloc(0) : pack(Buffer.from(JSON.stringify(message), "utf8"));
    const first = await this.#once(method, path, body, limits);
    if (!first.ok || first.value.problem?.code !== "signature.skewed" || !this.#learnTime(first.value.problem)) return first;
    return this.#once(method, path, body, limits);
  }

  async #once(method: string, path: string, body: Buffer, limits: SendLimits): Promise<Result<HubReply, HubFailure>> {
    const giveUp = new AbortController();
    let late = false;
    const timer = this.#options.clock.after(limits.withinMs, () => {
      late = true;
      giveUp.abort();
    });
    const cancel = () => giveUp.abort();
    limits.signal?.addEventListener("abort", cancel, { once: true });
    if (limits.signal?.aborted) cancel();
    try {
      return await this.#exchange(method, path, body, giveUp.signal, limits.maxBytes ?? MAX_BODY_BYTES);
    } catch (cause) {
      if (late) return err({ code: "hub.timeout", withinMs: limits.withinMs });
      if (limits.signal?.aborted) return err({ code: "hub.cancelled" });
      return err({ code: "hub.unreachable", detail: reasonOf(cause) });
    } finally {
      timer.cancel();
      limits.signal?.removeEventListener("abort", cancel);
    }
  }

  async #exchange(method: string, path: string, body: Buffer, signal: AbortSignal, limit: number): Promise<Result<HubReply, HubFailure>> {
    const time = this.#time();
    const response = await fetch(this.#options.url.replace(/\/$/, "") + path, {
      method,
      // A redirect would carry the signed request to somebody else.
      redirect: "error",
      signal,
      headers: {
        ...sign(this.#options.deviceKey, { method, path, body, time }),
        [KIOSK_HEADER]: this.#options.kiosk,
        ...(body.length > 0 ? { "content-type": "application/json", "content-encoding": "gzip" } : {}),
      },
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const replied = await readAtMost(response, limit);
    if (!replied) return err({ code: "hub.too-large", limit });
    const { status } = response;
    const retryAfterMs = retryAfter(response.headers.get("retry-after"));
    const headers = {
      signature: response.headers.get(SIGNATURE_HEADER) ?? undefined,
      time: response.headers.get(TIME_HEADER) ?? undefined,
    };
    const signed = verify(this.#options.hubKey, { method, path, body: replied }, headers);
    if (!signed.ok) return err({ code: "hub.not-signed", status, detail: signed.error.code, retryAfterMs });
    if (signed.value !== time) return err({ code: "hub.not-signed", status, detail: "signed for another request", retryAfterMs });
    return ok({ status, body: replied, problem: status >= 400 ? problemIn(replied) : null, retryAfterMs });
  }

  // Rises with every request, so that no two have the same signature and a reply fits one of them.
  #time(): number {
    this.#lastTime = Math.max(this.#options.clock.now() + this.#clockOffsetMs, this.#lastTime + 1);
    return this.#lastTime;
  }

  #learnTime(problem: Problem["error"]): boolean {
    if (problem.hubTime === undefined) return false;
    this.#clockOffsetMs = problem.hubTime - this.#options.clock.now();
    this.#lastTime = 0;
    return true;
  }
}

async function readAtMost(response: Response, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function problemIn(body: Buffer): Problem["error"] | null {
  const parsed = parseJson(body.toString("utf8"), "hub's refusal");
  if (!parsed.ok) return null;
  const checked = checkProblem(parsed.value, "hub's refusal");
  return checked.ok ? checked.value.error : null;
}

// Seconds only: the date form of RFC 9110 §10.2.3 would trust the kiosk's clock.
function retryAfter(header: string | null): number | null {
  return header !== null && /^[0-9]{1,5}$/.test(header) ? Number(header) * 1000 : null;
}

// fetch says "fetch failed" and keeps the reason (ECONNREFUSED, ENOTFOUND, …) in the cause.
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause as NodeJS.ErrnoException | undefined;
  return inner?.code ?? inner?.message ?? cause.message;
}
