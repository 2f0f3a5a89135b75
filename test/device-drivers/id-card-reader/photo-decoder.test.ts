import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PhotoDecoderSettings, photoDecoder, photoFileName } from "../../../device-drivers/id-card-reader/photo-decoder.ts";
import { PHOTO_BMP_BYTES } from "../../../device-drivers/id-card-reader/photo-formats.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { PHOTO_DECODER_MS } from "../../../device-drivers/id-card-reader/timing.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { call, readerBench } from "./reader-bench.ts";

function bmp(width = 102, height = 126): Buffer {
  const file = Buffer.alloc(PHOTO_BMP_BYTES, 0x7f);
  file.write("BM", 0, "latin1");
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(24, 28);
  return file;
}

describe("id-card-reader/photo-decoder", () => {
  const block = samplePhotoBlock(SAMPLE_CARDS.resident);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-photo-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const decode = (settings: PhotoDecoderSettings, clock = new FakeClock()) => photoDecoder(settings, clock)(block);
  const why = async (settings: PhotoDecoderSettings) => {
    const got = await decode(settings);
    return got.ok ? "a photo" : got.error.why;
  };
  const program = (script: string): PhotoDecoderSettings => ({ kind: "exec", command: ["/bin/sh", "-c", script] });

  it("finds a sample card's picture by the hash of its block", async () => {
    writeFileSync(join(folder, photoFileName(block)), bmp());
    assert.deepEqual(await decode({ kind: "lookup", folder }), { ok: true, value: bmp() });
  });

  it("hands the block to the site's program and takes its BMP, rows from the top or the bottom", async () => {
    writeFileSync(join(folder, "top.bmp"), bmp(102, -126));
    writeFileSync(join(folder, "block"), block);
    assert.equal(await why(program(`cmp - ${folder}/block && cat ${folder}/top.bmp`)), "a photo");
  });

  it("says why there is no picture", async () => {
    writeFileSync(join(folder, "wide.bmp"), bmp(126, 102));
    writeFileSync(join(folder, "long.bmp"), Buffer.concat([bmp(), Buffer.alloc(1)]));
    assert.equal(await why({ kind: "none" }), "no-decoder");
    assert.equal(await why({ kind: "lookup", folder }), "not-found");
    assert.equal(await why(program("exit 3")), "decoder-failed");
    assert.equal(await why({ kind: "exec", command: [join(folder, "absent")] }), "decoder-failed");
    assert.equal(await why(program(`cat ${folder}/wide.bmp`)), "not-a-card-photo");
    assert.equal(await why(program(`cat ${folder}/long.bmp`)), "not-a-card-photo");
  });

  it("does not wait for a program that hangs", async () => {
    const clock = new FakeClock();
    const decoding = decode({ kind: "exec", command: ["/bin/sleep", "60"] }, clock);
    await clock.advance(PHOTO_DECODER_MS);
    const got = await decoding;
    assert.equal(got.ok ? "" : got.error.why, "decoder-timeout");
  });

  it("gives a reading its photo when asked, and reads the text when the photo cannot be had", async () => {
    writeFileSync(join(folder, photoFileName(block)), bmp());
    const bench = await readerBench({ kind: "lookup", folder });
    for (const card of [SAMPLE_CARDS.resident, SAMPLE_CARDS.expired]) {
      bench.simulator.insertCard(card);
      // The file system's answer takes real time, so time is not pushed on: nothing here waits for it.
      const got = await bench.reader.commands["read-card"]({ photo: true }, call());
      assert.ok(got.ok);
      assert.equal(got.value.photo, card === SAMPLE_CARDS.resident ? bmp().toString("base64") : undefined);
    }
    await bench.close();
  });
});
