import { keyedHash, wipe } from "../../../base/personal.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { unreachable } from "../../../base/unreachable.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  type Observed,
  stopReason,
} from "../../host/driver.ts";
import type { CardReading } from "../../kinds/id-card-reader.ts";
import { PHOTO_DECODER_SCHEMA, type PhotoDecoder, photoDecoder } from "../photo-decoder.ts";
import { isPhoto } from "../photo-formats.ts";
import { GONE_AFTER_MISSES, READ_ATTEMPTS } from "../timing.ts";
import { HttpService } from "./http-service.ts";
import type { BridgeCard } from "./message.ts";
import { BRIDGE_PROFILE_SCHEMA, type BridgeProfile } from "./profile.ts";
import { BRIDGE_PROFILES } from "./profiles.ts";
import { type BridgeOptions, type CardService, type Seen, told } from "./service.ts";
import { WsService } from "./ws-service.ts";

const ONLINE: Observed = { state: "online", paper: {}, cover: "unknown", reasons: [] };

/** ID-card readers behind a vendor's own service on this machine. */
export default defineDriver<"id-card-reader", BridgeOptions>({
  kind: "id-card-reader",
  models: ["Vendor service"],
  settings: {
    type: "object",
    required: ["port", "profile"],
    properties: {
      // A service elsewhere would carry people's cards over a network in the clear.
      host: { enum: ["127.0.0.1", "::1", "localhost"], default: "127.0.0.1" },
      port: { type: "integer", minimum: 1, maximum: 65_535 },
      profile: { anyOf: [{ enum: Object.keys(BRIDGE_PROFILES) }, BRIDGE_PROFILE_SCHEMA] },
      photoDecoder: { ...PHOTO_DECODER_SCHEMA, default: { kind: "none" } },
    },
    additionalProperties: false,
  },
  async open(context) {
    const { profile: chosen } = context.options;
    const bridge = new Bridge(context, typeof chosen === "string" ? BRIDGE_PROFILES[chosen] : chosen);
    const ready = await bridge.open();
    if (ready.ok) return ok(bridge);
    await bridge.close();
    return ready;
  },
});

class Bridge implements DriverInstance<"id-card-reader"> {
  readonly #context: DriverContext<BridgeOptions>;
  readonly #profile: BridgeProfile;
  readonly #decodePhoto: PhotoDecoder;
  /** Cards are compared by this, so that none has to be remembered. */
  readonly #key: Buffer;
  #service: CardService | undefined;
  /** The card that was read and may still lie there: a service goes on telling of it. */
  #readCard: string | undefined;
  #observed: Observed = ONLINE;
  #isBusy = false;

  constructor(context: DriverContext<BridgeOptions>, profile: BridgeProfile) {
    this.#context = context;
    this.#profile = profile;
    this.#decodePhoto = photoDecoder(context.options.photoDecoder, context.clock);
    this.#key = context.random.bytes(32);
  }

  readonly commands: DriverInstance<"id-card-reader">["commands"] = {
    "read-card": (args, call) => this.#alone(() => this.#read(args.photo, call)),
    "await-removal": (_args, call) => this.#alone(() => this.#awaitRemoval(call)),
  };

  async open(): Promise<Result<void, DriverFailure>> {
    const service = await this.#connect();
    if (!service.ok) return service;
    this.#service = service.value;
    return service.value.check(this.#context.signal);
  }

  async status(signal: AbortSignal): Promise<Observed> {
    // While a command asks over HTTP the answers themselves show how it is; a ping disturbs nothing.
    if (!this.#service || (this.#isBusy && this.#profile.channel.kind === "http")) return this.#observed;
    const health = await this.#service.check(signal);
    this.#observed = health.ok ? ONLINE : { ...ONLINE, state: stateOf(health.error), reasons: [reasonOf(health.error)] };
    if (!health.ok && health.error.code === "device.timeout") this.#context.lost("the service does not answer");
    return this.#observed;
  }

  close(): Promise<void> {
    this.#service?.close();
    wipe(this.#key);
    return Promise.resolve();
  }

  async #connect(): Promise<Result<CardService, DriverFailure>> {
    const { channel } = this.#profile;
    switch (channel.kind) {
      case "http":
        return ok(new HttpService(this.#context, this.#profile, channel));
      case "ws":
        return WsService.open(this.#context, this.#profile, channel, {
          idle: (seen) => this.#note(seen),
          lost: (why) => this.#context.lost(why),
        });
      default:
        return unreachable(channel);
    }
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  /** Watches until `judge` has an answer, the service fails or the caller has waited enough. */
  async #watch<T>(call: Call, judge: (seen: Seen) => Result<T, DriverFailure> | undefined): Promise<Result<T, DriverFailure>> {
    const done = new AbortController();
    let verdict: Result<T, DriverFailure> | undefined;
    const over = await this.#service?.watch(AbortSignal.any([call.signal, done.signal]), (seen) => {
      if (verdict) return;
      verdict = judge(seen);
      if (verdict) done.abort();
    });
    if (verdict) return verdict;
    if (over && !over.ok) return over;
    return err({ code: stopReason(call.signal), sent: "yes", recovery: "retry", facts: { waitingFor: "card" } });
  }

  async #read(photo: boolean, call: Call): Promise<Result<CardReading, DriverFailure>> {
    let failures = 0;
    const read = await this.#watch<BridgeCard>(call, (seen) => {
      this.#note(seen);
      if (seen.ok && seen.value.is === "card") {
        const card = this.#markOf(seen.value.reading);
        if (card === this.#readCard) return undefined;
        this.#readCard = card;
        return ok(seen.value.reading);
      }
      const failure = this.#failureIn(seen);
      if (!failure) return undefined;
      failures += 1;
      return isWorthAnotherTry(failure) && failures < READ_ATTEMPTS ? undefined : err(failure);
    });
    if (!read.ok) return this.#failed(read.error);
    this.#context.count("GoodReadCount");
    const picture = photo ? await this.#photo(read.value.photo) : undefined;
    return ok(picture === undefined ? { card: read.value.card } : { card: read.value.card, photo: picture });
  }

  async #awaitRemoval(call: Call): Promise<Result<{ removed: true }, DriverFailure>> {
    // What is told once is so; what is asked may be a card at the rim.
    const missesWanted = this.#profile.channel.kind === "ws" ? 1 : GONE_AFTER_MISSES;
    let misses = 0;
    let failures = 0;
    const removed = await this.#watch<{ removed: true }>(call, (seen) => {
      const failure = this.#failureIn(seen);
      if (failure) failures += 1;
      if (failure && !(isWorthAnotherTry(failure) && failures < READ_ATTEMPTS)) return err(failure);
      const isAnother =
        seen.ok && seen.value.is === "card" && this.#readCard !== undefined && this.#markOf(seen.value.reading) !== this.#readCard;
      if (seen.ok && seen.value.is === "card") misses = 0;
      if (seen.ok && seen.value.is === "no-card") misses += 1;
      if (misses < missesWanted && !isAnother) return undefined;
      this.#readCard = undefined;
      return ok({ removed: true });
    });
    return removed.ok ? removed : this.#failed(removed.error);
  }

  #note(seen: Seen): void {
    if (seen.ok && seen.value.is === "no-card") this.#readCard = undefined;
  }

  #failureIn(seen: Seen): DriverFailure | undefined {
    const failure = seen.ok ? (seen.value.is === "failure" ? told(seen.value.code).error : undefined) : seen.error;
    if (failure?.code === "device.bad-reply") this.#context.count("CommunicationErrorCount");
    if (failure?.code.startsWith("card.")) this.#context.count("FailedReadCount");
    return failure;
  }

  #failed(failure: DriverFailure) {
    const isGone = failure.code === "device.timeout" && failure.sent === "indeterminate";
    if (isGone || (failure.code === "device.offline" && failure.facts["toldBy"] === undefined)) this.#context.lost(reasonOf(failure));
    return err(failure);
  }

  async #photo(photo: BridgeCard["photo"]): Promise<string | undefined> {
    if (!photo) return undefined;
    const decoded = photo.as === "block" ? await this.#decodePhoto(photo.bytes) : ok(photo.bytes);
    if (decoded.ok && isPhoto(decoded.value)) return decoded.value.toString("base64");
    const why = decoded.ok ? "not-a-card-photo" : decoded.error.why;
    if (why !== "no-decoder") this.#context.log.warn("card-photo.failed", { why });
    return undefined;
  }

  #markOf({ card }: BridgeCard): string {
    return keyedHash(this.#key, `${card.layout} ${card.number}`);
  }
}

function isWorthAnotherTry({ code }: DriverFailure): boolean {
  return code === "device.bad-reply" || code === "card.unreadable";
}

function stateOf({ code }: DriverFailure): Observed["state"] {
  return code === "device.offline" || code === "device.timeout" ? "offline" : "hardwareError";
}

function reasonOf({ code, facts }: DriverFailure): string {
  return [code, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(" ");
}
