/** A piece of text that stays on one line if it can; `em` its width, `count` its characters. */
export interface Piece {
  readonly text: string;
  readonly em: number;
  readonly count: number;
}

export interface Line {
  readonly text: string;
  /** Width in em without letter spacing. */
  readonly em: number;
  readonly count: number;
  /** Ends a paragraph: not justified. */
  readonly last: boolean;
}

// 避头尾 (GB/T 15834 §5.1): these do not begin a line …
const CLOSERS = "，。、；：？！”’）》〉】〕」』…—·％‰℃,.;:?!)]}%";
// … and these do not end one.
const OPENERS = "“‘（《〈【〔「『([{￥¥";
const WIDE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;

/** Cuts a paragraph where a line may break: between Chinese characters, at spaces, never inside a word or number. */
export function splitPieces(paragraph: string): string[] {
  const pieces: string[] = [];
  for (const character of paragraph) {
    const before = pieces.at(-1);
    if (before !== undefined && joins(before, character)) pieces[pieces.length - 1] = before + character;
    else pieces.push(character);
  }
  return pieces;
}

function joins(before: string, character: string): boolean {
  const last = [...before].at(-1) ?? "";
  if (OPENERS.includes(last) && character !== " ") return true;
  if (CLOSERS.includes(character)) return last !== " ";
  if (character === " " || last === " ") return false;
  return !WIDE.test(character) && !WIDE.test(last) && !CLOSERS.slice(0, CLOSERS.indexOf(",")).includes(last);
}

/** Fills lines greedily. A piece wider than a line is cut between characters; `measure` tells a cut piece's width. */
export function breakLines(pieces: readonly Piece[], maxEm: number, letterSpacing: number, measure: (text: string) => number): Line[] {
  const lines: Line[] = [];
  let now: Piece[] = [];
  const width = (list: readonly Piece[]) => {
    const count = list.reduce((sum, piece) => sum + piece.count, 0);
    return list.reduce((sum, piece) => sum + piece.em, 0) + letterSpacing * Math.max(0, count - 1);
  };
  const queue = [...pieces];
  for (let piece = queue.shift(); piece; piece = queue.shift()) {
    if (width([...now, piece]) <= maxEm || (piece.text === " " && now.length > 0)) now.push(piece);
    else if (now.length > 0) {
      lines.push(join(now, false));
      now = [];
      if (piece.text !== " ") queue.unshift(piece);
    } else if (piece.count > 1) queue.unshift(...[...piece.text].map((text) => ({ text, em: measure(text), count: 1 })));
    else now.push(piece);
  }
  lines.push(join(now, true));
  return lines;
}

function join(pieces: readonly Piece[], last: boolean): Line {
  const kept = [...pieces];
  while (kept.at(-1)?.text === " ") kept.pop();
  return {
    text: kept.map((piece) => piece.text).join(""),
    em: kept.reduce((sum, piece) => sum + piece.em, 0),
    count: kept.reduce((sum, piece) => sum + piece.count, 0),
    last,
  };
}
