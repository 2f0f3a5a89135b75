import type { GroupName, IppMessage } from "./ipp-codec.ts";
import type { IppString, IppValue } from "./ipp-values.ts";

/** Operations (RFC 8011 §5.4.15). */
export const OPERATION = {
  printJob: 0x0002,
  validateJob: 0x0004,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

/** Statuses we tell apart (RFC 8011 appendix B); anything below 0x100 is a success. */
export const STATUS = {
  ok: 0x0000,
  okIgnored: 0x0001,
  badRequest: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  attributesNotSupported: 0x040b,
  formatNotSupported: 0x040a,
  internalError: 0x0500,
  operationNotSupported: 0x0501,
  versionNotSupported: 0x0503,
  serverBusy: 0x0507,
  jobCanceled: 0x0508,
} as const;

export const isSuccess = (status: number) => status < 0x100;

/** job-state (RFC 8011 §5.3.7). */
export const JOB_STATE = { pending: 3, held: 4, processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const;
/** printer-state (RFC 8011 §5.4.11). */
export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

export type Attributes = Readonly<Record<string, readonly IppValue[]>>;

export const text = (type: IppString, ...values: readonly string[]): IppValue[] => values.map((value) => ({ type, value }));
export const integer = (value: number): IppValue[] => [{ type: "integer", value }];
export const enumeration = (value: number): IppValue[] => [{ type: "enum", value }];
export const boolean = (value: boolean): IppValue[] => [{ type: "boolean", value }];

export function groupsOf(message: IppMessage, group: GroupName): Attributes[] {
  return message.groups.filter((one) => one.group === group).map((one) => one.attributes);
}

export function numberIn(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name]?.[0];
  return value?.type === "integer" || value?.type === "enum" ? value.value : undefined;
}

/** All string values of an attribute, of whatever string type. */
export function stringsIn(attributes: Attributes, name: string): string[] {
  return (attributes[name] ?? []).flatMap((value) => ("value" in value && typeof value.value === "string" ? [value.value] : []));
}

export function stringIn(attributes: Attributes, name: string): string | undefined {
  return stringsIn(attributes, name)[0];
}
