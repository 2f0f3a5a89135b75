import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { sealKeyPair } from "../../../base/seal.ts";
import { loadIdentityServiceKey } from "../../../config/identity/identity-service-key.ts";
import { attemptBeganAt, remoteFaceContext } from "../../../config/identity/remote-face.ts";
import { makeDeviceKey } from "../../../sync-agent/hub/keys.ts";

describe("config/identity: a face compared remotely", () => {
  it("an attempt's id says to the millisecond when it began", () => {
    for (const at of [0, 1_767_574_800_123, 2 ** 48 - 1]) assert.equal(attemptBeganAt(uuidv7(at, systemRandom)), at);
  });

  for (const id of [
    "",
    "now",
    "019b8c3e-7c00-4000-8000-000000000000",
    "019b8c3e-7c00-7000-8000-00000000000",
    "019B8C3E-7C00-7000-8000-000000000000",
  ]) {
    it(`“${id}” is no attempt's id`, () => assert.equal(attemptBeganAt(id), undefined));
  }

  it("no two attempts and no two kiosks share a context", () => {
    const contexts = [remoteFaceContext("k-1", "a"), remoteFaceContext("k-1", "b"), remoteFaceContext("k-2", "a")];
    assert.equal(new Set(contexts).size, 3);
  });

  describe("the identity service's key", () => {
    const folder = mkdtempSync(join(tmpdir(), "identity-key-"));
    after(() => rmSync(folder, { recursive: true }));
    const load = (text: string) => {
      writeFileSync(join(folder, "key.pem"), text);
      return loadIdentityServiceKey(join(folder, "key.pem"));
    };

    it("is taken as it stands in its file", () => {
      const { publicKey } = sealKeyPair();
      assert.equal(must(load(publicKey)), publicKey);
    });

    it("that is for signing, that is none, or that is not there is refused, each in its own words", () => {
      const words = [load(makeDeviceKey().publicKey), load("林晓岚"), loadIdentityServiceKey(join(folder, "none.pem"))].map((one) =>
        one.ok ? "" : `${one.error.kind}: ${one.error.faults[0]?.problem}`,
      );
      assert.match(words[0] ?? "", /^wrong-shape: is not an X25519 key/);
      assert.match(words[1] ?? "", /^wrong-shape: holds no public key in PEM/);
      assert.match(words[2] ?? "", /^unreadable: .*ENOENT/);
    });
  });
});
