/**
 * How well faces are told apart, on pictures of one's own: for fitting thresholds, and for seeing what another camera or crowd does to them.
 * JSON lines; nothing is asserted, and nothing of the pictures is kept.
 *
 *   npm run bench:face -- [folder] [--attacks folder] [--card-bytes 1024] [--with-face-api] [--limit 5000000]
 *
 * `folder`: people in any of the layouts that `faces/read-folder.ts` knows; without it the few faces of the fixtures, which say nothing about
 * accuracy. `--attacks`: `<species>/…` of clips, or of frames in order. `--card-bytes`: how hard a made card photo is pressed.
 */
import { parseArgs } from "node:util";
import { judgePresentations } from "./faces/attacks.ts";
import {
  type Counts,
  type Distributions,
  type Enrolled,
  enrol,
  noCounts,
  photoAgainstLive,
  pictureAgainstPicture,
} from "./faces/compare.ts";
import { type Column, type Finder, faceApiEngine, shippedEngine } from "./faces/engines.ts";
import { equalErrorRate, errorsAt, errorsAtFalseAccepts, rateOf } from "./faces/rates.ts";
import { livePresentations, type Person, readPeople, readPresentations } from "./faces/read-folder.ts";
import { shippedThresholds } from "./faces/thresholds.ts";
import { printLine, quantile, rounded } from "./figures.ts";

const FIXTURES = "test/fixtures/faces";
const BENCH = "face-accuracy";
const FRAMES_COMPARED = 5;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    attacks: { type: "string" },
    "card-bytes": { type: "string" },
    "with-face-api": { type: "boolean", default: false },
    limit: { type: "string", default: "5000000" },
  },
});
const folder = positionals[0] ?? FIXTURES;
const cardBytes = values["card-bytes"] === undefined ? null : Number(values["card-bytes"]);
const isFixtures = positionals[0] === undefined;

const people = readPeople(folder);
if (people.length === 0) throw new Error(`no pictures in ${folder}`);
printLine({ bench: BENCH, measure: "folder", people: people.length, saysNothingOfAccuracy: isFixtures || people.length < 30 });

const thresholds = shippedThresholds();
const ours = await shippedEngine(thresholds.pass);
await column(ours, ours, people);
if (values["with-face-api"] || isFixtures) await column(await faceApiEngine(), ours, people);
const attacks = values.attacks ?? (isFixtures ? FIXTURES : undefined);
if (attacks) await attackLines(attacks);
printLine({ bench: BENCH, measure: "memory", rssMb: rounded(process.memoryUsage().rss / 2 ** 20, 0) });

async function column(column: Column, finder: Finder, of: readonly Person[]): Promise<void> {
  const counts = noCounts();
  const enrolled: Enrolled[] = [];
  for (const person of of) enrolled.push(await enrol(person, column, finder, cardBytes, counts));
  acquisition(column, counts);
  report(column, "card photo against mean of 5", photoAgainstLive(enrolled, column, FRAMES_COMPARED));
  report(column, "card photo against 1", photoAgainstLive(enrolled, column, 1));
  report(column, "picture against picture", pictureAgainstPicture(enrolled, column, Number(values.limit)));
}

function acquisition({ name }: Column, counts: Counts): void {
  printLine({
    bench: BENCH,
    column: name,
    measure: "failure to enrol and to acquire",
    photosWithoutFace: rateOf(counts.photosWithoutFace, counts.photos),
    picturesWithoutFace: rateOf(counts.picturesWithoutFace, counts.pictures),
    msPerPicture: { p50: quantile(counts.msPerPicture, 0.5), p95: quantile(counts.msPerPicture, 0.95) },
  });
}

function report({ name, threshold }: Column, measure: string, { genuine, impostor }: Distributions): void {
  const line = { bench: BENCH, column: name, measure };
  printLine({ ...line, genuine: genuine.summary(), impostor: impostor.summary() });
  printLine({
    ...line,
    atShipped: errorsAt(threshold, genuine, impostor),
    equalErrorRate: equalErrorRate(genuine, impostor),
    atFalseAccepts: { "1 %": errorsAtFalseAccepts(0.01, genuine, impostor), "0.1 %": errorsAtFalseAccepts(0.001, genuine, impostor) },
  });
}

async function attackLines(from: string): Promise<void> {
  const judged = await judgePresentations([...livePresentations(people), ...readPresentations(from)]);
  for (const line of judged) printLine({ bench: BENCH, measure: "presentations", ...line });
}
