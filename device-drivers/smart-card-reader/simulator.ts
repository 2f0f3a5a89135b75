import type { SocialSecurityCard } from "../kinds/smart-card-reader.ts";
import { type Command, decodeCommand, encodeResponse } from "./apdu.ts";
import { EF05, EF06, encodeRecord, type Place, SSSE_AID } from "./records.ts";

/** What differs between cards of one standard. */
export interface CardHabits {
  /** P1 that it takes in SELECT of a file; `none` wants the file's number in READ RECORD. */
  readonly dialect: 0x00 | 0x02 | "none";
  /** Answers as over T=0: 61xx for an answer of SELECT, 6Cxx for a wrong Le. */
  readonly isT0: boolean;
  /** EF06 only after a PIN. */
  readonly isLocked: boolean;
}

/** What a card says to one command; `pulled`: it is drawn out instead. */
export type CardAnswer = Buffer | "silence" | "pulled";

/** Decides one answer in the card's stead; undefined leaves it to the card. `header` is CLA INS P1 P2 in hex. */
export type Interference = (header: string, apdu: Buffer) => CardAnswer | undefined | Promise<CardAnswer | undefined>;

const HABITS: CardHabits = { dialect: 0x02, isT0: true, isLocked: false };

const MASTER_FILE = 0x3f00;
/** What SELECT of the application answers with over T=0: a file-control template with its name. */
const FCI = Buffer.concat([Buffer.from([0x6f, 2 + SSSE_AID.length, 0x84, SSSE_AID.length]), SSSE_AID]);

const status = (sw: number, data: Buffer = Buffer.alloc(0)): Buffer => encodeResponse({ data, sw });

type Records = ReadonlyMap<number, Buffer>;

/** A chip card with a file system: one application with records, chosen by SELECT, read by READ RECORD. */
export class SimulatedCard {
  /** T=0, one clock rate, thirteen historical bytes that name no maker. */
  readonly atr: Buffer;
  interfere: Interference = () => undefined;
  readonly #files: ReadonlyMap<number, Records>;
  readonly #habits: CardHabits;
  readonly #hasApplication: boolean;
  #application = false;
  #file = MASTER_FILE;
  #waiting: Buffer = Buffer.alloc(0);

  /** Without `person` it is some other card: a chip without the application. */
  constructor(person?: SocialSecurityCard, habits: Partial<CardHabits> = {}, atr?: Buffer) {
    this.#habits = { ...HABITS, ...habits };
    this.#hasApplication = person !== undefined;
    this.#files = person ? filesOf(person) : new Map();
    this.atr = atr ?? Buffer.concat([Buffer.from("3B6D0000", "hex"), Buffer.from("ZIZHU-SAMPLE1", "latin1")]);
  }

  /** Power on, or a reset: what was selected is forgotten. */
  reset(): void {
    this.#application = false;
    this.#file = MASTER_FILE;
    this.#waiting = Buffer.alloc(0);
  }

  async answer(apdu: Buffer): Promise<CardAnswer> {
    const header = apdu.subarray(0, 4).toString("hex").toUpperCase();
    return (await this.interfere(header, apdu)) ?? this.#answer(apdu);
  }

  #answer(apdu: Buffer): Buffer {
    const command = decodeCommand(apdu);
    if (!command.ok) return status(0x6700);
    switch (command.value.ins) {
      case 0xa4:
        return this.#select(command.value);
      case 0xb2:
        return this.#readRecord(command.value);
      case 0xc0:
        return this.#getResponse(command.value);
      case 0x84:
        return this.#sized(command.value, Buffer.alloc(8, 0x5a));
      default:
        return status(0x6d00);
    }
  }

  #select({ p1, data }: Command): Buffer {
    if (p1 === 0x04) {
      if (!this.#hasApplication || !data?.equals(SSSE_AID)) return status(0x6a82);
      this.#application = true;
      this.#file = MASTER_FILE;
      return this.#fetchable(FCI);
    }
    if (p1 !== this.#habits.dialect) return status(0x6a86);
    const file = data?.length === 2 ? data.readUInt16BE(0) : -1;
    if (!this.#application || !this.#files.has(file)) return status(0x6a82);
    this.#file = file;
    return status(0x9000);
  }

  #readRecord(command: Command): Buffer {
    const sfi = command.p2 >> 3;
    if ((command.p2 & 0x07) !== 0x04) return status(0x6a86);
    const file = sfi === 0 ? this.#file : 0xef00 | sfi;
    const records = this.#application ? this.#files.get(file) : undefined;
    if (!records) return status(sfi === 0 ? 0x6986 : 0x6a82);
    if (file === EF06.file && this.#habits.isLocked) return status(0x6982);
    const record = records.get(command.p1);
    return record ? this.#sized(command, record) : status(0x6a83);
  }

  #getResponse({ le = 256 }: Command): Buffer {
    const part = this.#waiting.subarray(0, le);
    this.#waiting = this.#waiting.subarray(le);
    return this.#waiting.length > 0 ? status(0x6100 | (this.#waiting.length & 0xff), part) : status(0x9000, part);
  }

  #fetchable(data: Buffer): Buffer {
    if (!this.#habits.isT0) return status(0x9000);
    this.#waiting = data;
    return status(0x6100 | data.length);
  }

  #sized({ le }: Command, data: Buffer): Buffer {
    if (!this.#habits.isT0 || le === data.length) return status(0x9000, data.subarray(0, le));
    return status(0x6c00 | (data.length & 0xff));
  }
}

function filesOf({ issued, validUntil, cardNumber, number, name }: SocialSecurityCard): ReadonlyMap<number, Records> {
  const issuer: Records = new Map([put(EF05.issued, issued), put(EF05.validUntil, validUntil), put(EF05.cardNumber, cardNumber)]);
  const holder: Records = new Map([put(EF06.number, number), put(EF06.name, name)]);
  return new Map([
    [EF05.file as number, issuer],
    [EF06.file, holder],
  ]);
}

const put = <T>({ record, element }: Place<T>, value: T | null): [number, Buffer] => [record, encodeRecord(element, value)];
