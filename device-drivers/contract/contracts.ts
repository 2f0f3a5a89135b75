import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { AnyContract } from "./contract.ts";

/** Brings a kind's contract when it is wanted: `locker: () => import("../locker/contract.ts")`, which exports `contract`. */
export type BringContract = () => Promise<{ readonly contract: AnyContract }>;

/** The contract of each kind, for the simulators in CI and for `zizhu device test` before a real unit. One line a kind, by name. */
export const CONTRACTS: Readonly<Partial<Record<DeviceKind, BringContract>>> = {
  auxiliaries: () => import("../auxiliaries/contract.ts"),
  "certificate-printer": () => import("../certificate-printer/contract.ts"),
  "code-scanner": () => import("../code-scanner/contract.ts"),
  "document-camera": () => import("../document-camera/contract.ts"),
  "id-card-reader": () => import("../id-card-reader/contract.ts"),
  locker: () => import("../locker/contract.ts"),
  "receipt-printer": () => import("../receipt-printer/contract.ts"),
  "signature-pad": () => import("../signature-pad/contract.ts"),
  "smart-card-reader": () => import("../smart-card-reader/contract.ts"),
  stamp: () => import("../stamp/contract.ts"),
  "ticket-printer": () => import("../ticket-printer/contract.ts"),
};
