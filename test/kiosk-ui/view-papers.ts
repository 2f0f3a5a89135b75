import type { Papers, PrintProgress } from "../../runtime/server/api.ts";

/** As long as a real one: an id, and behind # the key that opens it. */
const ADDRESS = "https://hub.shili.example/r/5b1f0c9e2d7a46830f6e1d2c3b4a5968#Xk3vQ0mPZl7yT9sBdR2wHc5nJ8uEa1gFt4iVoKxLqMY";
const DOWNLOAD = `https://hub.shili.example/d/${"Q4zR7mVd2nXbK9sT".repeat(16)}`;

function print(over: Partial<PrintProgress>): PrintProgress {
  return { document: "办理凭条", kind: "receipt", state: "printed", problem: null, serial: "", code: null, ...over };
}

const PROOF = print({ document: "住房公积金缴存证明（样张）", kind: "certificate" });
const LICENCE = print({ document: "营业执照（样张）", kind: "certificate", serial: "SL0001038" });
const PHONE = print({ state: "paperless", problem: "paper-out", code: ADDRESS });
const FILE = print({ document: "参保缴费明细（样张）", kind: "download", state: "paperless", code: DOWNLOAD });
const DOUBT = print({ ...LICENCE, state: "unknown", problem: "no-reply" });

/** Print screens by name: each state that looks different. */
export const PRINTS: Readonly<Record<string, readonly PrintProgress[]>> = {
  print: [LICENCE, print({ state: "printing" }), print({ document: "附件清单", state: "waiting" })],
  "print-waiting": [print({ ...LICENCE, state: "waiting" }), print({ state: "waiting" })],
  "print-done": [LICENCE, PROOF, print({})],
  "print-problem": [print({ ...PROOF, state: "failed", problem: "jam" }), print({ state: "failed", problem: "paper-out" })],
  "print-in-doubt": [DOUBT, print({})],
  "print-in-doubt-plain": [print({ ...PROOF, state: "unknown", problem: "no-reply" })],
  "print-paperless": [PHONE],
  "print-download": [FILE, print({ state: "printing" })],
};

/** What lies beside result and handoff, by the screen's name. */
export const PAPERS: Readonly<Record<string, Papers>> = {
  "result-papers": { prints: [LICENCE, print({})], canReprint: true, reprinting: false },
  "result-paperless": { prints: [PHONE, FILE], canReprint: false, reprinting: false },
  "result-one-code": { prints: [LICENCE, PHONE], canReprint: false, reprinting: false },
  "result-codes-and-paper": { prints: [LICENCE, PHONE, FILE], canReprint: false, reprinting: false },
  "result-in-doubt": { prints: [DOUBT, print({})], canReprint: true, reprinting: false },
  "result-reprinting": { prints: [PROOF, print({})], canReprint: false, reprinting: true },
  "handoff-papers": { prints: [print({ document: "接续凭条" })], canReprint: true, reprinting: false },
};
