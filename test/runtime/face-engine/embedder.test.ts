import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { cutChip } from "../../../runtime/face-engine/chip.ts";
import { cosine, type Embedding } from "../../../runtime/face-engine/embedder.ts";
import { largest } from "../../../runtime/face-engine/geometry.ts";
import { PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { readReference } from "../../../runtime/face-engine/reference.ts";
import golden from "./mobilefacenet.golden.json" with { type: "json" };
import { patternChip } from "./pattern-chip.ts";
import { cardPhoto, clip, openNetworks } from "./stage.ts";

describe("runtime/face-engine/embedder", () => {
  // Computed once by tfjs from the published weights and graph, the two faults put right there in another way than in our script.
  golden.forEach((expected, which) => {
    it(`gives pattern ${which} the embedding that an independent computation gave`, async () => {
      const { embedder } = await openNetworks();
      const found = await embedder.embed(patternChip(which));
      assert.equal(found.length, 192);
      const worst = Math.max(...found.map((value, at) => Math.abs(value - (expected[at] ?? 0))));
      assert.ok(worst < 1e-5, `differs by ${worst}`);
    });
  });

  it("tells the same man years apart from other people", async () => {
    const parts = { ...(await openNetworks()), decoder: new PictureDecoder() };
    const live = async (name: string): Promise<Embedding> => {
      const picture = must(await parts.decoder.decode(clip(name)[0] ?? Buffer.alloc(0)));
      const face = largest(await parts.detector.detect(picture, 224));
      assert.ok(face);
      return parts.embedder.embed(cutChip(picture, face));
    };
    const card = must(await readReference(cardPhoto("b"), parts));
    const [same, a, c] = [cosine(card, await live("live-b")), cosine(card, await live("live-a")), cosine(card, await live("other-c"))];
    assert.ok(same > 0.7, `the same man: ${same}`);
    assert.ok(a < 0.3 && c < 0.3, `others: ${a}, ${c}`);
  });
});
