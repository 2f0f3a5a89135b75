import assert from "node:assert/strict";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { must } from "../../../base/result.ts";
import { cosine, type FaceEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { type Picture, PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { readReference } from "../../../runtime/face-engine/reference.ts";
import { cardPhoto, openNetworks } from "./stage.ts";

const read = async (photo: Buffer) => readReference(photo, { ...(await openNetworks()), decoder: new PictureDecoder() });

async function redrawn(width: number, height: number, format: "png" | "jpeg"): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  canvas.getContext("2d").drawImage(await loadImage(cardPhoto("a")), 0, 0, width, height);
  return format === "png" ? canvas.toBuffer("image/png") : canvas.toBuffer("image/jpeg", 90);
}

describe("runtime/face-engine/reference", () => {
  it("reads a card photo as BMP, PNG and JPEG alike", async () => {
    const bmp = must(await read(cardPhoto("a")));
    assert.ok(cosine(bmp, must(await read(await redrawn(102, 126, "png")))) > 0.99);
    assert.ok(cosine(bmp, must(await read(await redrawn(102, 126, "jpeg")))) > 0.9);
  });

  it("reads a photo larger than a card's", async () => {
    assert.ok(cosine(must(await read(cardPhoto("a"))), must(await read(await redrawn(408, 504, "png")))) > 0.9);
  });

  it("overwrites the face it cut out, also when the network breaks", async () => {
    const { detector } = await openNetworks();
    const chips: Picture[] = [];
    const embedder: FaceEmbedder = {
      embed(chip) {
        chips.push(chip);
        return Promise.reject(new Error("broken on purpose"));
      },
    };
    await assert.rejects(readReference(cardPhoto("a"), { detector, embedder, decoder: new PictureDecoder() }), /on purpose/u);
    assert.ok(chips.length === 1 && chips[0]?.rgba.every((value) => value === 0));
  });

  for (const [what, photo, why] of [
    ["bytes that are no picture", async () => Buffer.from("not a picture"), "undecodable"],
    ["no bytes", async () => Buffer.alloc(0), "undecodable"],
    ["a card photo cut off in its header", async () => cardPhoto("a").subarray(0, 40), "undecodable"],
    ["an empty ground", async () => createCanvas(102, 126).toBuffer("image/png"), "no-face"],
    ["a face too small to tell anything", () => redrawn(51, 63, "png"), "eyes-too-close"],
    ["a picture larger than any card's or camera's", async () => createCanvas(3000, 2000).toBuffer("image/png"), "too-large"],
  ] as const) {
    it(`refuses ${what}`, async () => assert.deepEqual(await read(await photo()), { ok: false, error: why }));
  }
});
