import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL_CLIPS, renderVoice, spellPinyin } from "../../kiosk-ui/citizen/voice/render-voice.ts";
import { SPOKEN } from "../../kiosk-ui/citizen/voice/spoken.ts";
import zh from "../../kiosk-ui/texts/zh-CN.json" with { type: "json" };

const SPELLED = [
  { text: "请慢慢向左转头", as: "qing3 man4 man4 xiang4 zuo3 zhuan3 tou2" },
  // Characters with two readings, and a tone that is neutral: the synthesiser counts that one as the fifth.
  { text: "还看不清楚，请再试一次", as: "hai2 kan4 bu4 qing1 chu3, qing3 zai4 shi4 yi2 ci4" },
  { text: "您还在办理吗？", as: "nin2 hai2 zai4 ban4 li3 ma5." },
  { text: "离窗口约 10 厘米。", as: "li2 chuang1 kou3 yue1 shi2 li2 mi3." },
  { text: "大约需要 2 秒", as: "da4 yue1 xu1 yao4 liang3 miao3" },
  { text: "这张身份证已经核验过", as: "zhe4 zhang1 shen1 fen4 zheng4 yi3 jing1 he2 yan4 guo5" },
  { text: "重新插到底；仍不行", as: "chong2 xin1 cha1 dao4 di3, reng2 bu4 xing2" },
  { text: "大约需要 23 秒", as: "da4 yue1 xu1 yao4 er4 shi2 san1 miao3" },
] as const;

describe("the clips of the voice", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-clips-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const turn = { language: "zh-CN", id: "guidance.turn-left" } as const;
  const blink = { language: "en", id: "guidance.blink" } as const;
  const read = (name: string) => readFileSync(join(folder, name));

  for (const { text, as } of SPELLED) it(`spells ${text}`, () => assert.equal(spellPinyin(text), as));

  it("spells every spoken Chinese text in syllables with a tone, and leaves no character over", () => {
    for (const id of SPOKEN) assert.match(spellPinyin(zh[id]), /^([a-zü]+[1-5][,.]? ?)+$/u, `${id}: ${spellPinyin(zh[id])}`);
  });

  it("are made of every text in both languages", () => {
    assert.equal(ALL_CLIPS.length, 2 * SPOKEN.length);
  });

  it("are made once, and again when they are gone", () => {
    assert.deepEqual(renderVoice(folder, [turn, blink]), { made: 2, own: 0 });
    assert.equal(read("zh-CN/guidance.turn-left.ogg").subarray(0, 4).toString(), "OggS");
    assert.deepEqual(JSON.parse(read("index.json").toString()), ["zh-CN/guidance.turn-left", "en/guidance.blink"]);
    assert.deepEqual(renderVoice(folder, [turn, blink]), { made: 0, own: 0 });
    rmSync(join(folder, "en/guidance.blink.ogg"));
    assert.deepEqual(renderVoice(folder, [turn, blink]), { made: 1, own: 0 });
  });

  it("of the hall's own recording are left as they are", () => {
    mkdirSync(join(folder, "zh-CN"), { recursive: true });
    writeFileSync(join(folder, "zh-CN/guidance.turn-left.ogg"), "a real voice");
    assert.deepEqual(renderVoice(folder, [turn, blink]), { made: 1, own: 1 });
    assert.deepEqual(renderVoice(folder, [turn, blink]), { made: 0, own: 1 });
    assert.equal(read("zh-CN/guidance.turn-left.ogg").toString(), "a real voice");
    assert.deepEqual(JSON.parse(read("index.json").toString()), ["zh-CN/guidance.turn-left", "en/guidance.blink"]);
  });

  it("of a text that is no longer spoken go", () => {
    renderVoice(folder, [turn, blink]);
    renderVoice(folder, [turn]);
    assert.deepEqual(JSON.parse(read("index.json").toString()), ["zh-CN/guidance.turn-left"]);
  });
});
