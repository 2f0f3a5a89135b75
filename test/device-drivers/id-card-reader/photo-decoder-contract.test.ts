import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { ok } from "../../../base/result.ts";
import { sampleBmp } from "../../../device-drivers/id-card-reader/bridge/sample-messages.ts";
import { type PhotoDecoder, photoDecoder, photoFileName } from "../../../device-drivers/id-card-reader/photo-decoder.ts";
import { PHOTO_DECODER_CASES } from "../../../device-drivers/id-card-reader/photo-decoder-contract.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../../device-drivers/id-card-reader/sample-cards.ts";

const blocks = [samplePhotoBlock(SAMPLE_CARDS.resident), samplePhotoBlock(SAMPLE_CARDS.expired)] as const;

function pictureOf(block: Buffer): Buffer {
  const bmp = sampleBmp();
  block.copy(bmp, 54);
  return bmp;
}

/** Titles of the cases that a decoder fails. */
async function failures(decode: PhotoDecoder): Promise<string[]> {
  const failed: string[] = [];
  for (const { title, run } of PHOTO_DECODER_CASES) {
    await run({ decode, blocks: [Buffer.from(blocks[0]), Buffer.from(blocks[1])] }).catch((cause: unknown) => {
      assert.ok(cause instanceof assert.AssertionError, String(cause));
      failed.push(title.en);
    });
  }
  return failed;
}

describe("id-card-reader: what a vendor's photo decoder must do", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-decoder-"));
    for (const block of blocks) writeFileSync(join(folder, photoFileName(block)), pictureOf(block));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("passes a program that looks the picture up", async () => {
    const script = join(folder, "decode");
    writeFileSync(script, `#!/bin/sh\nname=$(sha256sum | cut -c1-64).bmp\ncat "${folder}/$name" 2>/dev/null\n`);
    chmodSync(script, 0o755);
    assert.deepEqual(await failures(photoDecoder({ kind: "exec", command: [script] }, systemClock)), []);
  });

  it("passes the sample cards' own", async () => {
    assert.deepEqual(await failures(photoDecoder({ kind: "lookup", folder }, systemClock)), []);
  });

  it("finds one that gives everybody the same face", async () => {
    assert.deepEqual(await failures(async () => ok(sampleBmp())), ["gives different photos for different cards"]);
  });

  it("finds one that keeps its working file in one place and so mixes people up", async () => {
    let shared: Buffer = Buffer.alloc(0);
    const mixing: PhotoDecoder = async (block) => {
      shared = block;
      await new Promise((resolve) => setImmediate(resolve));
      return ok(pictureOf(shared));
    };
    assert.deepEqual(await failures(mixing), ["does not mix up two that are decoded at the same time"]);
  });

  it("finds one that gives no picture", async () => {
    assert.equal((await failures(async () => ok(Buffer.from("BM")))).length, PHOTO_DECODER_CASES.length);
  });
});
