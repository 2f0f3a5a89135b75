/** Where the machine is cut: between which two things that it does, in the order in which it does them. */
export const ARROWS = [
  "intent-not-durable",
  "intent-durable",
  "standing-read",
  "sent-durable",
  "half-sent",
  "all-sent",
  "printing",
  "end-known",
  "outcome-durable",
  "taken-not-durable",
  "taken-durable",
] as const;
export type Arrow = (typeof ARROWS)[number];

/** What the printer does with the job, whoever is there to hear of it. */
export const OUTCOMES = [
  "printed",
  "half-printed",
  "jammed",
  "torn",
  "paper-out",
  "paper-ran-out",
  "reply-lost",
  "job-lost",
  "restarted-printed",
  "restarted-half",
  "restarted-blank",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Those that end with a sheet in the citizen's hand when nothing is cut: only then can it be taken. */
export const PROVED: readonly Outcome[] = ["printed", "reply-lost"];

/** What dies; `power-but-printer` only in the long run. */
export const CUTS = ["runtime", "devices", "power"] as const;
export type Cut = (typeof CUTS)[number] | "power-but-printer";

/** `arrow` null: nothing is cut. */
export type Cell = { readonly outcome: Outcome /** False: a printer without a page counter. */; readonly counts?: boolean } & (
  | { readonly arrow: Arrow; readonly cut: Cut }
  | { readonly arrow: null; readonly cut: null }
);

/** How a cell ended, in the words of the house. */
export interface Ending {
  /** What the runtime answered the session; null where it died with it. */
  readonly told: string | null;
  /** After the restart and the question to the printer; null where nothing was written down. */
  readonly ledger: string | null;
  readonly blank: string | null;
  /** What the technician is shown of the number; null where there is nothing to decide. */
  readonly asked: string | null;
  /** What lies in the outlet, the machine or the tray. */
  readonly found: "printed" | "spoiled" | "blank-unused" | null;
  readonly settled: string | null;
}

export const ARROW_WORDS: Readonly<Record<Arrow, string>> = {
  "intent-not-durable": "before the intent is durable",
  "intent-durable": "the intent is durable",
  "standing-read": "the printer has said how it stands, `sent` is not durable",
  "sent-durable": "`sent` is durable, no byte has left",
  "half-sent": "half of the document's bytes have left",
  "all-sent": "all bytes have left, no reply has come",
  printing: "the reply has come, the printer prints",
  "end-known": "the end is known, the outcome is not durable",
  "outcome-durable": "the outcome is durable",
  "taken-not-durable": "the sheet has been taken, that is not durable",
  "taken-durable": "that it has been taken is durable",
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  printed: "prints the sheet",
  "half-printed": "lets the sheet out half printed and gives the job up with no page counted",
  jammed: "jams before the sheet is drawn in, and would go on once the jam is cleared",
  torn: "jams with the sheet inside, and would print the page again on the next sheet once the jam is cleared",
  "paper-out": "is out of paper from the beginning",
  "paper-ran-out": "takes the job, then says that the tray is empty, and would go on once paper is laid",
  "reply-lost": "takes the job and hangs up without a reply, keeps it and prints it",
  "job-lost": "takes the job, hangs up without a reply, forgets it, and prints it",
  "restarted-printed": "restarts in the middle and forgets the job; the sheet comes out whole",
  "restarted-half": "restarts in the middle and forgets the job; the sheet comes out half printed",
  "restarted-blank": "restarts in the middle and forgets the job; nothing was drawn in",
};

export const CUT_WORDS: Readonly<Record<Cut, string>> = {
  runtime: "the runtime dies",
  devices: "the device process dies",
  power: "power cut, the printer too",
  "power-but-printer": "power cut, the printer stays on",
};
