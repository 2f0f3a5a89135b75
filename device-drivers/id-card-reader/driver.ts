import { pause } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  type Observed,
  unopened,
} from "../host/driver.ts";
import type { CardReading } from "../kinds/id-card-reader.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import type { Transport } from "../transport/transport.ts";
import { decodeCardText } from "./card-text.ts";
import { BASE_INFO } from "./codec.ts";
import { HID_PROFILE_SCHEMA, type HidProfileName, throughReports } from "./hid-profiles.ts";
import { PHOTO_DECODER_SCHEMA, type PhotoDecoder, type PhotoDecoderSettings, photoDecoder } from "./photo-decoder.ts";
import { malformed, reasonOf, stateOf, stopped } from "./reader-failures.ts";
import { badReply, Sam, type SamAnswer, type SamFailure } from "./sam.ts";
import { CALM_POLL_MS, FIND_POLL_MS, GONE_AFTER_MISSES, PROBE_REPLY_MS, READ_ATTEMPTS } from "./timing.ts";

export interface IdCardReaderOptions {
  readonly transport: TransportSettings;
  readonly photoDecoder: PhotoDecoderSettings;
  /** How frames lie in reports; only on USB-HID. `whole` unless said otherwise. */
  readonly hidProfile?: HidProfileName;
}

const ONLINE: Observed = { state: "online", paper: {}, cover: "unknown", reasons: [] };

/** Resident-ID readers with a GA 467 security module, on a serial port, a serial-to-TCP box or USB-HID reports. */
export default defineDriver<"id-card-reader", IdCardReaderOptions>({
  kind: "id-card-reader",
  models: ["GA 467 SAM"],
  settings: {
    type: "object",
    required: ["transport"],
    properties: {
      transport: TRANSPORT_SCHEMA,
      photoDecoder: { ...PHOTO_DECODER_SCHEMA, default: { kind: "none" } },
      hidProfile: HID_PROFILE_SCHEMA,
    },
    additionalProperties: false,
  },
  async open(context) {
    const { options } = context;
    const opened = await context.connect(options.transport);
    if (!opened.ok) return unopened(opened.error);
    const { transport, hidProfile = "whole" } = options;
    const line = transport.kind === "hid" ? throughReports(opened.value, hidProfile, transport.reportBytes) : opened.value;
    const reader = new IdCardReader(line, context);
    const health = await reader.inspect();
    if (health.ok) return ok(reader);
    await reader.close();
    return err(health.error.failure);
  },
});

class IdCardReader implements DriverInstance<"id-card-reader"> {
  readonly #transport: Transport;
  readonly #context: DriverContext<IdCardReaderOptions>;
  readonly #sam: Sam;
  readonly #decodePhoto: PhotoDecoder;
  #observed: Observed = ONLINE;
  #busy = false;
  /** A card that was read answers no `find` until it has left the field: only a question to the card itself shows it. */
  #readCardMayLie = false;
  /** The module may have read a card whose answer never got here; only a reset makes it find that card again. */
  #readWasLost = false;

  constructor(transport: Transport, context: DriverContext<IdCardReaderOptions>) {
    this.#transport = transport;
    this.#context = context;
    this.#decodePhoto = photoDecoder(context.options.photoDecoder, context.clock);
    this.#sam = new Sam(transport, context.clock, () => context.log.warn("sam.stray-reply", { noise: this.#sam.noise }));
    transport.onClose((why) => context.lost(`${why.code}: ${why.facts["why"]}`));
  }

  readonly commands: DriverInstance<"id-card-reader">["commands"] = {
    "read-card": (args, call) => this.#alone(() => this.#readCard(args.photo, call)),
    "await-removal": (_args, call) => this.#alone(() => this.#awaitRemoval(call)),
  };

  async inspect(signal?: AbortSignal): Promise<Result<SamAnswer, SamFailure>> {
    return this.#sam.ask("status", signal ?? this.#context.signal, PROBE_REPLY_MS);
  }

  async status(signal: AbortSignal): Promise<Observed> {
    // A command keeps asking the reader by itself; a question in between would only take its place on the line.
    if (this.#busy) return this.#observed;
    const health = await this.inspect(signal);
    this.#observed = health.ok ? ONLINE : { ...ONLINE, state: stateOf(health.error), reasons: [reasonOf(health.error)] };
    if (!health.ok && health.error.silent) this.#context.lost("no answer to status");
    return this.#observed;
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  async #alone<T>(work: () => Promise<Result<T, DriverFailure>>): Promise<Result<T, DriverFailure>> {
    this.#busy = true;
    const before = this.#sam.answers;
    try {
      const result = await work();
      // The question that failed may not have left, but the module has heard earlier ones of this command.
      const heard = !result.ok && result.error.sent === "no" && this.#sam.answers > before;
      return heard ? err({ ...result.error, sent: "yes" }) : result;
    } finally {
      this.#busy = false;
    }
  }

  async #readCard(photo: boolean, call: Call): Promise<Result<CardReading, DriverFailure>> {
    let last: SamFailure | undefined;
    for (let attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      const found = await this.#awaitCard(call, last !== undefined);
      if (found.ok && !found.value) break;
      const tried = found.ok ? await this.#readOnce(photo, call) : found;
      if (tried.ok) {
        this.#context.count("GoodReadCount");
        return tried;
      }
      last = await this.#failed(tried.error, attempt, call);
      if (!last.again || call.signal.aborted) break;
      // Also lets a late answer pass before the next question.
      await pause(this.#context.clock, CALM_POLL_MS, call.signal);
    }
    return err(last?.failure ?? stopped(call).failure);
  }

  /** True when a card lies there. After a failed try it waits only so long as to know that the card was taken: false. */
  async #awaitCard(call: Call, hasFailed: boolean): Promise<Result<boolean, SamFailure>> {
    if (this.#readWasLost && !call.signal.aborted) {
      const reset = await this.#sam.ask("reset", call.signal, PROBE_REPLY_MS);
      if (!reset.ok) return reset;
      this.#readWasLost = false;
    }
    for (let misses = 0; !call.signal.aborted; ) {
      const found = await this.#sam.ask("find", call.signal);
      if (!found.ok) return found;
      if (found.value.kind === "card-found") return ok(true);
      misses += 1;
      if (hasFailed && misses >= GONE_AFTER_MISSES) return ok(false);
      await pause(this.#context.clock, hasFailed ? CALM_POLL_MS : FIND_POLL_MS, call.signal);
    }
    return err(stopped(call));
  }

  async #readOnce(photo: boolean, call: Call): Promise<Result<CardReading, SamFailure>> {
    const selected = await this.#sam.ask("select", call.signal);
    if (!selected.ok) return selected;
    this.#readWasLost = true;
    const read = await this.#sam.ask("read-base", call.signal);
    if (read.ok || read.error.failure.code.startsWith("card.")) this.#readWasLost = false;
    if (!read.ok) return read;
    this.#readCardMayLie = true;
    const info = BASE_INFO.decode(read.value.data);
    wipe(read.value.data);
    if (!info.ok) return err(badReply("read-base", { field: info.error.field, offset: info.error.offset }));
    try {
      const card = decodeCardText(info.value.text);
      if (!card.ok) return err(malformed(card.error));
      const bmp = photo ? await this.#photo(info.value.photo) : undefined;
      return ok(bmp ? { card: card.value, photo: bmp } : { card: card.value });
    } finally {
      wipe(info.value.text);
      wipe(info.value.photo);
    }
  }

  async #photo(block: Buffer): Promise<string | undefined> {
    const bmp = await this.#decodePhoto(block);
    if (!bmp.ok) {
      if (bmp.error.why !== "no-decoder") this.#context.log.warn("card-photo.failed", { why: bmp.error.why, ...bmp.error.facts });
      return undefined;
    }
    const text = bmp.value.toString("base64");
    wipe(bmp.value);
    return text;
  }

  async #awaitRemoval(call: Call): Promise<Result<{ removed: true }, DriverFailure>> {
    for (let misses = 0, failures = 0; !call.signal.aborted; ) {
      const there = await this.#cardIsThere(call);
      if (!there.ok) {
        const failure = await this.#failed(there.error, ++failures, call);
        if (!failure.again || failures >= READ_ATTEMPTS) return err(failure.failure);
      } else {
        failures = 0;
        misses = there.value === "there" ? 0 : misses + 1;
      }
      if (misses >= GONE_AFTER_MISSES || (there.ok && there.value === "another")) {
        this.#readCardMayLie = false;
        return ok({ removed: true });
      }
      await pause(this.#context.clock, CALM_POLL_MS, call.signal);
    }
    return err(stopped(call).failure);
  }

  /** `another`: one that is found is not the one that was read, which has been taken, however quickly the two were changed. */
  async #cardIsThere(call: Call): Promise<Result<"there" | "another" | "none", SamFailure>> {
    const wasRead = this.#readCardMayLie;
    if (wasRead) {
      // The smallest thing a selected card can be asked; nothing on it is looked at.
      const address = await this.#sam.ask("read-newest-address", call.signal);
      if (address.ok) {
        wipe(address.value.data);
        return ok("there");
      }
      if (address.error.failure.code !== "card.unreadable" && address.error.failure.code !== "device.bad-reply") return address;
    }
    const found = await this.#sam.ask("find", call.signal);
    if (!found.ok) return found;
    if (found.value.kind !== "card-found") return ok("none");
    return ok(wasRead ? "another" : "there");
  }

  /** Counts, and finds out whether a reader that said nothing is still there: a reboot passes, an absent one is lost. */
  async #failed(failure: SamFailure, attempt: number, call: Call): Promise<SamFailure> {
    const { code } = failure.failure;
    if (code === "device.timeout" || code === "device.bad-reply") this.#context.count("CommunicationErrorCount");
    if (code.startsWith("card.")) this.#context.count("FailedReadCount");
    const noted = { ...failure, failure: { ...failure.failure, facts: { ...failure.failure.facts, attempt } } };
    if (!failure.silent || call.signal.aborted) return noted;
    if ((await this.inspect(call.signal)).ok) return noted;
    this.#context.lost(`no answer to ${failure.failure.facts["request"]}, nor to status`);
    return { ...noted, again: false };
  }
}
