/**
 * The dev dock: what stands beside a demonstration kiosk in place of hands, cards and cables. Never part of a real kiosk.
 *
 *   GET  /api/dock            server-sent events, each `data:` one DockView
 *   POST /api/act             DockAct → 204
 *   GET  /api/sheets/:id.pdf  what the certificate printer put out
 */
export interface DockView {
  readonly cards: readonly { readonly id: string; readonly label: string }[];
  readonly cardOnReader: string | null;
  readonly clips: readonly { readonly id: string; readonly label: string }[];
  readonly clip: string;
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

export type ReceiptFault = "paper-low" | "paper-out" | "cover-open" | "cutter-jam" | "offline" | "silent" | "mute" | "unplugged";
export type CertificateFault =
  | "media-empty"
  | "media-jam"
  | "cover-open"
  | "aborts-next-job"
  | "loses-next-job"
  | "drops-next-reply"
  | "unplugged";

export type DockAct =
  | { readonly act: "insert-card"; readonly card: string }
  | { readonly act: "remove-card" }
  | { readonly act: "choose-clip"; readonly clip: string }
  | { readonly act: "receipt-fault"; readonly fault: ReceiptFault; readonly on: boolean }
  | { readonly act: "certificate-fault"; readonly fault: CertificateFault; readonly on: boolean }
  /** Kills or starts a process of the hall: `hub`, `departments`, `device-host`, … */
  | { readonly act: "process"; readonly name: string; readonly to: "stopped" | "running" };
