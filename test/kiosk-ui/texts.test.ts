import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import en from "../../kiosk-ui/texts/en.json" with { type: "json" };
import zh from "../../kiosk-ui/texts/zh-CN.json" with { type: "json" };

const ROOM = new URL("../../kiosk-ui", import.meta.url).pathname;
const SOURCES = readdirSync(ROOM, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(join(ROOM, name), "utf8") }));

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("texts of the pages", () => {
  it("are the same list in Chinese and in English", () => {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  });

  it("leave the same gaps to fill in both languages", () => {
    for (const id of Object.keys(zh) as (keyof typeof zh)[]) assert.deepEqual(placeholders(en[id]), placeholders(zh[id]), id);
  });

  it("are nowhere empty, and English ones hold no Chinese but the name of the language and the keyboard's layer", () => {
    const allowed = new Set(["toolbar.language", "keyboard.layer.pinyin"]);
    for (const [id, text] of Object.entries({ ...zh, ...en })) assert.ok(text.trim().length > 0, id);
    for (const [id, text] of Object.entries(en)) assert.ok(allowed.has(id) || !/\p{Script=Han}/u.test(text), `${id}: ${text}`);
  });

  it("are all used by some page", () => {
    const all = SOURCES.map(({ text }) => text).join("\n");
    const patterns = [...all.matchAll(/`([a-z-]+\.[^`\s]*\$\{[^`]*)`/g)].map(
      ([, template = ""]) => new RegExp(`^${template.replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, "[\\w-]+")}$`),
    );
    const unused = Object.keys(zh).filter((id) => !all.includes(`"${id}"`) && !patterns.some((pattern) => pattern.test(id)));
    assert.deepEqual(unused, []);
  });

  it("stand in no element's own template: no Chinese in code but the keyboard's own words", () => {
    const strangers = SOURCES.filter(({ name }) => !name.startsWith("keyboard/")).flatMap(({ name, text }) =>
      text
        .split("\n")
        .filter((line) => /\p{Script=Han}/u.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    assert.deepEqual(strangers, []);
  });
});

describe("looks of the pages", () => {
  it("come from the token file alone: no colour, length or duration elsewhere", () => {
    const strangers = SOURCES.filter(({ name }) => !name.includes("/art/")).flatMap(({ name, text }) =>
      [...text.matchAll(/css`([^`]*)`/g)].flatMap(([, css = ""]) =>
        [...css.matchAll(/#[0-9a-f]{3,8}\b|\b\d+(\.\d+)?(px|ms|rem)\b/gi)].map(([found]) => `${name}: ${found}`),
      ),
    );
    assert.deepEqual(strangers, []);
  });

  it("are written once on the technician's page: no two of its elements hold the same eight lines of style", () => {
    const EIGHT = 8;
    const seen = new Map<string, string>();
    const twice = new Set<string>();
    for (const { name, text } of SOURCES.filter((one) => one.name.startsWith("technician/")))
      for (const [, css = ""] of text.matchAll(/css`([^`]*)`/g)) {
        const lines = css.split("\n").map((line) => line.trim());
        for (let at = 0; at + EIGHT <= lines.length; at += 1) {
          const run = lines.slice(at, at + EIGHT).join("\n");
          const first = seen.get(run) ?? name;
          if (first !== name) twice.add(`${first} and ${name}`);
          seen.set(run, first);
        }
      }
    assert.deepEqual([...twice], []);
  });

  for (const [name, from] of [
    ["standard", ":root {"],
    ["high", ':root[data-contrast="high"] {'],
  ] as const) {
    it(`keep words readable in ${name} contrast: 7:1 for what is read, 4.5:1 for what is tinted`, () => {
      const colours = tokens(from);
      const pairs: [string, string, number][] = [
        ["--text", "--page", 7],
        ["--text", "--surface", 7],
        ["--text-quiet", "--surface", 7],
        ["--text-quiet", "--page", 7],
        ["--text-quiet", "--page-quiet", 4.5],
        ["--on-accent", "--accent", 7],
        ["--accent", "--accent-wash", 4.5],
        ["--good", "--good-wash", 4.5],
        ["--warn", "--warn-wash", 4.5],
        ["--bad", "--bad-wash", 4.5],
        ["--plum", "--plum-wash", 4.5],
      ];
      for (const [front, back, least] of pairs) {
        const ratio = contrast(colours(front), colours(back));
        assert.ok(ratio >= least, `${front} on ${back}: ${ratio.toFixed(2)}`);
      }
    });
  }
});

function tokens(from: string): (name: string) => string {
  const css = readFileSync(join(ROOM, "styles/tokens.css"), "utf8");
  const base = css.slice(css.indexOf(":root {"));
  const own = css.slice(css.indexOf(from));
  const find = (name: string): string => {
    const [, value = ""] =
      own.slice(0, own.indexOf("\n}")).match(new RegExp(`${name}: ([^;]+);`)) ?? base.match(new RegExp(`${name}: ([^;]+);`)) ?? [];
    const [, inner] = value.match(/^var\((--[\w-]+)\)$/) ?? [];
    return inner ? find(inner) : value;
  };
  return find;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

// WCAG 2.2, relative luminance.
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
