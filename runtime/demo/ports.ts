import { createServer } from "node:net";

/** Every port of the demonstration hall, counted from one base so that two halls can stand side by side. */
export interface HallPorts {
  readonly kiosk: number;
  readonly dock: number;
  readonly hub: number;
  readonly providentFund: number;
  readonly caseCentre: number;
  readonly marketRegistration: number;
  readonly identity: number;
  readonly socialInsurance: number;
  readonly cardReader: number;
  readonly receiptPrinter: number;
  readonly certificatePrinter: number;
  readonly scanner: number;
  readonly board: number;
  readonly locker: number;
}

export const DEFAULT_BASE = 8600;

export function portsFrom(base: number): HallPorts {
  return {
    kiosk: base,
    dock: base + 1,
    hub: base + 2,
    providentFund: base + 11,
    caseCentre: base + 12,
    marketRegistration: base + 13,
    identity: base + 14,
    socialInsurance: base + 15,
    cardReader: base + 21,
    receiptPrinter: base + 22,
    certificatePrinter: base + 23,
    scanner: base + 24,
    board: base + 25,
    locker: base + 26,
  };
}

/** Names of ports that somebody else has open on the loopback address. */
export async function portsInUse(ports: HallPorts): Promise<{ name: string; port: number }[]> {
  const taken: { name: string; port: number }[] = [];
  for (const [name, port] of Object.entries(ports) as [string, number][]) {
    if (!(await isFree(port))) taken.push({ name, port });
  }
  return taken;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
