import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import { AUXILIARIES, type AuxiliariesCommands } from "./auxiliaries.ts";
import { CERTIFICATE_PRINTER, type CertificatePrinterCommands } from "./certificate-printer.ts";
import { CODE_SCANNER, type CodeScannerCommands } from "./code-scanner.ts";
import { DOCUMENT_CAMERA, type DocumentCameraCommands } from "./document-camera.ts";
import { ID_CARD_READER, type IdCardReaderCommands } from "./id-card-reader.ts";
import type { CommandRule, Rules } from "./kind.ts";
import { LOCKER, type LockerCommands } from "./locker.ts";
import { RECEIPT_PRINTER, type ReceiptPrinterCommands, TICKET_PRINTER, type TicketPrinterCommands } from "./receipt-printer.ts";
import { SIGNATURE_PAD, type SignaturePadCommands } from "./signature-pad.ts";
import { SMART_CARD_READER, type SmartCardReaderCommands } from "./smart-card-reader.ts";
import { STAMP, type StampCommands } from "./stamp.ts";

/** Commands by kind: what goes in, what comes out. */
export interface Commands {
  "id-card-reader": IdCardReaderCommands;
  "smart-card-reader": SmartCardReaderCommands;
  "code-scanner": CodeScannerCommands;
  "receipt-printer": ReceiptPrinterCommands;
  "ticket-printer": TicketPrinterCommands;
  "certificate-printer": CertificatePrinterCommands;
  "document-camera": DocumentCameraCommands;
  "signature-pad": SignaturePadCommands;
  auxiliaries: AuxiliariesCommands;
  locker: LockerCommands;
  stamp: StampCommands;
  /** Its pictures never cross this socket: the face process owns it. */
  camera: Record<never, never>;
}

export type CommandName<K extends DeviceKind> = keyof Commands[K] & string;

const KINDS: { readonly [K in DeviceKind]: Rules<Commands[K]> } = {
  "id-card-reader": ID_CARD_READER,
  "smart-card-reader": SMART_CARD_READER,
  "code-scanner": CODE_SCANNER,
  "receipt-printer": RECEIPT_PRINTER,
  "ticket-printer": TICKET_PRINTER,
  "certificate-printer": CERTIFICATE_PRINTER,
  "document-camera": DOCUMENT_CAMERA,
  "signature-pad": SIGNATURE_PAD,
  auxiliaries: AUXILIARIES,
  locker: LOCKER,
  stamp: STAMP,
  camera: {},
};

/** Undefined when devices of this kind know no such command. */
export function commandRule(kind: DeviceKind, command: string): CommandRule | undefined {
  const rules: Readonly<Record<string, CommandRule>> = KINDS[kind];
  return Object.hasOwn(rules, command) ? rules[command] : undefined;
}

/** Names of all commands of a kind. */
export function commandNames(kind: DeviceKind): readonly string[] {
  return Object.keys(KINDS[kind]);
}
