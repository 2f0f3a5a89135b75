/** Kinds that stand under `devices` in the settings; device-host drives them. */
export const CONFIGURED_KINDS = [
  "id-card-reader",
  "smart-card-reader",
  "code-scanner",
  "receipt-printer",
  "ticket-printer",
  "certificate-printer",
  "document-camera",
  "signature-pad",
  "auxiliaries",
  "locker",
  "stamp",
] as const;

export type ConfiguredKind = (typeof CONFIGURED_KINDS)[number];

/** The face camera has its own place in the settings: the face process owns it. */
export const DEVICE_KINDS = [...CONFIGURED_KINDS, "camera"] as const;

export type DeviceKind = (typeof DEVICE_KINDS)[number];
