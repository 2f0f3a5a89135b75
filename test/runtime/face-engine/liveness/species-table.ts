import { LEVELS, type Level } from "./run-species.ts";

/** What must come of each attack at each set of checks. A string is the reason why it is let through: the honest cells. */
export type Cell = "attack" | "unsure" | { readonly letsThrough: string };

const moves = { letsThrough: "moves alone" };
const draws = { letsThrough: "some draws" };
const obeys = { letsThrough: "does as asked" };

const ROWS: Readonly<Record<string, readonly [Cell, Cell, Cell, Cell, Cell]>> = {
  "完整照片 whole photo on a stand": ["unsure", "unsure", "attack", "attack", "attack"],
  "完整照片 whole photo in the hand": ["attack", "attack", "attack", "attack", "attack"],
  "抠洞照片 photo with eye holes": ["attack", "attack", "attack", "attack", "attack"],
  "去背景照片 cut-out photo": [moves, "unsure", "attack", "attack", "attack"],
  "去背景照片 cut-out, printed in carbon": [moves, "unsure", { letsThrough: "carbon shows" }, "attack", "attack"],
  "电子照片 photo on a tablet": ["attack", "attack", "attack", "attack", "attack"],
  "视频 film, its screen's edge in view": ["attack", "attack", "attack", "attack", "attack"],
  "视频 film, its edge out of view": [moves, draws, "attack", "attack", "attack"],
  "仿真面具 mask worn by a person": [moves, obeys, { letsThrough: "lit like skin" }, { letsThrough: "has a relief" }, "attack"],
  "头模 head model on a stick": [moves, obeys, { letsThrough: "lit like skin" }, { letsThrough: "has a relief" }, "attack"],
};

export const SPECIES_NAMED = Object.keys(ROWS);

export function expectedAt(species: string, level: Level): Cell | undefined {
  return ROWS[species]?.[LEVELS.indexOf(level)];
}

/** As README.md shows it. */
export function tableText(): string {
  const cell = (one: Cell) => (typeof one === "string" ? one : `**passes**: ${one.letsThrough}`);
  const lines = Object.entries(ROWS).map(([name, cells]) => `| ${name} | ${cells.map(cell).join(" | ")} |`);
  return [`| attack | ${LEVELS.join(" | ")} |`, `|---|${LEVELS.map(() => "---|").join("")}`, ...lines].join("\n");
}
