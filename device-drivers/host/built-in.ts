/** Our own drivers by the name that stands in the settings. Each one's code is loaded only when a device names it. */
export const BUILT_IN: Readonly<Record<string, () => Promise<unknown>>> = {
  sam: () => import("../id-card-reader/driver.ts"),
  escpos: () => import("../receipt-printer/driver.ts"),
  ipp: () => import("../certificate-printer/driver.ts"),
};
