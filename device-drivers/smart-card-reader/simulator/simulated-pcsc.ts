import { err, ok, type Result } from "../../../base/result.ts";
import type { Pcsc, PcscCard, PcscFault, PcscListeners, PcscProblem, PcscService, SeenReader } from "../pcsc.ts";
import type { SimulatedCard } from "../simulator.ts";

interface Reader {
  isPlugged: boolean;
  card: SimulatedCard | "mute" | undefined;
  lay: number;
}

const fault = (problem: PcscProblem): { readonly ok: false; readonly error: PcscFault } =>
  err({ problem, text: `simulated ${problem}` }) as { ok: false; error: PcscFault };

/** A PC/SC service in memory: readers, cards in them, and everything that can be pulled, stopped or left silent. */
export class SimulatedPcsc implements Pcsc {
  readonly #readers = new Map<string, Reader>();
  /** Settles what is under way when the ground goes: by reader, or all. */
  readonly #pending = new Map<(problem: PcscProblem) => void, Reader>();
  #listeners: PcscListeners | undefined;
  #isRunning = true;
  /** Powering a card up never comes to an end. */
  connectHangs = false;

  constructor(...readers: readonly string[]) {
    for (const name of readers) this.#readers.set(name, { isPlugged: true, card: undefined, lay: 0 });
  }

  open(listeners: PcscListeners): Result<PcscService, PcscFault> {
    if (!this.#isRunning) return fault("no-service");
    this.#listeners = listeners;
    const seen = () => this.#seen();
    return ok({
      get readers() {
        return seen();
      },
      connect: (reader) => this.#connect(reader),
      close: () => {
        if (this.#listeners === listeners) this.#listeners = undefined;
      },
    });
  }

  lay(card: SimulatedCard | "mute", reader?: string): void {
    const there = this.#reader(reader);
    this.take(reader);
    there.card = card;
    there.lay += 1;
    if (card !== "mute") card.reset();
    this.#tell();
  }

  take(reader?: string): void {
    const there = this.#reader(reader);
    if (!there.card) return;
    this.#remove(there);
    this.#tell();
  }

  /** One card pulled and another pushed in between two looks of the service: nobody sees the reader empty. */
  swap(card: SimulatedCard, reader?: string): void {
    const there = this.#reader(reader);
    this.#remove(there);
    there.card = card;
    there.lay += 1;
    card.reset();
    this.#tell();
  }

  #remove(there: Reader): void {
    there.card = undefined;
    there.lay += 1;
    this.#break("removed", there);
  }

  unplug(reader?: string): void {
    const there = this.#reader(reader);
    there.isPlugged = false;
    this.#break("no-reader", there);
    this.#tell();
  }

  plug(reader?: string): void {
    this.#reader(reader).isPlugged = true;
    this.#tell();
  }

  stop(): void {
    this.#isRunning = false;
    this.#break("no-service");
    const listeners = this.#listeners;
    this.#listeners = undefined;
    listeners?.onGone({ problem: "no-service", text: "simulated end" });
  }

  start(): void {
    this.#isRunning = true;
  }

  #reader(name?: string): Reader {
    const found = name === undefined ? [...this.#readers.values()][0] : this.#readers.get(name);
    if (!found) throw new Error(`no reader ${name}`);
    return found;
  }

  #seen(): readonly SeenReader[] {
    return [...this.#readers]
      .filter(([, { isPlugged }]) => isPlugged)
      .map(([name, { card, lay }]) => ({ name, card: card ? { lay, isMute: card === "mute" } : undefined }));
  }

  #tell(): void {
    this.#listeners?.onReaders(this.#seen());
  }

  #break(problem: PcscProblem, only?: Reader): void {
    for (const [settle, reader] of [...this.#pending]) if (!only || only === reader) settle(problem);
  }

  async #connect(name: string): Promise<Result<PcscCard, PcscFault>> {
    if (this.connectHangs) await new Promise(() => undefined);
    if (!this.#isRunning) return fault("no-service");
    const reader = this.#readers.get(name);
    if (!reader?.isPlugged) return fault("no-reader");
    const { card, lay } = reader;
    if (!card) return fault("no-card");
    if (card === "mute") return fault("mute");
    return ok({
      transmit: (apdu) => {
        if (!this.#isRunning) return Promise.resolve(fault("no-service"));
        if (!reader.isPlugged) return Promise.resolve(fault("no-reader"));
        if (reader.lay !== lay) return Promise.resolve(fault("removed"));
        return this.#transmit(reader, card, Buffer.from(apdu));
      },
      release: async () => card.reset(),
    });
  }

  #transmit(reader: Reader, card: SimulatedCard, apdu: Buffer): Promise<Result<Buffer, PcscFault>> {
    return new Promise((resolve, reject) => {
      const settle = (problem: PcscProblem) => {
        this.#pending.delete(settle);
        resolve(fault(problem));
      };
      this.#pending.set(settle, reader);
      card.answer(apdu).then((answer) => {
        if (answer === "silence") return;
        if (answer === "pulled") {
          // As pcscd does: the exchange breaks off, and a moment later the card is seen to be gone.
          settle("not-transacted");
          queueMicrotask(() => this.#takeFrom(reader));
          return;
        }
        this.#pending.delete(settle);
        resolve(ok(answer));
      }, reject);
    });
  }

  #takeFrom(reader: Reader): void {
    for (const [name, one] of this.#readers) if (one === reader) this.take(name);
  }
}
