import { join } from "node:path";
import type { DeviceSettings, TransportSettings } from "../../config/settings/settings.ts";
import type { SimulatedTray } from "../../device-drivers/certificate-printer/simulator.ts";
import { BOARD_WIRING } from "./demo-board.ts";
import type { HallFolders, Wiring } from "./hall-files.ts";
import type { HallPorts } from "./ports.ts";

/** Boxes of the demonstration's locker, all on its one board. */
export const LOCKER_BOXES = 3;
export const LOCKER_BOARD = 1;

/** Of its certificate printer: two of them hold A4, one plain and one numbered. */
export const CERTIFICATE_TRAYS: readonly SimulatedTray[] = [
  { name: "main", media: "iso_a4_210x297mm", capacity: 250, level: 250 },
  { name: "tray-2", media: "iso_a3_297x420mm", capacity: 100, level: 100 },
  { name: "tray-3", media: "iso_a4_210x297mm", capacity: 100, level: 100 },
];

/** The devices of the demonstration kiosk, as its settings name them. */
export function demoDevices(folders: HallFolders, ports: HallPorts, wiring: Wiring): DeviceSettings[] {
  const tcp = (port: number): TransportSettings => ({ kind: "tcp", host: "127.0.0.1", port });
  return [
    {
      id: "card-reader",
      kind: "id-card-reader",
      driver: "sam",
      options: {
        transport: wiring.cardReader ?? tcp(ports.cardReader),
        photoDecoder: { kind: "lookup", folder: join(folders.kiosk, "photos") },
      },
    },
    {
      id: "receipt-printer",
      kind: "receipt-printer",
      driver: "escpos",
      options: { transport: tcp(ports.receiptPrinter), profile: "epson-t88", paperWidthMm: 80 },
    },
    {
      id: "certificate-printer",
      kind: "certificate-printer",
      driver: "ipp",
      options: {
        uri: wiring.certificatePrinterUri ?? `ipp://127.0.0.1:${ports.certificatePrinter}/ipp/print`,
        plainTrays: { iso_a4_210x297mm: "main" },
        blankTrays: { "business-licence-original": "tray-2", "business-licence-duplicate": "tray-3" },
      },
    },
    { id: "scanner", kind: "code-scanner", driver: "serial-scanner", options: { transport: tcp(ports.scanner), profile: "generic" } },
    { id: "board", kind: "auxiliaries", driver: "modbus-io", options: { transport: tcp(ports.board), ...BOARD_WIRING } },
    {
      id: "locker",
      kind: "locker",
      driver: "locker-8a",
      options: { transport: tcp(ports.locker), boards: [{ address: LOCKER_BOARD, locks: LOCKER_BOXES }] },
    },
  ];
}
