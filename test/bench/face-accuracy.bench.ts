/**
 * False accepts and false rejects on a folder of one's own: for fitting thresholds. JSON lines; nothing is asserted or kept.
 *
 *   node test/bench/face-accuracy.bench.ts <folder>
 *
 * `<folder>/<person>/reference.*` is the card photo, every other picture in it a frame of that person before the kiosk's camera.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../base/result.ts";
import { cutChip } from "../../runtime/face-engine/chip.ts";
import { openDetector } from "../../runtime/face-engine/detector.ts";
import { cosine, type Embedding, mean, openEmbedder } from "../../runtime/face-engine/embedder.ts";
import { largest } from "../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../runtime/face-engine/models.ts";
import { PictureDecoder } from "../../runtime/face-engine/picture.ts";
import { readReference } from "../../runtime/face-engine/reference.ts";
import { RULES } from "../../runtime/face-engine/verify.ts";

const folder = process.argv[2];
if (!folder) throw new Error("usage: face-accuracy.bench.ts <folder>");
const models = must(loadModels());
const parts = { detector: must(await openDetector(models)), embedder: await openEmbedder(models), decoder: new PictureDecoder() };

async function liveFrame(file: string): Promise<Embedding | undefined> {
  const picture = await parts.decoder.decode(readFileSync(file));
  const face = picture.ok ? largest(await parts.detector.detect(picture.value, 224)) : undefined;
  return picture.ok && face ? parts.embedder.embed(cutChip(picture.value, face)) : undefined;
}

const people: { readonly reference: Embedding; readonly live: readonly Embedding[] }[] = [];
let unusableReferences = 0;
for (const person of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const files = readdirSync(join(folder, person.name)).toSorted();
  const photo = files.find((file) => file.startsWith("reference."));
  const reference = photo ? await readReference(readFileSync(join(folder, person.name, photo)), parts) : undefined;
  if (!reference?.ok) {
    unusableReferences += 1;
    continue;
  }
  const live: Embedding[] = [];
  for (const file of files.filter((one) => one !== photo))
    live.push(...([await liveFrame(join(folder, person.name, file))].filter(Boolean) as Embedding[]));
  people.push({ reference: reference.value, live: groups(live).map(mean) });
}

/** As at the kiosk: the mean of five frames; fewer than five are one group. */
function groups(live: readonly Embedding[]): Embedding[][] {
  const count = Math.ceil(live.length / RULES.framesCompared);
  return Array.from({ length: count }, (_, at) => live.slice(at * RULES.framesCompared, (at + 1) * RULES.framesCompared));
}

const genuine = people.flatMap(({ reference, live }) => live.map((one) => cosine(reference, one)));
const impostor = people.flatMap(({ reference }, at) =>
  people.flatMap(({ live }, other) => (at === other ? [] : live.map((one) => cosine(reference, one)))),
);
const share = (values: number[], holds: (value: number) => boolean) =>
  values.length > 0 ? values.filter(holds).length / values.length : null;
console.log(JSON.stringify({ people: people.length, unusableReferences, genuine: genuine.length, impostor: impostor.length }));
for (let at = 40; at <= 75; at += 5) {
  const threshold = at / 100;
  const falseAccepts = share(impostor, (value) => value >= threshold);
  console.log(JSON.stringify({ threshold, falseAccepts, falseRejects: share(genuine, (value) => value < threshold) }));
}
