import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import { requiredByKind } from "../host/required-by-kind.ts";
import { fields, JOB, NOTHING, type Rules, rule } from "./kind.ts";

/** How a receipt printer proved that it printed. */
export interface ReceiptProof {
  readonly proof: "process-id" | "buffered-status" | "none";
}

export interface ReceiptPrinterCommands {
  print: { args: { job: string; document: ReceiptDocument }; value: ReceiptProof };
  /**
   * Draws back what was not taken from the presenter; false when nothing lies there, `device.unsupported` on a printer
   * that cannot. `sensors.presenter` of the status says `present` while paper waits there, `notPresent` once it is taken.
   */
  retract: { args: Record<never, never>; value: { retracted: boolean } };
}

/** 排队机: the same paper, in a device of its own. */
export interface TicketPrinterCommands {
  print: { args: { job: string; document: ReceiptDocument }; value: ReceiptProof };
}

const LINE = {
  type: "object",
  required: ["kind"],
  properties: {
    kind: { enum: ["text", "pair", "rule", "feed", "qr"] },
    text: { type: "string" },
    align: { enum: ["left", "center", "right"] },
    size: { enum: ["normal", "double"] },
    bold: { type: "boolean" },
    left: { type: "string" },
    right: { type: "string" },
    lines: { type: "integer", minimum: 0, maximum: 50 },
    data: { type: "string", minLength: 1, maxLength: 1_000 },
  },
  additionalProperties: false,
  allOf: [
    requiredByKind("text", ["text"]),
    requiredByKind("pair", ["left", "right"]),
    requiredByKind("feed", ["lines"]),
    requiredByKind("qr", ["data"]),
  ],
};

const PRINT = fields({ job: JOB, document: fields({ lines: { type: "array", maxItems: 500, items: LINE } }) });

const PROOF = fields({ proof: { enum: ["process-id", "buffered-status", "none"] } });

export const RECEIPT_PRINTER: Rules<ReceiptPrinterCommands> = {
  print: rule(PRINT, PROOF, "arguments"),
  retract: rule(NOTHING, fields({ retracted: { type: "boolean" } })),
};
export const TICKET_PRINTER: Rules<TicketPrinterCommands> = { print: rule(PRINT, PROOF, "arguments") };
