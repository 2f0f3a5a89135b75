import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { PdfQuestion, PdfReport } from "./pdf-report.ts";
import type { PdfWorkerData } from "./pdf-worker.ts";

/** Longer than 20 pages of A3 take on a slow kiosk. A file that keeps a reader busy for longer is made to. */
export const READ_WITHIN_MS = 20_000;

let compiled: Promise<PdfWorkerData> | undefined;
let ready: Promise<Worker> | undefined;

/**
 * Draws and reads a PDF in a thread of its own, which ends with it: whatever a file does to the reader, this process goes on, and nothing
 * of the document stays in its memory. One thread waits ready, so that nobody waits for it. `question.pdf` is handed over: give a copy.
 */
export async function readPdf(question: PdfQuestion, withinMs = READ_WITHIN_MS): Promise<PdfReport> {
  const taken = ready ?? startWorker();
  ready = undefined;
  const worker = await taken;
  try {
    return await ask(worker, question, withinMs);
  } finally {
    await worker.terminate();
    prepareReader();
  }
}

/** Starts the thread that the next document will be read in. */
function prepareReader(): void {
  ready ??= startWorker();
}

function ask(worker: Worker, question: PdfQuestion, withinMs: number): Promise<PdfReport> {
  return new Promise((resolve) => {
    const failed = (why: string) => resolve({ ok: false, why });
    worker.once("message", resolve);
    worker.once("error", (error: Error) => failed(`the reader gave up: ${error.name}`));
    worker.once("exit", () => failed("the reader ended"));
    // The machine's own time: what is stopped here is machine code that does not come back.
    AbortSignal.timeout(withinMs).addEventListener("abort", () => failed(`not read within ${withinMs} ms`));
    worker.ref();
    worker.postMessage(question, [question.pdf.buffer]);
  });
}

async function startWorker(): Promise<Worker> {
  compiled ??= compile();
  const worker = new Worker(new URL("./pdf-worker.ts", import.meta.url), { workerData: await compiled, stdout: true, stderr: true });
  worker.unref();
  // Before it has a document, an end means that the package is broken; `ask` then says so.
  worker.once("error", () => undefined);
  return worker;
}

async function compile(): Promise<PdfWorkerData> {
  const read = (name: string) => WebAssembly.compile(readFileSync(fileURLToPath(import.meta.resolve(name))));
  const [pdfium, zxing] = await Promise.all([read("@embedpdf/pdfium/pdfium.wasm"), read("zxing-wasm/reader/zxing_reader.wasm")]);
  return { pdfium, zxing };
}
