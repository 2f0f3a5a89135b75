import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { must } from "../../../base/result.ts";
import own from "../../../package.json" with { type: "json" };
import manifest from "../../../runtime/face-engine/models/models.json" with { type: "json" };
import { loadModels, MANIFEST_PATH } from "../../../runtime/face-engine/models.ts";

const FILES = Object.values(manifest.models).map(({ path }) => path);

describe("runtime/face-engine/models", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-models-"));
    cpSync(dirname(MANIFEST_PATH), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const load = () => loadModels(join(folder, "models.json"));

  it("loads the three networks that decide, and no other: not the recogniser of face-api, to which one Chinese stranger in three is the same person", () => {
    const { engine, files } = must(load());
    assert.equal(engine, "mfn-2");
    assert.deepEqual(Object.keys(files).sort(), ["detector", "embedder", "landmarks"]);
  });

  for (const file of FILES) {
    it(`refuses ${file} when one bit of it was changed, and names it and both hashes`, () => {
      const bytes = readFileSync(join(folder, file));
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(join(folder, file), bytes);
      const refused = load();
      assert.ok(!refused.ok && refused.error.code === "face.model-changed");
      assert.equal(refused.error.file, join(folder, file));
      assert.equal(refused.error.found, createHash("sha256").update(bytes).digest("hex"));
      assert.notEqual(refused.error.expected, refused.error.found);
      assert.match(refused.error.advice, /do not use this kiosk for faces/u);
    });

    it(`refuses when ${file} is missing, and names it`, () => {
      rmSync(join(folder, file));
      const refused = load();
      assert.ok(!refused.ok && refused.error.code === "face.model-missing");
      assert.equal(refused.error.file, join(folder, file));
    });
  }

  for (const [what, text] of [
    ["is no JSON", "{"],
    ["does not name all networks", '{"engine":"x","models":{}}'],
    ["has a hash that is none", JSON.stringify(manifest).replace(/[0-9a-f]{64}/u, "abc")],
  ] as const) {
    it(`refuses a list of networks that ${what}`, () => {
      writeFileSync(join(folder, "models.json"), text);
      const refused = load();
      assert.ok(!refused.ok && refused.error.code === "face.manifest-invalid");
    });
  }

  it("holds detector and landmarks byte for byte as our script makes them of face-api's published weights", () => {
    execFileSync(process.execPath, ["runtime/face-engine/models/rebuild-face-api.ts", folder]);
    for (const { path, sha256 } of [manifest.models.detector, manifest.models.landmarks])
      assert.equal(
        createHash("sha256")
          .update(readFileSync(join(folder, path)))
          .digest("hex"),
        sha256,
      );
  });

  it("decides nothing by tfjs or face-api: no production code imports them, so webgl and the recogniser cannot be chosen by accident", () => {
    const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.mjs"], { encoding: "utf8" })
      .split("\n")
      .filter((file) => file !== "" && !file.startsWith("test/"));
    assert.ok(sources.length > 100);
    const imports = /(?:from|import|require)\s*\(?\s*["'](?:@tensorflow|@vladmandic)\//u;
    assert.ok(imports.test(readFileSync("test/runtime/face-engine/face-api-witness.ts", "utf8")), "the pattern finds them where they are");
    assert.deepEqual(
      sources.filter((file) => {
        try {
          return imports.test(readFileSync(file, "utf8"));
        } catch {
          return false; // deleted since
        }
      }),
      [],
    );
    for (const name of ["@vladmandic/face-api", "@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"]) {
      assert.ok(!(name in own.dependencies), `${name} is no dependency`);
      assert.ok(name in own.devDependencies, `${name} is there to compare with`);
    }
  });
});
