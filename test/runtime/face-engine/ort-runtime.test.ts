import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { cutChip } from "../../../runtime/face-engine/chip.ts";
import { openDetector } from "../../../runtime/face-engine/detector.ts";
import { type Embedding, openEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { type Face, largest } from "../../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../../runtime/face-engine/models.ts";
import { chooseOrt, type LoadOrt, type OrtName, openOrt } from "../../../runtime/face-engine/ort-runtime.ts";
import { PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { clip } from "./stage.ts";

describe("runtime/face-engine/ort-runtime", () => {
  const seen = async (name: OrtName): Promise<{ face: Face; embedding: Embedding }> => {
    const ort = must(await openOrt(name, null));
    const models = must(loadModels());
    const detector = must(await openDetector(models, ort));
    const embedder = await openEmbedder(models, ort);
    const picture = must(await new PictureDecoder().decode(clip("live-b")[0] ?? Buffer.alloc(0)));
    const face = largest(await detector.detect(picture, 224));
    assert.ok(face);
    return { face, embedding: await embedder.embed(cutChip(picture, face)) };
  };

  it("sees the same face the same way natively and in WebAssembly", async function () {
    this.timeout(60_000);
    const [native, web] = [await seen("onnxruntime-node"), await seen("onnxruntime-web")];
    const worst = Math.max(...native.embedding.map((value, at) => Math.abs(value - (web.embedding[at] ?? 0))));
    assert.ok(worst < 1e-4, `embeddings differ by ${worst}`);
    assert.ok(Math.abs(native.face.box.x - web.face.box.x) < 0.01);
  });

  /** The real packages, but for those that a machine without them would not load. */
  const without =
    (missing: readonly OrtName[]): LoadOrt =>
    async (name) => {
      if (missing.includes(name)) throw new Error("libonnxruntime.so.1: version `GLIBC_2.28' not found");
      return { InferenceSession: { create: () => assert.fail("nothing is opened here") }, Tensor: class {} as never };
    };

  it("takes the native one where it loads", async () => {
    const chosen = must(await chooseOrt(without([])));
    assert.deepEqual([chosen.name, chosen.insteadOf], ["onnxruntime-node", null]);
  });

  it("takes WebAssembly on a processor or a libc that has no native one, and can say why", async () => {
    const chosen = must(await chooseOrt(without(["onnxruntime-node"])));
    assert.equal(chosen.name, "onnxruntime-web");
    assert.match(chosen.insteadOf ?? "", /GLIBC_2\.28/u);
  });

  it("refuses to start where neither loads, and names both reasons", async () => {
    const refused = await chooseOrt(without(["onnxruntime-node", "onnxruntime-web"]));
    assert.ok(!refused.ok && refused.error.code === "face.backend-unsuitable");
    assert.match(refused.error.detail, /onnxruntime-node: .*GLIBC.*onnxruntime-web: .*GLIBC/u);
  });
});
