import { parentPort, workerData } from "node:worker_threads";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { PdfQuestion } from "./pdf-report.ts";
import { Pdfium, type ReadCode } from "./pdfium.ts";

/** The two readers, compiled once for all threads. */
export interface PdfWorkerData {
  readonly pdfium: WebAssembly.Module;
  readonly zxing: WebAssembly.Module;
}

const { pdfium: pdfiumModule, zxing } = workerData as PdfWorkerData;
const pdfium = await Pdfium.start(pdfiumModule);
await prepareZXingModule({
  overrides: {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
      void WebAssembly.instantiate(zxing, imports).then((instance) => done(instance, zxing));
      return {};
    },
  } as unknown as NonNullable<Parameters<typeof prepareZXingModule>[0]>["overrides"] & object,
  fireImmediately: true,
});

const readCode: ReadCode = async ({ grey, width, height }, [left, top, side]) => {
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side && top + y < height; y++) {
    for (let x = 0; x < side && left + x < width; x++)
      data.fill(grey[(top + y) * width + left + x] ?? 255, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
  const [found] = await readBarcodes({ data, width: side, height: side, colorSpace: "srgb" } as ImageData, { formats: ["QRCode"] });
  data.fill(0);
  return found?.isValid ? found.text : "";
};

parentPort?.once("message", async (question: PdfQuestion) => {
  const report = await pdfium.read(question, readCode);
  pdfium.wipe();
  question.pdf.fill(0);
  parentPort?.postMessage(report, report.ok ? report.pages.map(({ grey }) => grey.buffer as ArrayBuffer) : []);
});
