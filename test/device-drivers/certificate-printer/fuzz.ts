import { groupsOf, integer, text } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import { decodeIpp, encodeIpp } from "../../../device-drivers/certificate-printer/ipp-codec.ts";
import { TAG } from "../../../device-drivers/certificate-printer/ipp-values.ts";
import { proofOf } from "../../../device-drivers/certificate-printer/job-proof.ts";
import { countIn, errorsIn } from "../../../device-drivers/certificate-printer/marker-values.ts";
import { loaded, paperFor, trayUnknown } from "../../../device-drivers/certificate-printer/media.ts";
import { observe, obstacle, snapshotOf } from "../../../device-drivers/certificate-printer/printer-status.ts";
import { MEDIA } from "../../../device-drivers/kinds/certificate-printer.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const TRAY = "type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level=25;status=0;name=main;";

const description = encodeIpp({
  version: [2, 0],
  code: 0,
  requestId: 7,
  groups: [
    { group: "operation", attributes: { "attributes-charset": text("charset", "utf-8") } },
    {
      group: "printer",
      attributes: {
        "printer-state": [{ type: "enum", value: 3 }],
        "printer-state-reasons": text("keyword", "media-empty-warning", "cover-open-report"),
        "printer-is-accepting-jobs": [{ type: "boolean", value: true }],
        "printer-up-time": integer(3_600),
        "printer-input-tray": [{ type: "bytes", tag: TAG.octetString, value: Buffer.from(TRAY) }],
        "media-source-supported": text("keyword", "auto", "main"),
        "media-col-ready": [{ type: "collection", value: { "media-source": text("keyword", "main") } }],
      },
    },
  ],
  data: Buffer.alloc(0),
});

const job = encodeIpp({
  version: [2, 0],
  code: 0,
  requestId: 8,
  groups: [
    {
      group: "job",
      attributes: {
        "job-id": integer(12),
        "job-name": text("name", "证明-0001"),
        "job-state": [{ type: "enum", value: 9 }],
        "job-state-reasons": text("keyword", "job-completed-successfully"),
        "job-impressions-completed": integer(2),
      },
    },
  ],
  data: Buffer.alloc(0),
});

/** All that is made of an answer, whatever it says. */
function digest(bytes: Buffer): void {
  const message = decodeIpp(bytes);
  if (!message.ok) return;
  for (const attributes of [...groupsOf(message.value, "printer"), ...groupsOf(message.value, "job")]) {
    const printer = snapshotOf(attributes);
    observe(printer, ["main"]);
    loaded(printer.trays);
    for (const media of MEDIA) {
      obstacle(printer, { media, tray: undefined });
      paperFor(printer.trays, { media, tray: "main" });
      trayUnknown(printer.trays, printer.trayChoice, "main");
    }
    proofOf(attributes, true);
  }
}

/** A value of an agent: its tag, then its bytes as the library would hand them over. */
function digestValue(bytes: Buffer): void {
  const type = bytes[0] ?? 0;
  const raw = bytes.subarray(1);
  for (const value of [
    raw,
    raw.length >= 4 ? raw.readInt32BE() : raw.length,
    raw.length >= 8 ? raw.readDoubleBE() : null,
    raw.toString(),
  ]) {
    countIn({ type, value });
    errorsIn({ type, value });
  }
}

/** Messages come whole from HTTP: nothing is kept between them. */
export const fuzzTargets: readonly FuzzTarget[] = [
  { name: "certificate-printer IPP answers", seeds: [description, job], mostHeld: 0, make: () => ({ push: digest, held: () => 0 }) },
  {
    name: "certificate-printer values of an SNMP agent",
    seeds: [Buffer.from("4100001267", "hex"), Buffer.from("044080", "hex"), Buffer.from("02fffffffe", "hex")],
    mostHeld: 0,
    make: () => ({ push: digestValue, held: () => 0 }),
  },
];
