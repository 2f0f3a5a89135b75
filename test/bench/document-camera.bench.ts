import { must } from "../../base/result.ts";
import { findSheet, SEARCH_WIDTH } from "../../device-drivers/document-camera/find-sheet.ts";
import { openJpeg } from "../../device-drivers/document-camera/jpeg.ts";
import { makePage } from "../../device-drivers/document-camera/make-page.ts";
import { greyOf } from "../../device-drivers/document-camera/picture.ts";
import { corners, flatSheet, sampleJpeg } from "../../device-drivers/document-camera/sample-desk.ts";
import { printLine, quantile, rounded } from "./figures.ts";

/** One line for each thing that is done with a picture of 5 megapixels. `ratio`: against decoding it, which nothing can do without. */
const RUNS = 9;
const SIZE = { width: 2_592, height: 1_944 };
const sheet = { flat: flatSheet("a4", 1_700), corners: corners({ x: 1_300, y: 960 }, 1_100, 1_556, 0.1, 5e-5, 3e-5) };
const jpeg = sampleJpeg({ ...SIZE, sheets: [sheet], light: 0.92, noise: 3 });

const decode = (): void => must(openJpeg(jpeg)).close();
const small = must(openJpeg(jpeg)).small(SEARCH_WIDTH);
const grey = greyOf(small);
const page = (colour: "colour" | "black-white") => (): void => {
  must(makePage(jpeg, { colour, straighten: true }, { background: "dark" }));
};

const decodeMs = median(decode);
for (const [what, run] of Object.entries({
  decode,
  "find-sheet": (): unknown => findSheet(grey, "dark"),
  "page-colour": page("colour"),
  "page-black-white": page("black-white"),
})) {
  const p50Ms = median(run);
  printLine({ bench: "document-camera", what, runs: RUNS, p50Ms, ratio: rounded(p50Ms / decodeMs, 2) });
}

function median(run: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return quantile(times, 0.5);
}
