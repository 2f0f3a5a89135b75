import { readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import { CertificatePrinterSimulator } from "../../device-drivers/certificate-printer/simulator.ts";
import { SAMPLE_CARDS, type SampleCardName } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../device-drivers/id-card-reader/simulator.ts";
import { ReceiptPrinterSimulator } from "../../device-drivers/receipt-printer/simulator/simulator.ts";
import type { DockAct, DockView } from "./api.ts";
import { ROOT } from "./hall-files.ts";
import type { HallPorts } from "./ports.ts";

const FACES = join(ROOT, "test", "fixtures", "faces");

const CARD_LABELS: Readonly<Record<SampleCardName, string>> = {
  resident: "林晓岚 居民身份证",
  rareName: "张䶮𬭩 居民身份证（长期）",
  expired: "周样张 居民身份证（已过期）",
  residencePermit: "陈样张 港澳台居民居住证",
  foreigner2017: "SPECIMEN 外国人永久居留证 2017",
  foreigner2023: "SPECIMEN 外国人永久居留证 2023",
};

const CLIP_LABELS: Readonly<Record<string, string>> = {
  "live-a": "林晓岚本人",
  "live-b": "另一个人",
  "other-c": "第三个人",
  "two-people": "两个人",
  nobody: "没有人",
  "print-attack-a": "举着林晓岚的照片",
};

/** The things of the demonstration kiosk: each speaks its real wire and can be told to fail. They outlive every process of the kiosk. */
export class Hardware {
  readonly cardReader: SamSimulator;
  readonly receiptPrinter: ReceiptPrinterSimulator;
  readonly certificatePrinter: CertificatePrinterSimulator;
  readonly #camera: string;
  readonly #listeners: (() => void)[] = [];
  #card: SampleCardName | null = null;
  #clip = "live-a";
  #closers: (() => Promise<void>)[] = [];

  constructor(camera: string, clock: Clock) {
    this.#camera = camera;
    this.cardReader = new SamSimulator(clock, { baud: 115_200 });
    this.receiptPrinter = new ReceiptPrinterSimulator({ clock, rowMs: 20 });
    this.certificatePrinter = new CertificatePrinterSimulator({ clock });
  }

  async start(ports: HallPorts): Promise<void> {
    this.#showClip();
    const reader = await this.cardReader.listen(ports.cardReader);
    await this.receiptPrinter.listen(ports.receiptPrinter);
    await this.certificatePrinter.listen(ports.certificatePrinter);
    this.#closers = [() => reader.close(), () => this.receiptPrinter.close(), () => this.certificatePrinter.close()];
    this.receiptPrinter.onPaper(() => this.#changed());
    this.certificatePrinter.onSheet(() => this.#changed());
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }

  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  view(): Omit<DockView, "processes"> {
    const { receiptPrinter, certificatePrinter } = this;
    return {
      cards: (Object.keys(SAMPLE_CARDS) as SampleCardName[]).map((id) => ({ id, label: CARD_LABELS[id] })),
      cardOnReader: this.#card,
      clips: clips().map((id) => ({ id, label: CLIP_LABELS[id] ?? id })),
      clip: this.#clip,
      receiptPrinter: {
        faults: [...receiptPrinter.faults],
        papers: receiptPrinter.papers.map(({ id, at, text }) => ({ id, at, text })),
      },
      certificatePrinter: {
        faults: [...certificatePrinter.faults],
        sheets: certificatePrinter.sheets.map(({ id, at, job, pages }) => ({ id, at, job, pages })),
      },
    };
  }

  async act(act: Exclude<DockAct, { act: "process" }>): Promise<void> {
    switch (act.act) {
      case "insert-card":
        this.#insert(act.card);
        break;
      case "remove-card":
        this.#card = null;
        this.cardReader.removeCard();
        break;
      case "choose-clip":
        if (!clips().includes(act.clip)) return;
        this.#clip = act.clip;
        this.#showClip();
        break;
      case "receipt-fault":
        await this.receiptPrinter.setFault(act.fault, act.on);
        break;
      case "certificate-fault":
        await this.certificatePrinter.setFault(act.fault, act.on);
        break;
      default:
        unreachable(act);
    }
    this.#changed();
  }

  #insert(name: string): void {
    if (!(name in SAMPLE_CARDS)) return;
    this.#card = name as SampleCardName;
    this.cardReader.insertCard(SAMPLE_CARDS[this.#card]);
  }

  // The camera opens this path anew at each attempt, so another person is a matter of another link.
  #showClip(): void {
    const link = join(this.#camera, "current.mjpeg");
    rmSync(link, { force: true });
    symlinkSync(join(FACES, `${this.#clip}.mjpeg`), link);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function clips(): string[] {
  return readdirSync(FACES)
    .filter((file) => file.endsWith(".mjpeg"))
    .map((file) => file.replace(/\.mjpeg$/u, ""))
    .sort();
}
