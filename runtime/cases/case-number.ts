/** Three digits that tell this kiosk's case numbers from those of its neighbours: the last digits of its id. */
export function kioskDigits(kiosk: string): string {
  return kiosk.replace(/\D/g, "").slice(-3).padStart(3, "0");
}

/**
 * 办件编号: implementation code + handling code + date + serial. The usual serial has four digits for the whole department; kiosks that count
 * apart from each other, and without the hub, need their own three digits before it. More than 9999 a day makes it longer, never double.
 */
export function caseNumber(codes: { implementation: string; handling: string }, date: string, kiosk: string, counter: number): string {
  return codes.implementation + codes.handling + date + kioskDigits(kiosk) + String(counter).padStart(4, "0");
}
