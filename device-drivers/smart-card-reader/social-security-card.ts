import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type DriverFailure, failed } from "../host/driver.ts";
import type { SocialSecurityCard } from "../kinds/smart-card-reader.ts";
import { type Command, type Response, readRecord, selectApplication, selectFile, swText } from "./apdu.ts";
import { decodeRecord, EF05, EF06, type Place, recordBytes, SSSE_AID } from "./records.ts";
import { failureOf, meaningOf, type SwKind } from "./sw.ts";

/** One command to the card and its whole answer. */
export type Exchange = (command: Command) => Promise<Result<Response, DriverFailure>>;

/** P1 of SELECT: cards know the one or the other. Where they know neither, READ RECORD itself names the file. */
const SELECT_DIALECTS = [0x02, 0x00] as const;

/** `sfi` 0: the file that has been selected. */
interface OpenFile {
  readonly sfi: number;
}

/**
 * Reads what the application gives without a PIN: the issuer's part must be there, the holder's may be locked. Nothing is
 * written and no PIN is tried.
 */
export async function readSocialSecurityCard(exchange: Exchange): Promise<Result<SocialSecurityCard, DriverFailure>> {
  const application = await ask(exchange, selectApplication(SSSE_AID));
  if (!application.ok) return application;
  const issuer = await openFile(exchange, EF05);
  const cardNumber = await read(exchange, issuer, EF05.cardNumber);
  if (!cardNumber.ok) return cardNumber;
  if (cardNumber.value === null) return failed("card.text-malformed", "yes", "operator", { field: "07", problem: "empty" });
  const issued = await readIfFree(exchange, issuer, EF05.issued);
  if (!issued.ok) return issued;
  const validUntil = await readIfFree(exchange, issuer, EF05.validUntil);
  if (!validUntil.ok) return validUntil;
  const holder = await openFile(exchange, EF06);
  const number = await readIfFree(exchange, holder, EF06.number);
  if (!number.ok) return number;
  const name = await readIfFree(exchange, holder, EF06.name);
  if (!name.ok) return name;
  return ok({ number: number.value, name: name.value, cardNumber: cardNumber.value, issued: issued.value, validUntil: validUntil.value });
}

/** A refusal by the card, with the kind of it for whoever can do without. */
type Refusal = DriverFailure & { readonly kind?: SwKind };

async function ask(exchange: Exchange, command: Command): Promise<Result<Buffer, Refusal>> {
  const answered = await exchange(command);
  if (!answered.ok) return answered;
  const { sw, data } = answered.value;
  const { kind, technician } = meaningOf(sw);
  if (kind === "done") return ok(data);
  wipe(data);
  const { code, recovery } = failureOf(kind);
  const facts = { request: requestText(command), sw: swText(sw), technician };
  return err({ code, sent: "yes", recovery, facts, kind });
}

async function openFile(
  exchange: Exchange,
  { file, sfi }: { readonly file: number; readonly sfi: number },
): Promise<Result<OpenFile, Refusal>> {
  for (const dialect of SELECT_DIALECTS) {
    const selected = await ask(exchange, selectFile(dialect, file));
    if (selected.ok) return ok({ sfi: 0 });
    const { kind } = selected.error;
    if (kind !== "absent" && kind !== "form" && kind !== "locked") return selected;
  }
  return ok({ sfi });
}

async function read<T>(
  exchange: Exchange,
  file: Result<OpenFile, Refusal>,
  { record, element }: Place<T>,
): Promise<Result<T | null, Refusal>> {
  if (!file.ok) return file;
  const bytes = await ask(exchange, readRecord(file.value.sfi, record, recordBytes(element)));
  if (!bytes.ok) return bytes;
  const value = decodeRecord(element, bytes.value);
  wipe(bytes.value);
  if (value.ok) return value;
  const facts = { field: element.tag.toString(16).padStart(2, "0"), problem: value.error };
  return failed("card.text-malformed", "yes", "operator", facts);
}

/** Null where the card wants a PIN for it, or has no such record. */
async function readIfFree<T>(exchange: Exchange, file: Result<OpenFile, Refusal>, place: Place<T>): Promise<Result<T | null, Refusal>> {
  const value = await read(exchange, file, place);
  if (value.ok || (value.error.kind !== "locked" && value.error.kind !== "absent")) return value;
  return ok(null);
}

/** The header of a command: nothing of a person and no PIN is in it. */
export function requestText({ cla, ins, p1, p2 }: Command): string {
  return Buffer.from([cla, ins, p1, p2]).toString("hex").toUpperCase();
}
