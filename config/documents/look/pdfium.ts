import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";
import { activeContent } from "./active-content.ts";
import { greyOf, LOOK_DPI } from "./grey-page.ts";
import type { PdfQuestion, PdfReport, ReadPage } from "./pdf-report.ts";

// fpdfview.h, fpdf_edit.h.
const FORMAT_BGRX = 3;
const DRAW_AS_PRINTED = 0x01 | 0x800;
const OBJECT_TEXT = 1;
const OBJECT_FORM = 5;
const TEXT_INVISIBLE = 3;
const PASSWORD_WANTED = 4;
const NOT_ENCRYPTED = -1;
const MAX_FORM_DEPTH = 12;

/** Reads what is in a square of a grey page. */
export type ReadCode = (page: ReadPage, square: readonly [number, number, number]) => Promise<string>;

/** PDFium in WebAssembly: it reaches neither files nor network, and what it allocates ends with it. */
export class Pdfium {
  readonly #lib: WrappedPdfiumModule;

  private constructor(lib: WrappedPdfiumModule) {
    this.#lib = lib;
  }

  static async start(module: WebAssembly.Module): Promise<Pdfium> {
    const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      void WebAssembly.instantiate(module, imports).then(done);
      return {};
    };
    const lib = await init({ instantiateWasm, print: () => undefined, printErr: () => undefined } as unknown as Parameters<typeof init>[0]);
    lib.PDFiumExt_Init();
    return new Pdfium(lib);
  }

  async read(question: PdfQuestion, readCode: ReadCode): Promise<PdfReport> {
    const lib = this.#lib;
    const { pdf } = question;
    const at = lib.pdfium.wasmExports.malloc(pdf.length);
    this.#heap().set(pdf, at);
    const doc = lib.FPDF_LoadMemDocument(at, pdf.length, "");
    if (!doc) return { ok: false, why: lib.FPDF_GetLastError() === PASSWORD_WANTED ? "the file is encrypted" : "no PDF can be made out" };
    if (lib.FPDF_GetSecurityHandlerRevision(doc) !== NOT_ENCRYPTED) return { ok: false, why: "the file is encrypted" };
    const count = lib.FPDF_GetPageCount(doc);
    if (count < 1 || count > question.mostPages) return { ok: false, why: `${count} pages` };
    const pages: ReadPage[] = [];
    let strangeFonts = 0;
    for (let index = 0; index < count; index++) {
      const page = lib.FPDF_LoadPage(doc, index);
      if (!page) return { ok: false, why: `page ${index + 1} cannot be read` };
      const drawn = this.#draw(page, question.mostPt);
      if (typeof drawn === "string") return { ok: false, why: `page ${index + 1} ${drawn}` };
      const codes: string[] = [];
      for (const square of question.codes[index] ?? []) codes.push(await readCode(drawn, square));
      pages.push({ ...drawn, codes });
      strangeFonts += this.#strangeFonts(page);
      lib.FPDF_ClosePage(page);
    }
    return { ok: true, pages, strangeFonts, active: question.active ? this.#active(doc) : [] };
  }

  /** Overwrites all that it ever held; of no use afterwards. */
  wipe(): void {
    this.#heap().fill(0);
  }

  // Grows, and is then another array.
  #heap(): Uint8Array {
    return (this.#lib.pdfium as unknown as { readonly HEAPU8: Uint8Array }).HEAPU8;
  }

  #draw(page: number, mostPt: number): ReadPage | string {
    const lib = this.#lib;
    const [widthPt, heightPt] = [lib.FPDF_GetPageWidthF(page), lib.FPDF_GetPageHeightF(page)];
    if (!(widthPt >= 1 && heightPt >= 1 && widthPt <= mostPt && heightPt <= mostPt)) {
      return `has ${widthPt.toFixed(0)} × ${heightPt.toFixed(0)} pt`;
    }
    const [width, height] = [Math.round((widthPt * LOOK_DPI) / 72), Math.round((heightPt * LOOK_DPI) / 72)];
    const bitmap = lib.FPDFBitmap_CreateEx(width, height, FORMAT_BGRX, 0, 0);
    if (!bitmap) return "is too large to be drawn";
    lib.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    lib.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, DRAW_AS_PRINTED);
    const [at, stride] = [lib.FPDFBitmap_GetBuffer(bitmap), lib.FPDFBitmap_GetStride(bitmap)];
    const grey = greyOf(this.#heap().subarray(at, at + stride * height), width, height, stride, "bgra");
    lib.FPDFBitmap_Destroy(bitmap);
    return { widthPt, heightPt, width, height, grey, codes: [] };
  }

  #strangeFonts(page: number): number {
    const lib = this.#lib;
    const count = (objects: number, get: (index: number) => number, depth: number): number => {
      let strange = 0;
      for (let index = 0; index < objects; index++) {
        const object = get(index);
        const type = lib.FPDFPageObj_GetType(object);
        if (type === OBJECT_FORM && depth < MAX_FORM_DEPTH) {
          strange += count(lib.FPDFFormObj_CountObjects(object), (inner) => lib.FPDFFormObj_GetObject(object, inner), depth + 1);
        }
        if (type !== OBJECT_TEXT || lib.FPDFTextObj_GetTextRenderMode(object) === TEXT_INVISIBLE) continue;
        if (lib.FPDFFont_GetIsEmbedded(lib.FPDFTextObj_GetFont(object)) !== 1) strange++;
      }
      return strange;
    };
    return count(lib.FPDFPage_CountObjects(page), (index) => lib.FPDFPage_GetObject(page, index), 0);
  }

  // Written anew, every object stands in the open, and as PDFium understood it: no other parser has to agree with it.
  #active(doc: number): string[] {
    const lib = this.#lib;
    const writer = lib.PDFiumExt_OpenFileWriter();
    lib.PDFiumExt_SaveAsCopy(doc, writer);
    const size = lib.PDFiumExt_GetFileWriterSize(writer);
    const at = lib.pdfium.wasmExports.malloc(size);
    lib.PDFiumExt_GetFileWriterData(writer, at, size);
    const heap = this.#heap();
    return activeContent(Buffer.from(heap.buffer, heap.byteOffset + at, size));
  }
}
