import type { Presenter } from "../profile.ts";

/** The state a receipt printer shows on its status bytes. */
export interface PrinterState {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly cutterError: boolean;
  readonly jammed: boolean;
  readonly paper: "full" | "low" | "out";
  readonly inPresenter: boolean;
}

const when = (yes: boolean, bits: number) => (yes ? bits : 0);

/** The answer to DLE EOT `n`. */
export function answerByte(n: number, state: PrinterState, sensor?: Presenter["sensor"]): number {
  const end = state.paper === "out";
  switch (n) {
    case 1:
      return 0x12 | when(state.offline, 0x08);
    case 2:
      return 0x12 | when(state.coverOpen, 0x04) | when(end, 0x20) | when(state.cutterError || state.jammed, 0x40);
    case 3:
      return 0x12 | when(state.jammed, 0x04) | when(state.cutterError, 0x08);
    default: {
      // The end of the roll raises near-end as well.
      const roll = 0x12 | when(state.paper !== "full", 0x0c);
      if (sensor === "DLE EOT 4 bit 6 set") return roll | when(end, 0x20) | when(state.inPresenter, 0x40);
      if (sensor === "DLE EOT 4 bit 6 clear") return roll | when(end, 0x20) | when(!state.inPresenter, 0x40);
      return roll | when(end, 0x60);
    }
  }
}

/** The four bytes of automatic status. */
export function automaticBytes(state: PrinterState): Buffer {
  return Buffer.from([
    0x10 | when(state.offline, 0x08) | when(state.coverOpen, 0x20),
    when(state.jammed, 0x04) | when(state.cutterError, 0x08),
    when(state.paper !== "full", 0x03) | when(state.paper === "out", 0x0c),
    0,
  ]);
}

/** The six bytes of Custom's full status, asked for or sent by itself. */
export function fullStatusBytes(state: PrinterState): Buffer {
  return Buffer.from([
    ...[0x10, 0x0f],
    when(state.paper === "out", 0x01) | when(state.paper !== "full", 0x04) | when(state.inPresenter, 0x20),
    when(state.coverOpen, 0x02),
    when(state.jammed, 0x40),
    when(state.cutterError, 0x01),
  ]);
}

/** The answer to GS r 1: bits 0–1 near end, 2–3 end. */
export function paperByte(state: PrinterState): number {
  return when(state.paper !== "full", 0x03) | when(state.paper === "out", 0x0c);
}
