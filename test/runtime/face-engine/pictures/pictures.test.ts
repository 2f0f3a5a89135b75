import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { crc32, deflateSync } from "node:zlib";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import fc from "fast-check";
import { must } from "../../../../base/result.ts";
import { type Picture, PictureDecoder } from "../../../../runtime/face-engine/picture.ts";
import { cardPhoto, clip } from "../stage.ts";

const frame = () => Buffer.from(clip("live-a")[0] ?? []);
const END = Buffer.from([0xff, 0xd9]);

/** As the canvas decodes it, which is another program. */
async function byCanvas(bytes: Buffer): Promise<Uint8ClampedArray> {
  const image = await loadImage(bytes);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

const worst = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
  a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0);

describe("runtime/face-engine/pictures", () => {
  const decoder = new PictureDecoder();
  const decode = async (bytes: Buffer) => decoder.decode(bytes);
  const fault = async (bytes: Buffer) => {
    const result = await decode(bytes);
    return result.ok ? "decoded" : result.error;
  };

  describe("JPEG", () => {
    it("gives each pixel as another decoder gives it", async () => {
      const { width, height, rgba } = must(await decode(frame()));
      assert.deepEqual([width, height], [640, 480]);
      assert.ok(worst(rgba, await byCanvas(frame())) <= 1);
    });

    for (const share of [0.02, 0.3, 0.7, 0.99]) {
      it(`refuses a frame of which ${Math.round((1 - share) * 100)} % got lost on the way, rather than fill it with grey`, async () => {
        const jpeg = frame();
        assert.equal(await fault(jpeg.subarray(0, Math.floor(jpeg.length * share))), "undecodable");
        assert.equal(await fault(Buffer.concat([jpeg.subarray(0, Math.floor(jpeg.length * share)), END])), "undecodable");
      });
    }

    it("refuses a frame that lost a packet in its middle", async () => {
      for (let at = 2_000; at < frame().length - 2_000; at += 3_000) {
        const jpeg = frame();
        assert.equal(await fault(Buffer.concat([jpeg.subarray(0, at), jpeg.subarray(at + 512)])), "undecodable", `at ${at}`);
      }
    });

    it("takes frames of webcams that put some bytes before the end marker or after it", async () => {
      const jpeg = frame();
      for (const many of [1, 2, 8]) assert.equal(await fault(Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(many), END])), "decoded");
      assert.equal(await fault(Buffer.concat([jpeg, Buffer.alloc(700)])), "decoded");
      assert.equal(await fault(Buffer.concat([jpeg.subarray(0, -2), Buffer.alloc(60), END])), "undecodable");
    });

    it("takes frames of webcams that leave out the Huffman tables, which UVC allows", async () => {
      const size = ["-f", "lavfi", "-i", "testsrc=s=320x240:d=0.1", "-frames:v", "1"];
      const jpeg = execFileSync("ffmpeg", ["-loglevel", "error", ...size, "-c:v", "mjpeg", "-huffman", "default", "-f", "mjpeg", "-"]);
      assert.equal(worst(must(await decode(withoutTables(jpeg))).rgba, must(await decode(jpeg)).rgba), 0);
    });

    it("refuses what is too large before it decodes it", async () => {
      const canvas = createCanvas(3000, 2000);
      assert.equal(await fault(canvas.toBuffer("image/jpeg")), "too-large");
    });

    it("goes on after a picture that it cannot make sense of", async () => {
      const hopeless = Buffer.from([0xff, 0xd8, 1, 2, 3]);
      for (let i = 0; i < 50; i++) assert.equal(await fault(hopeless), "undecodable");
      assert.equal(await fault(frame()), "decoded");
    });

    it("leaves nothing of a picture in the decoder's own memory once it is cleared", async () => {
      const memories: WebAssembly.Memory[] = [];
      const { Instance } = WebAssembly;
      WebAssembly.Instance = class extends Instance {
        constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
          super(module, imports);
          memories.push(this.exports["memory"] as WebAssembly.Memory);
        }
      };
      try {
        const own = new PictureDecoder();
        must(await own.decode(frame()));
        const [memory] = memories;
        assert.ok(memory && memories.length === 1);
        assert.ok(Buffer.from(memory.buffer).some((byte) => byte !== 0));
        assert.equal(Buffer.from(memory.buffer).indexOf(frame().subarray(5_000, 5_016)), -1, "the bytes of the frame are gone at once");
        own.clear();
        assert.ok(Buffer.from(memory.buffer).every((byte) => byte === 0));
      } finally {
        WebAssembly.Instance = Instance;
      }
    });

    it("does not break on whatever bytes come", async () => {
      const jpeg = frame();
      const change = fc.tuple(fc.nat(jpeg.length - 3), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          const damaged = Buffer.from(jpeg);
          for (const [at, value] of changes) damaged[at + 2] = value;
          assert.ok(["decoded", "undecodable", "too-large"].includes(await fault(damaged)));
        }),
        { numRuns: 60 },
      );
      assert.equal(await fault(jpeg), "decoded");
    });
  });

  describe("BMP", () => {
    it("gives a card photo as another decoder gives it", async () => {
      assert.equal(worst(must(await decode(cardPhoto("a"))).rgba, await byCanvas(cardPhoto("a"))), 0);
    });

    it("reads rows from the top, four bytes a pixel, and a palette", async () => {
      const topDown = bmp({ height: -2, depth: 24, rows: [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0] });
      assert.deepEqual([...must(await decode(topDown)).rgba], [3, 2, 1, 255, 6, 5, 4, 255, 9, 8, 7, 255, 12, 11, 10, 255]);
      const four = bmp({ height: 1, depth: 32, rows: [1, 2, 3, 0, 4, 5, 6, 0] });
      assert.deepEqual([...must(await decode(four)).rgba], [3, 2, 1, 255, 6, 5, 4, 255]);
      const palette = bmp({ height: 1, depth: 8, palette: [9, 9, 9, 0, 10, 20, 30, 0], rows: [1, 0, 0, 0] });
      assert.deepEqual([...must(await decode(palette)).rgba], [30, 20, 10, 255, 9, 9, 9, 255]);
    });

    it("refuses one that breaks off, is compressed, or claims more than it has", async () => {
      const photo = cardPhoto("a");
      assert.equal(await fault(photo.subarray(0, -1)), "undecodable");
      assert.equal(await fault(photo.subarray(0, 30)), "undecodable");
      for (const [offset, value] of [
        [10, 0xffffffff],
        [14, 12],
        [18, 0],
        [18, 103],
        [30, 1],
      ] as const) {
        const changed = Buffer.from(photo);
        changed.writeUInt32LE(value, offset);
        assert.equal(await fault(changed), "undecodable", `${offset}: ${value}`);
      }
      const huge = Buffer.from(photo);
      huge.writeInt32LE(60_000, 18);
      assert.equal(await fault(huge), "too-large");
    });
  });

  describe("PNG", () => {
    it("gives each pixel as another decoder gives it, with every filter", async () => {
      const canvas = createCanvas(64, 48);
      const context = canvas.getContext("2d");
      context.drawImage(await loadImage(frame()), 0, 0, 64, 48);
      const { data } = context.getImageData(0, 0, 64, 48);
      for (const colours of [2, 6] as const) {
        for (const filter of [0, 1, 2, 3, 4]) assert.equal(worst(must(await decode(png(64, data, colours, filter))).rgba, data), 0);
      }
      assert.equal(worst(must(await decode(canvas.toBuffer("image/png"))).rgba, data), 0);
    });

    it("reads grey and palettes", async () => {
      const grey = png(2, Uint8ClampedArray.of(7, 7, 7, 255, 9, 9, 9, 255), 0, 0);
      assert.deepEqual([...must(await decode(grey)).rgba], [7, 7, 7, 255, 9, 9, 9, 255]);
      const palette = rawPng(2, 1, 3, Buffer.from([0, 1, 0]), Buffer.from([1, 2, 3, 4, 5, 6]));
      assert.deepEqual([...must(await decode(palette)).rgba], [4, 5, 6, 255, 1, 2, 3, 255]);
    });

    it("refuses one that breaks off, whose checksum is wrong, or whose rows are too long", async () => {
      const whole = png(2, Uint8ClampedArray.of(7, 7, 7, 255, 9, 9, 9, 255), 2, 0);
      for (let length = 0; length < whole.length; length += 5) assert.equal(await fault(whole.subarray(0, length)), "undecodable");
      const changed = Buffer.from(whole);
      changed[45] = (changed[45] ?? 0) ^ 1;
      assert.equal(await fault(changed), "undecodable");
      assert.equal(await fault(rawPng(2, 1, 2, Buffer.alloc(100_000))), "undecodable");
      assert.equal(await fault(rawPng(60_000, 60_000, 2, Buffer.alloc(10))), "too-large");
    });
  });

  describe("a photo on its ground", () => {
    const ground = { width: 40, height: 30, ground: 240 };

    it("lies where it was asked to lie, and the ground is plain", async () => {
      const red = bmp({ height: 1, depth: 24, rows: [0, 0, 255, 0, 0, 255, 0, 0] });
      const laid = must(await decoder.decode(red, () => ({ ...ground, at: { x: 10, y: 5, width: 20, height: 10 } })));
      const at = (x: number, y: number) => [...laid.rgba.subarray((y * 40 + x) * 4, (y * 40 + x) * 4 + 4)];
      assert.deepEqual([at(9, 5), at(10, 5), at(29, 14), at(30, 14), at(15, 4)], [grey(), red4(), red4(), grey(), grey()]);
    });

    it("is drawn smoothly: what varies evenly does so afterwards, larger and smaller", async () => {
      const ramp = bmp({ height: 1, depth: 24, width: 20, rows: Array.from({ length: 60 }, (_, i) => 20 + 10 * Math.floor(i / 3)) });
      for (const width of [40, 10]) {
        const laid = must(await decoder.decode(ramp, () => ({ width, height: 1, ground: 0, at: { x: 0, y: 0, width, height: 1 } })));
        const step = 10 * (20 / width);
        for (let x = 4; x < width - 4; x++) assert.ok(Math.abs((laid.rgba[(x + 1) * 4] ?? 0) - (laid.rgba[x * 4] ?? 0) - step) <= 1);
      }
    });

    const grey = () => [240, 240, 240, 255];
    const red4 = () => [255, 0, 0, 255];
  });

  it("writes over the pixels of a picture given back, and uses their place for the next one", async () => {
    const own = new PictureDecoder();
    const first: Picture = must(await own.decode(frame()));
    own.release(first);
    assert.ok(first.rgba.every((value) => value === 0));
    const second = must(await own.decode(frame()));
    assert.equal(second.rgba, first.rgba);
    const third = must(await own.decode(frame()));
    assert.notEqual(third.rgba, second.rgba);
    own.clear();
    assert.ok(
      third.rgba.some((value) => value !== 0),
      "pictures are their owners' to wipe",
    );
    assert.deepEqual(must(await own.decode(frame())).rgba, third.rgba);
  });
});

function withoutTables(jpeg: Buffer): Buffer {
  const kept = [jpeg.subarray(0, 2)];
  for (let at = 2; at < jpeg.length; ) {
    const [marker, length] = [jpeg[at + 1], jpeg.readUInt16BE(at + 2)];
    if (marker === 0xda) return Buffer.concat([...kept, jpeg.subarray(at)]);
    if (marker !== 0xc4) kept.push(jpeg.subarray(at, at + 2 + length));
    at += 2 + length;
  }
  return assert.fail("a JPEG has a scan");
}

/** Two pixels wide unless told. */
function bmp(of: { width?: number; height: number; depth: number; palette?: number[]; rows: number[] }): Buffer {
  const { width = 2, height, depth, palette = [], rows } = of;
  const header = Buffer.alloc(54);
  header.write("BM", "latin1");
  header.writeUInt32LE(54 + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(depth, 28);
  header.writeUInt32LE(palette.length / 4, 46);
  return Buffer.concat([header, Buffer.from(palette), Buffer.from(rows)]);
}

/** One filter for all rows. */
function png(width: number, rgba: Uint8ClampedArray, colours: 0 | 2 | 6, filter: number): Buffer {
  const channels = { 0: 1, 2: 3, 6: 4 }[colours];
  const height = rgba.length / 4 / width;
  const raw = (x: number, y: number, c: number) => (x < 0 || y < 0 ? 0 : (rgba[(y * width + x) * 4 + c] ?? 0));
  const rows = Buffer.alloc(height * (1 + width * channels));
  for (let y = 0, to = 0; y < height; y++) {
    rows[to++] = filter;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const [left, above, corner] = [raw(x - 1, y, c), raw(x, y - 1, c), raw(x - 1, y - 1, c)];
        const near = [left, above, corner].map((value) => Math.abs(left + above - corner - value));
        const paeth = [left, above, corner][near.indexOf(Math.min(...near))] ?? 0;
        rows[to++] = raw(x, y, c) - ([0, left, above, (left + above) >> 1, paeth][filter] ?? 0);
      }
    }
  }
  return rawPng(width, height, colours, rows);
}

function rawPng(width: number, height: number, colours: number, rows: Buffer, palette?: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colours, 0, 0, 0], 8);
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const chunks = [chunk("IHDR", header), ...(palette ? [chunk("PLTE", palette)] : [])];
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, ...chunks, chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
