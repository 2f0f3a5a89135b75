import { err, ok } from "../../base/result.ts";
import type { Settings } from "../../config/settings/settings.ts";
import type { Hub } from "../neighbours/hub.ts";
import type { Download } from "./print.ts";

/** The hub only seals an address; no department is asked yet. */
const WITHIN_MS = 8_000;
const TICKET = /^\/download\/[A-Za-z0-9_-]+$/;

/**
 * Gives a department's file to the person's phone: the kiosk gets an address and never the file. The agent that carries the address is not
 * believed: one that leads elsewhere would ask people for the end of their ID number.
 */
export function downloadBy(hub: Pick<Hub, "download">, { url, publicUrl = url }: Settings["hub"]): Download {
  const base = publicUrl.replace(/\/$/, "");
  return async ({ operation, params }, asker) => {
    const given = await hub.download({ operation, params: { ...params }, withinMs: WITHIN_MS, ...asker });
    if (!given.ok) return err(given.error.code);
    const address = given.value.url;
    return address.startsWith(base) && TICKET.test(address.slice(base.length)) ? ok({ url: address }) : err("download.other-address");
  };
}
