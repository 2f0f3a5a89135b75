import { wipe } from "../../base/personal.ts";
import { ok, type Result } from "../../base/result.ts";
import type { DocumentCameraCommands, DocumentPage, PageWarning, Paper } from "../kinds/document-camera.ts";
import { type Desk, type Found, findSheet, SEARCH_WIDTH } from "./find-sheet.ts";
import { encodeJpeg, type OpenJpeg, openJpeg } from "./jpeg.ts";
import { judgePage } from "./judge-page.ts";
import { pageSize, paperOf } from "./paper.ts";
import { forget, greyOf, type Picture, type Point, type Quad, scaled } from "./picture.ts";
import { makeBlackWhite, makeGrey } from "./tone.ts";
import { extentOf, warped } from "./warp.ts";

export type PageWish = DocumentCameraCommands["capture"]["args"];

export interface DeskFacts {
  readonly background: Desk;
  /** How much of the desk the width of a picture shows, where that was measured. */
  readonly pictureWidthMm?: number;
}

/** What is cut off at each side, in pixels of the search, so that no rim of mat is left: corners are found to within a third of one. */
const TRIM = 0.4;
/** Around the corners in pixels, for what the interpolation reads. */
const MARGIN = 2;

/** One page from one picture. */
export function makePage(jpeg: Buffer, wish: PageWish, desk: DeskFacts): Result<DocumentPage, "undecodable"> {
  const opened = openJpeg(jpeg);
  if (!opened.ok) return opened;
  const picture = opened.value;
  const found = wish.straighten ? search(picture, desk.background) : undefined;
  const cut = found?.is === "sheet" ? cutOut(picture, found.corners, desk) : { page: wholeOf(picture), paper: "unknown" as const };
  picture.close();
  const { page, paper } = cut;
  const seen = greyOf(page);
  const warnings = [...(found ? whatLies(found) : []), ...judgePage(seen)];
  if (wish.colour === "grey") makeGrey(page);
  if (wish.colour === "black-white") makeBlackWhite(page);
  const encoded = encodeJpeg(page);
  const { width: widthPx, height: heightPx } = page;
  const answer = { jpeg: encoded.toString("base64"), widthPx, heightPx, straightened: found?.is === "sheet", paper, warnings };
  forget(seen, page);
  wipe(encoded);
  return ok(answer);
}

/** The whole picture, `widthPx` wide. */
export function makePreview(jpeg: Buffer, widthPx: number): Result<{ jpeg: string }, "undecodable"> {
  const opened = openJpeg(jpeg);
  if (!opened.ok) return opened;
  const small = opened.value.small(Math.min(widthPx, opened.value.width));
  opened.value.close();
  const encoded = encodeJpeg(small);
  const answer = { jpeg: encoded.toString("base64") };
  forget(small);
  wipe(encoded);
  return ok(answer);
}

function search(picture: OpenJpeg, desk: Desk): Found {
  const width = Math.min(SEARCH_WIDTH, picture.width);
  const small = picture.small(width);
  const grey = greyOf(small);
  const found = findSheet(grey, desk);
  forget(small, grey);
  return found.is === "sheet" ? { ...found, corners: scaled(inset(found.corners, TRIM), picture.width / width) } : found;
}

/** Each corner moved along both of its sides. */
function inset(quad: Quad, by: number): Quad {
  return quad.map((corner, at) => {
    const towards = (other: Point) => {
      const far = Math.hypot(other.x - corner.x, other.y - corner.y);
      return { x: ((other.x - corner.x) / far) * by, y: ((other.y - corner.y) / far) * by };
    };
    const [one, two] = [towards(quad[(at + 1) % 4] as Point), towards(quad[(at + 3) % 4] as Point)];
    return { x: corner.x + one.x + two.x, y: corner.y + one.y + two.y };
  }) as unknown as Quad;
}

/** Only what lies around the corners is drawn at full size. */
function cutOut(picture: OpenJpeg, corners: Quad, { pictureWidthMm }: DeskFacts): { readonly page: Picture; readonly paper: Paper } {
  const left = Math.max(0, Math.floor(Math.min(...corners.map(({ x }) => x))) - MARGIN);
  const top = Math.max(0, Math.floor(Math.min(...corners.map(({ y }) => y))) - MARGIN);
  const right = Math.min(picture.width, Math.ceil(Math.max(...corners.map(({ x }) => x))) + 1 + MARGIN);
  const bottom = Math.min(picture.height, Math.ceil(Math.max(...corners.map(({ y }) => y))) + 1 + MARGIN);
  const part = picture.part(left, top, right - left, bottom - top);
  const [across, down] = extentOf(corners);
  const paper = paperOf(across, down, pictureWidthMm === undefined ? undefined : pictureWidthMm / picture.width);
  const inPart = corners.map(({ x, y }) => ({ x: x - left, y: y - top })) as unknown as Quad;
  const page = warped(part, inPart, ...pageSize(across, down, paper));
  forget(part);
  return { page, paper };
}

function wholeOf(picture: OpenJpeg): Picture {
  return picture.part(0, 0, picture.width, picture.height);
}

function whatLies(found: Found): PageWarning[] {
  if (found.is === "none") return ["no-edges"];
  if (found.is === "cut-off") return ["cut-off"];
  return found.others > 0 ? ["several-sheets"] : [];
}
