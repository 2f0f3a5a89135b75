import assert from "node:assert/strict";
import { duplexPair } from "node:stream";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { must } from "../../../base/result.ts";
import { composeReceipt } from "../../../config/documents/compose-receipt.ts";
import { loadTemplates } from "../../../config/documents/load-templates.ts";
import type { ReceiptDocument } from "../../../config/documents/receipt.ts";
import { LANGUAGES } from "../../../config/language.ts";
import { withLanguage } from "../../../config/service-items/flow.ts";
import { arrive, stepOf } from "../../../config/service-items/flow-enter.ts";
import { completeReceiptData } from "../../../config/service-items/scope.ts";
import { columnsIn } from "../../../device-drivers/escpos/character-sets.ts";
import { encodeReceipt } from "../../../device-drivers/escpos/encode.ts";
import { PAPERS } from "../../../device-drivers/escpos/papers.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { explore } from "../support/explore.ts";
import { catalogue, items } from "../support/items.ts";

const FOLDER = new URL("../../../config/catalogue/documents", import.meta.url).pathname;
const templates = must(loadTemplates(FOLDER));
const RARE = "张䶮𬭩𠮷㑇𨭎·阿卜杜热合曼";
// `custom` has GB 2312 only: each rare character must be drawn; `epson-t88` has most of them.
const PROFILES = [
  ["custom", "gb2312"],
  ["epson-t88", "gb18030"],
] as const;

/** One receipt of each template in each language, with the longest name instead of the person's. */
function receipts(): Map<string, ReceiptDocument> {
  const found = new Map<string, ReceiptDocument>();
  for (const item of items) {
    const department = catalogue.departments.get(item.department)?.name ?? item.name;
    for (const { state } of explore(item).states) {
      const step = stepOf(item, state.step);
      if (state.phase.at !== "working" || (step.kind !== "print" && step.kind !== "handoff")) continue;
      for (const language of LANGUAGES) {
        for (const effect of arrive(item, withLanguage(state, language), step).effects) {
          for (const order of effect.kind === "print" ? effect.prints : []) {
            const template = order.kind === "receipt" ? templates.receipts.get(order.template) : undefined;
            const name = `${order.template}, ${language}`;
            if (!template || order.kind !== "receipt" || found.has(name)) continue;
            const data = completeReceiptData(order.data, department, "2026-01-05T01:06:00.000Z");
            const { lines } = must(composeReceipt(template, data, language));
            found.set(name, {
              lines: [...lines, { kind: "pair", left: "姓名", right: RARE }, { kind: "text", text: RARE, size: "double" }],
            });
          }
        }
      }
    }
  }
  return found;
}

async function inkOf(png: Buffer): Promise<{ width: number; dark: number; edge: number }> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let [dark, edge] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at] ?? 255) > 127) continue;
    dark++;
    if ((at / 4) % image.width === image.width - 1) edge++;
  }
  return { width: image.width, dark, edge };
}

describe("receipts as the paper shows them", () => {
  const all = receipts();

  it("every template of the catalogue is looked at but those that only a fault prints", () => {
    const seen = new Set([...all.keys()].map((name) => name.split(",")[0]));
    const missing = [...templates.receipts.keys()].filter((id) => !seen.has(id));
    assert.deepEqual(missing, []);
  });

  for (const paperWidthMm of [58, 80] as const) {
    for (const [profile, characters] of PROFILES) {
      it(`${paperWidthMm} mm, ${characters}: nothing is cut at the edge, rare characters are drawn, codes say what was meant`, async () => {
        const { columns, dots } = PAPERS[paperWidthMm];
        for (const [name, document] of all) {
          const simulator = new ReceiptPrinterSimulator({ clock: new FakeClock(), characters, columns, unit: profileNamed(profile) });
          const [ours, theirs] = duplexPair();
          simulator.attach(theirs);
          ours.write(must(encodeReceipt(document, profileNamed(profile), paperWidthMm)).bytes);
          await settle();
          const paper = simulator.papers[0];
          assert.ok(paper, name);
          for (const line of paper.text.split("\n").filter((text) => !text.startsWith("["))) {
            assert.ok(columnsIn(line.trimEnd()) <= columns, `${name}: ${line}`);
            assert.doesNotMatch(line, /〔U\+|\uFFFD/u, name);
          }
          const codes = document.lines.flatMap((line) => (line.kind === "qr" ? [line.data] : []));
          assert.deepEqual(paper.qrCodes, codes, name);
          assert.ok(paper.images.length >= 1, `${name}: the rare name is drawn`);
          for (const png of paper.images) {
            const { width, dark, edge } = await inkOf(png);
            assert.ok(width <= dots && dark > 50 && edge === 0, `${name}: ${width} wide, ${dark} dark, ${edge} at the edge`);
          }
        }
      });
    }
  }
});
