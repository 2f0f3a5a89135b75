/**
 * The dev dock: what stands beside a demonstration kiosk in place of hands, cards and cables. Never part of a real kiosk.
 *
 *   GET  /api/dock            server-sent events, each `data:` one DockView
 *   POST /api/act             DockAct → 204
 *   GET  /api/sheets/:id.pdf  what the certificate printer put out
 */
export interface DockView {
  /** Devices whose cable is pulled. */
  readonly unplugged: readonly DockDevice[];
  readonly cards: readonly { readonly id: string; readonly label: string }[];
  readonly cardOnReader: string | null;
  readonly clips: readonly { readonly id: string; readonly label: string }[];
  readonly clip: string;
  /** What the person of the demonstration can be asked to do; none while somebody else, or a picture, stands there. */
  readonly movements: readonly Movement[];
  readonly moving: Movement | null;
  readonly codes: readonly { readonly id: string; readonly label: string }[];
  readonly board: {
    readonly now: readonly BoardEvent[];
    /** Guide lights that burn at this moment, by their names on the board; a flashing one comes and goes. */
    readonly lit: readonly string[];
  };
  readonly locker: { readonly boxes: readonly { readonly box: number; readonly door: "open" | "closed" }[] };
  readonly receiptPrinter: {
    readonly faults: readonly ReceiptFault[];
    readonly papers: readonly { readonly id: string; readonly at: number; readonly text: string }[];
  };
  readonly certificatePrinter: {
    readonly faults: readonly CertificateFault[];
    readonly sheets: readonly { readonly id: string; readonly at: number; readonly job: string; readonly pages: number }[];
  };
  readonly processes: readonly {
    readonly name: string;
    readonly state: "running" | "stopped" | "restarting" | "refused";
    readonly restarts: number;
  }[];
}

/** As the settings of the demonstration kiosk call them. */
export type DockDevice = "card-reader" | "scanner" | "board" | "locker" | "receipt-printer" | "certificate-printer";
export type BoardEvent = "person" | "cabinet-door" | "mains-failed" | "battery-low";
export type ReceiptFault = "paper-low" | "paper-out" | "paper-jam" | "cover-open" | "cutter-jam" | "offline" | "silent" | "mute";
export type CertificateFault = "media-empty" | "media-jam" | "cover-open" | "aborts-next-job" | "loses-next-job" | "drops-next-reply";

export type Movement = "turn-left" | "turn-right" | "blink" | "closer";

export type DockAct =
  | { readonly act: "cable"; readonly device: DockDevice; readonly pluggedIn: boolean }
  | { readonly act: "insert-card"; readonly card: string }
  | { readonly act: "remove-card" }
  | { readonly act: "choose-clip"; readonly clip: string }
  /** Makes a movement once, then stands as before. */
  | { readonly act: "move"; readonly movement: Movement }
  | { readonly act: "show-code"; readonly code: string }
  | { readonly act: "board"; readonly event: BoardEvent; readonly on: boolean }
  /** Pushes a door shut, or forces it open. */
  | { readonly act: "locker-door"; readonly box: number; readonly door: "open" | "closed" }
  | { readonly act: "receipt-fault"; readonly fault: ReceiptFault; readonly on: boolean }
  | { readonly act: "certificate-fault"; readonly fault: CertificateFault; readonly on: boolean }
  /** Kills or starts a process of the hall: `hub`, `departments`, `device-host`, … */
  | { readonly act: "process"; readonly name: string; readonly to: "stopped" | "running" };
