import { readFileSync } from "node:fs";
import { asCardPhoto, asFrame } from "./card-photo.ts";
import type { Column, Finder, Template } from "./engines.ts";
import { Histogram } from "./histogram.ts";
import { framesOf, type Person } from "./read-folder.ts";

export interface Enrolled {
  readonly name: string;
  readonly photo: Template | null;
  readonly pictures: readonly Template[];
}

export interface Counts {
  pictures: number;
  picturesWithoutFace: number;
  photos: number;
  photosWithoutFace: number;
  readonly msPerPicture: number[];
}

export const noCounts = (): Counts => ({ pictures: 0, picturesWithoutFace: 0, photos: 0, photosWithoutFace: 0, msPerPicture: [] });

/** Templates of one person. Without a card photo the first picture is made into one, and is then no live picture any more. */
export async function enrol(person: Person, column: Column, finder: Finder, cardBytes: number | null, counts: Counts): Promise<Enrolled> {
  const frames = await Promise.all(person.live.flatMap(framesOf).map(asFrame));
  const made = person.reference ? null : frames.shift();
  const photo = person.reference ? readFileSync(person.reference) : made && (await madePhoto(made, finder, cardBytes));
  const template = photo ? await column.ofPhoto(photo) : null;
  counts.photos += 1;
  if (!template) counts.photosWithoutFace += 1;
  const pictures: Template[] = [];
  for (const frame of frames) {
    const began = performance.now();
    const found = await finder.find(frame);
    counts.pictures += 1;
    const live = found && (await column.ofFrame(found.picture, found.face));
    if (live && !Number.isNaN(live[0])) pictures.push(live);
    else counts.picturesWithoutFace += 1;
    counts.msPerPicture.push(performance.now() - began);
  }
  return { name: person.name, photo: template, pictures };
}

async function madePhoto(picture: Buffer, finder: Finder, cardBytes: number | null): Promise<Buffer | null> {
  const found = await finder.find(picture);
  return found && asCardPhoto(picture, found.face, cardBytes);
}

export interface Distributions {
  readonly genuine: Histogram;
  readonly impostor: Histogram;
}

/** As at the kiosk: a card photo against the mean of up to `groupOf` live pictures. */
export function photoAgainstLive(people: readonly Enrolled[], column: Column, groupOf: number): Distributions {
  const live = people.map(({ pictures }) => groups(pictures, groupOf).map(column.mean));
  const [genuine, impostor] = [new Histogram(), new Histogram()];
  for (const [at, { photo }] of people.entries()) {
    if (!photo) continue;
    for (const [of, groups] of live.entries()) {
      for (const group of groups) (at === of ? genuine : impostor).add(column.alike(photo, group));
    }
  }
  return { genuine, impostor };
}

/** Every live picture against every other. Above `limit` comparisons of a kind, evenly fewer are made. */
export function pictureAgainstPicture(people: readonly Enrolled[], column: Column, limit: number): Distributions {
  const all = people.flatMap(({ pictures }, owner) => pictures.map((picture) => ({ owner, picture })));
  const pairs = (all.length * (all.length - 1)) / 2;
  const stride = Math.max(1, Math.ceil(pairs / limit));
  const [genuine, impostor] = [new Histogram(), new Histogram()];
  let turn = 0;
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      const isGenuine = one.owner === other.owner;
      if (!isGenuine && turn++ % stride !== 0) continue;
      (isGenuine ? genuine : impostor).add(column.alike(one.picture, other.picture));
    }
  }
  return { genuine, impostor };
}

function groups(pictures: readonly Template[], of: number): Template[][] {
  return Array.from({ length: Math.ceil(pictures.length / of) }, (_, at) => pictures.slice(at * of, (at + 1) * of));
}
