type Load = () => Promise<unknown>;

/** `alone`: it runs native code that may freeze or end its process, so it gets a process of its own. */
export type BuiltIn = Load | { readonly load: Load; readonly alone: true };

/** Our own drivers by the name that stands in the settings. Each one's code is loaded only when a device names it. */
export const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  sam: () => import("../id-card-reader/driver.ts"),
  bridge: () => import("../id-card-reader/bridge/driver.ts"),
  escpos: () => import("../receipt-printer/driver.ts"),
  "serial-scanner": () => import("../code-scanner/serial-driver.ts"),
  "hid-pos-scanner": () => import("../code-scanner/hid-driver.ts"),
  "modbus-io": () => import("../auxiliaries/driver.ts"),
  "escpos-ticket": () => import("../ticket-printer/driver.ts"),
  ipp: () => import("../certificate-printer/driver.ts"),
  "locker-8a": () => import("../locker/driver.ts"),
  pcsc: { load: () => import("../smart-card-reader/driver.ts"), alone: true },
  "v4l2-document": { load: () => import("../document-camera/driver.ts"), alone: true },
  "hid-digitizer": () => import("../signature-pad/driver.ts"),
  "stamp-line": () => import("../stamp/driver.ts"),
};
