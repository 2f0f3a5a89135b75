import assert from "node:assert/strict";
import type { LocalText } from "../../config/language.ts";
import type { PhotoDecoder } from "./photo-decoder.ts";
import { isCardPhoto } from "./photo-formats.ts";

/** A decoder, and blocks of 1024 bytes from at least two cards whose holders agreed; they stay with whoever runs this. */
export interface PhotoDecoderBench {
  readonly decode: PhotoDecoder;
  readonly blocks: readonly [Buffer, Buffer, ...Buffer[]];
}

export interface PhotoDecoderCase {
  readonly title: LocalText;
  /** Throws an AssertionError where the decoder does not do what a reading needs of it. */
  run(bench: PhotoDecoderBench): Promise<void>;
}

async function picture(decode: PhotoDecoder, block: Buffer): Promise<Buffer> {
  const decoded = await decode(Buffer.from(block));
  assert.ok(decoded.ok, decoded.ok ? "" : `${decoded.error.why} ${JSON.stringify(decoded.error.facts)}`);
  assert.ok(isCardPhoto(decoded.value), "not a 24-bit BMP of 102 × 126");
  return decoded.value;
}

/** What a vendor's adapter, named as `exec` in the settings, must do. That the face is the right one, only a person sees. */
export const PHOTO_DECODER_CASES: readonly PhotoDecoderCase[] = [
  {
    title: { "zh-CN": "每张证件都解出完整的照片", en: "gives a whole photo for each card" },
    async run({ decode, blocks }) {
      for (const block of blocks) await picture(decode, block);
    },
  },
  {
    title: { "zh-CN": "同一张证件两次解出的照片相同", en: "gives the same photo for the same card again" },
    async run({ decode, blocks: [block] }) {
      assert.ok((await picture(decode, block)).equals(await picture(decode, block)), "two photos of one card differ");
    },
  },
  {
    title: { "zh-CN": "不同的证件解出不同的照片", en: "gives different photos for different cards" },
    async run({ decode, blocks: [first, second] }) {
      assert.ok(!(await picture(decode, first)).equals(await picture(decode, second)), "two cards have the same photo");
    },
  },
  {
    title: { "zh-CN": "同时解两张时不会弄混", en: "does not mix up two that are decoded at the same time" },
    async run({ decode, blocks: [first, second] }) {
      const alone = [await picture(decode, first), await picture(decode, second)];
      const together = await Promise.all([picture(decode, first), picture(decode, second)]);
      assert.ok(
        together.every((bmp, index) => bmp.equals(alone[index] ?? Buffer.alloc(0))),
        "a photo changed when two were decoded at once",
      );
    },
  },
  {
    title: { "zh-CN": "遇到坏数据不崩溃，之后仍能工作", en: "survives a block that is none, and works afterwards" },
    async run({ decode, blocks: [block] }) {
      for (const bad of [Buffer.alloc(1_024), Buffer.alloc(1_024, 0xff), Buffer.from(block).reverse()]) {
        const decoded = await decode(bad);
        assert.ok(!decoded.ok || isCardPhoto(decoded.value), "what was given for a bad block is no photo");
        assert.ok(decoded.ok || decoded.error.why !== "decoder-timeout", "a bad block keeps the person waiting");
      }
      await picture(decode, block);
    },
  },
];
