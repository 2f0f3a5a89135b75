import type { Box, OrnamentElement } from "../certificate-template.ts";
import { type Mark, polyline, rectangle } from "../mark.ts";

type Point = readonly [number, number];

const STRANDS = 6;
const POINTS_PER_WAVE = 16;

/** Line work of security printing, in strokes so thin that a copier loses them. */
export function layOrnament(element: OrnamentElement): Mark[] {
  const [x, y, width, height] = element.at;
  const stroke = { color: element.color, width: element.width };
  if (element.pattern === "rosette") {
    const path = rosette(x + width / 2, y + height / 2, Math.min(width, height) / 2, 8);
    return [{ kind: "path", path, stroke, opacity: 1 }];
  }
  const band = Math.min(width, height) * 0.03;
  return [
    { kind: "path", path: rectangle(...element.at), stroke: { ...stroke, width: band * 0.09 }, opacity: 1 },
    { kind: "path", path: inset(element.at, band), stroke: { ...stroke, width: band * 0.05 }, opacity: 1 },
    { kind: "path", path: inset(element.at, band * 1.3), stroke: { ...stroke, width: band * 0.025 }, opacity: 1 },
    { kind: "path", path: braid(element.at, band), stroke, opacity: 1 },
  ];
}

/** Waves of `layers` phases around a point: a flower of crossing lines. */
export function rosette(x: number, y: number, radius: number, layers: number): string {
  const petals = 12;
  const steps = petals * 24;
  let path = "";
  for (let layer = 0; layer < layers; layer++) {
    const phase = (layer / layers) * 2 * Math.PI;
    const points = Array.from({ length: steps }, (_, step): Point => {
      const angle = (step / steps) * 2 * Math.PI;
      const r = radius * (0.66 + 0.34 * Math.cos(petals * angle + phase));
      return [x + r * Math.sin(angle), y - r * Math.cos(angle)];
    });
    path += polyline(points, true);
  }
  return path;
}

/** Sine strands woven along the four sides, with a small rosette in each corner. */
function braid([x, y, width, height]: Box, band: number): string {
  const corners: Point[] = [
    [x, y],
    [x + width - band, y],
    [x, y + height - band],
    [x + width - band, y + height - band],
  ];
  const corner = corners.map(([cx, cy]) => rosette(cx + band / 2, cy + band / 2, band * 0.42, 2)).join("");
  const sides: [Point, number, "right" | "down"][] = [
    [[x + band, y + band / 2], width - 2 * band, "right"],
    [[x + band, y + height - band / 2], width - 2 * band, "right"],
    [[x + band / 2, y + band], height - 2 * band, "down"],
    [[x + width - band / 2, y + band], height - 2 * band, "down"],
  ];
  return corner + sides.map(([from, length, direction]) => strands(from, length, direction, band)).join("");
}

function strands([x, y]: Point, length: number, direction: "right" | "down", band: number): string {
  const waves = Math.round(length / (band * 1.6));
  const steps = waves * POINTS_PER_WAVE;
  let path = "";
  for (let strand = 0; strand < STRANDS; strand++) {
    const phase = (strand / STRANDS) * 2 * Math.PI;
    const points = Array.from({ length: steps + 1 }, (_, step): Point => {
      const along = (step / steps) * length;
      const across = band * 0.38 * Math.sin((step / POINTS_PER_WAVE) * 2 * Math.PI + phase);
      return direction === "right" ? [x + along, y + across] : [x + across, y + along];
    });
    path += polyline(points, false);
  }
  return path;
}

function inset([x, y, width, height]: Box, by: number): string {
  return rectangle(x + by, y + by, width - 2 * by, height - 2 * by);
}
