import { readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Timer } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import { MjpegSplitter } from "../../device-drivers/camera/mjpeg-splitter.ts";
import { CertificatePrinterSimulator } from "../../device-drivers/certificate-printer/simulator.ts";
import { SERIAL_PROFILES } from "../../device-drivers/code-scanner/profiles.ts";
import { ScannerSimulator } from "../../device-drivers/code-scanner/simulator.ts";
import { ReceiptPrinterSimulator } from "../../device-drivers/escpos/simulator/simulator.ts";
import { SAMPLE_CARDS, type SampleCardName } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../device-drivers/id-card-reader/simulator.ts";
import { LockerSimulator } from "../../device-drivers/locker/simulator.ts";
import type { DockAct, DockDevice, DockView, Movement } from "./api.ts";
import { Cable } from "./cable.ts";
import { DemoBoard } from "./demo-board.ts";
import { CERTIFICATE_TRAYS, LOCKER_BOARD, LOCKER_BOXES } from "./demo-devices.ts";
import { CAMERA_FPS, ROOT } from "./hall-files.ts";
import type { HallPorts } from "./ports.ts";
import { SAMPLE_CODES } from "./sample-codes.ts";

const FACES = join(ROOT, "test", "fixtures", "faces");

const CARD_LABELS: Readonly<Record<SampleCardName, string>> = {
  resident: "林晓岚 居民身份证",
  rareName: "张䶮𬭩 居民身份证（长期）",
  expired: "周样张 居民身份证（已过期）",
  child: "许小禾 居民身份证（儿童）",
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
  "screen-attack-a": "举着林晓岚的屏幕画面",
  "cutout-a": "举着林晓岚照片的剪影",
  "swap-a-to-b": "中途换成另一个人",
};

/** Only the citizen of the demonstration moves; each film begins and ends as she stands. */
const MOVER = "live-a";
const MOVEMENTS: Readonly<Record<Movement, string>> = {
  "turn-left": "turn-left-a",
  "turn-right": "turn-right-a",
  blink: "blink-a",
  closer: "closer-a",
};

type HardwareAct = Exclude<DockAct, { act: "process" }>;

/** The things of the demonstration kiosk: each speaks its real wire and can be told to fail. They outlive every process of the kiosk. */
export class Hardware {
  readonly cardReader: SamSimulator;
  readonly scanner: ScannerSimulator;
  readonly board: DemoBoard;
  readonly locker: LockerSimulator;
  readonly receiptPrinter: ReceiptPrinterSimulator;
  readonly certificatePrinter: CertificatePrinterSimulator;
  readonly #cables: Readonly<Record<DockDevice, Cable>>;
  readonly #camera: string;
  readonly #clock: Clock;
  readonly #listeners: (() => void)[] = [];
  #card: SampleCardName | null = null;
  #clip = MOVER;
  #moving: { readonly movement: Movement; readonly end: Timer } | null = null;
  #isReceiptJammed = false;

  constructor(camera: string, ports: HallPorts, clock: Clock) {
    this.#camera = camera;
    this.#clock = clock;
    this.cardReader = new SamSimulator(clock, { baud: 115_200 });
    this.scanner = new ScannerSimulator(clock, SERIAL_PROFILES.generic);
    this.board = new DemoBoard(clock, () => this.#changed());
    this.locker = new LockerSimulator(clock);
    this.receiptPrinter = new ReceiptPrinterSimulator({ clock, rowMs: 20 });
    this.certificatePrinter = new CertificatePrinterSimulator({ clock, trays: CERTIFICATE_TRAYS });
    this.#cables = {
      "card-reader": new Cable(ports.cardReader, (line) => this.cardReader.attach(line)),
      scanner: new Cable(ports.scanner, (line) => this.scanner.attach(line)),
      board: new Cable(ports.board, (line) => this.board.simulator.attach(line)),
      locker: new Cable(ports.locker, (line) => this.locker.attach(line)),
      "receipt-printer": new Cable(ports.receiptPrinter, (line) => this.receiptPrinter.attach(line)),
      "certificate-printer": new Cable(ports.certificatePrinter, (line) => this.certificatePrinter.attach(line)),
    };
    this.receiptPrinter.onPaper(() => this.#changed());
    this.certificatePrinter.onSheet(() => this.#changed());
    // It tells before it acts; the door springs open in the same turn.
    this.locker.onRequest((verb) => {
      if (verb === "open") queueMicrotask(() => this.#changed());
    });
  }

  async start(): Promise<void> {
    this.#film(this.#clip);
    for (const cable of Object.values(this.#cables)) await cable.plugIn();
  }

  async stop(): Promise<void> {
    this.#moving?.end.cancel();
    for (const cable of Object.values(this.#cables)) await cable.pull();
  }

  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  view(): Omit<DockView, "processes"> {
    const { receiptPrinter, certificatePrinter, locker } = this;
    const devices = Object.entries(this.#cables) as [DockDevice, Cable][];
    const labelled = ({ id, label }: { id: string; label: string }) => ({ id, label });
    return {
      unplugged: devices.filter(([, cable]) => !cable.isPluggedIn).map(([device]) => device),
      cards: (Object.keys(SAMPLE_CARDS) as SampleCardName[]).map((id) => ({ id, label: CARD_LABELS[id] })),
      cardOnReader: this.#card,
      clips: clips().map((id) => ({ id, label: CLIP_LABELS[id] ?? id })),
      clip: this.#clip,
      movements: this.#clip === MOVER ? (Object.keys(MOVEMENTS) as Movement[]) : [],
      moving: this.#moving?.movement ?? null,
      codes: SAMPLE_CODES.map(labelled),
      board: this.board.view(),
      locker: { boxes: BOXES.map((box) => ({ box, door: locker.isOpen(lockOf(box)) ? "open" : "closed" })) },
      receiptPrinter: {
        faults: [...without(receiptPrinter.faults, "unplugged"), ...(this.#isReceiptJammed ? (["paper-jam"] as const) : [])],
        papers: receiptPrinter.papers.map(({ id, at, text }) => ({ id, at, text })),
      },
      certificatePrinter: {
        faults: without(certificatePrinter.faults, "unplugged"),
        sheets: certificatePrinter.sheets.map(({ id, at, job, pages }) => ({ id, at, job, pages })),
      },
    };
  }

  async act(act: HardwareAct): Promise<void> {
    await this.#do(act);
    this.#changed();
  }

  #do(act: HardwareAct): void | Promise<void> {
    switch (act.act) {
      case "cable":
        return act.pluggedIn ? this.#cables[act.device].plugIn() : this.#cables[act.device].pull();
      case "insert-card":
        return this.#insert(act.card);
      case "remove-card":
        this.#card = null;
        return this.cardReader.removeCard();
      case "choose-clip":
        if (!clips().includes(act.clip)) return;
        this.#clip = act.clip;
        return this.#stand();
      case "move":
        return this.#move(act.movement);
      case "show-code": {
        const code = SAMPLE_CODES.find(({ id }) => id === act.code);
        return code && this.scanner.show(code);
      }
      case "board":
        return this.board.set(act.event, act.on);
      case "locker-door":
        if (!BOXES.includes(act.box)) return;
        return act.door === "open" ? this.locker.force(lockOf(act.box)) : this.locker.shut(lockOf(act.box));
      case "receipt-fault":
        if (act.fault !== "paper-jam") return this.receiptPrinter.setFault(act.fault, act.on);
        this.#isReceiptJammed = act.on;
        return this.receiptPrinter.jam(act.on);
      case "certificate-fault":
        return this.certificatePrinter.setFault(act.fault, act.on);
      default:
        return unreachable(act);
    }
  }

  #insert(name: string): void {
    if (!(name in SAMPLE_CARDS)) return;
    this.#card = name as SampleCardName;
    this.cardReader.insertCard(SAMPLE_CARDS[this.#card]);
  }

  #move(movement: Movement): void {
    if (this.#clip !== MOVER) return;
    this.#moving?.end.cancel();
    const ms = this.#film(MOVEMENTS[movement]);
    const end = this.#clock.after(ms, () => {
      this.#stand();
      this.#changed();
    });
    this.#moving = { movement, end };
  }

  #stand(): void {
    this.#moving?.end.cancel();
    this.#moving = null;
    this.#film(this.#clip);
  }

  /** Another film runs before the camera as soon as the link is another one; it is replaced in one step. Milliseconds that the film lasts. */
  #film(clip: string): number {
    const [link, next] = [join(this.#camera, "current.mjpeg"), join(this.#camera, "next.mjpeg")];
    const film = join(FACES, `${clip}.mjpeg`);
    rmSync(next, { force: true });
    symlinkSync(film, next);
    renameSync(next, link);
    return (new MjpegSplitter().push(readFileSync(film)).length * 1000) / CAMERA_FPS;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const BOXES = Array.from({ length: LOCKER_BOXES }, (_, at) => at + 1);

function lockOf(box: number): { board: number; lock: number } {
  return { board: LOCKER_BOARD, lock: box };
}

function without<T, U extends T>(all: Iterable<T>, one: U): Exclude<T, U>[] {
  return [...all].filter((each): each is Exclude<T, U> => each !== one);
}

function clips(): string[] {
  return readdirSync(FACES)
    .filter((file) => file.endsWith(".mjpeg") && !file.endsWith(".ir.mjpeg"))
    .map((file) => file.replace(/\.mjpeg$/u, ""))
    .filter((clip) => !Object.values(MOVEMENTS).includes(clip))
    .sort();
}
