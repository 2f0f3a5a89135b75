import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";

/** Pictures of one person: perhaps a card photo, and what a camera saw of them. Files that belong together stand in order. */
export interface Person {
  readonly name: string;
  readonly reference: string | null;
  readonly live: readonly string[];
}

const PICTURES = new Set([".jpg", ".jpeg", ".png", ".bmp"]);
const CLIPS = new Set([".mjpeg", ".mjpg", ".mp4", ".avi", ".mkv", ".webm", ".mov", ".y4m"]);
const LABELS = "labels.json";

interface Labels {
  readonly people: Readonly<Record<string, { readonly reference?: string; readonly live: readonly string[] }>>;
  readonly attacks: Readonly<Record<string, readonly string[]>>;
}

/**
 * People of a folder, however it is laid out: by its `labels.json`; else a folder each (pictures at any depth); else by file name, where what
 * is before the last number is the person (`zhang_0001.jpg`). A picture called `reference.*` or `id-photo.*` is the card photo.
 */
export function readPeople(folder: string): Person[] {
  const labels = readLabels(folder);
  if (labels) {
    return Object.entries(labels.people).map(([name, { reference, live }]) => ({
      name,
      reference: reference ? join(folder, reference) : null,
      live: live.map((file) => join(folder, file)),
    }));
  }
  const byPerson = Map.groupBy(filesUnder(folder), (file) => personOf(folder, file));
  return [...byPerson].map(([name, files]) => {
    const reference = files.find((file) => /^(reference|id-photo)\./i.test(basename(file))) ?? null;
    return { name, reference, live: files.filter((file) => file !== reference) };
  });
}

/** One thing held before the camera: a clip, or the frames of one folder in the order of their names. `frames` JPEG, PNG or BMP. */
export interface Presentation {
  readonly species: string;
  readonly name: string;
  readonly frames: () => Buffer[];
}

/** Longer ones are cut into several: a verdict is made within so many frames. */
const FRAMES_A_PRESENTATION = 30;

/** Presentations of a folder: `<species>/…`, or all of one species when pictures lie in the folder itself. */
export function readPresentations(folder: string): Presentation[] {
  const labels = readLabels(folder);
  const files = labels
    ? Object.entries(labels.attacks).flatMap(([species, names]) => names.map((name) => ({ species, file: join(folder, name) })))
    : filesUnder(folder).map((file) => ({
        species: relative(folder, file).split(sep).at(-2) ? top(folder, file) : basename(folder),
        file,
      }));
  return presentationsOf(files);
}

/** The live pictures of people, as presentations of the genuine. */
export function livePresentations(people: readonly Person[]): Presentation[] {
  return presentationsOf(people.flatMap(({ live }) => live.map((file) => ({ species: "bona-fide", file }))));
}

function presentationsOf(files: readonly { species: string; file: string }[]): Presentation[] {
  const clips = files
    .filter(({ file }) => isClip(file))
    .map(({ species, file }) => ({ species, name: file, frames: () => framesOf(file) }));
  const rows = Map.groupBy(
    files.filter(({ file }) => !isClip(file)),
    ({ species, file }) => `${species}\n${dirname(file)}\n${personOf(dirname(file), file)}`,
  );
  const stills = [...rows.values()].flatMap((row) =>
    Array.from({ length: Math.ceil(row.length / FRAMES_A_PRESENTATION) }, (_, at) => {
      const part = row.slice(at * FRAMES_A_PRESENTATION, (at + 1) * FRAMES_A_PRESENTATION);
      return { species: part[0]?.species ?? "", name: part[0]?.file ?? "", frames: () => part.flatMap(({ file }) => framesOf(file)) };
    }),
  );
  return [...clips, ...stills];
}

/** The pictures in a file: one, or a clip's. */
export function framesOf(file: string): Buffer[] {
  if (!isClip(file)) return [readFileSync(file)];
  const isJpegs = [".mjpeg", ".mjpg"].includes(extname(file).toLowerCase());
  return new MjpegSplitter().push(isJpegs ? readFileSync(file) : asJpegs(file));
}

function asJpegs(file: string): Buffer {
  const args = ["-v", "error", "-i", file, "-vf", "fps=15", "-c:v", "mjpeg", "-q:v", "2", "-f", "mjpeg", "pipe:1"];
  return execFileSync("ffmpeg", args, { maxBuffer: 2 ** 30 });
}

function isClip(file: string): boolean {
  return CLIPS.has(extname(file).toLowerCase());
}

function readLabels(folder: string): Labels | null {
  const file = join(folder, LABELS);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Labels) : null;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => PICTURES.has(extname(name).toLowerCase()) || isClip(name))
    .map((name) => join(folder, name))
    .toSorted();
}

const top = (folder: string, file: string) => relative(folder, file).split(sep)[0] ?? "";

function personOf(folder: string, file: string): string {
  const parts = relative(folder, file).split(sep);
  if (parts.length > 1) return parts[0] ?? "";
  return basename(file, extname(file)).replace(/[-_ .]*\d+$/, "");
}
