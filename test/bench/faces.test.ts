import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { Histogram } from "./faces/histogram.ts";
import { equalErrorRate, errorsAt, errorsAtFalseAccepts, rateOf } from "./faces/rates.ts";
import { readPeople, readPresentations } from "./faces/read-folder.ts";

const of = (...values: number[]) => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};

describe("figures of a bench of faces", () => {
  it("count what is at and above a threshold, as counting by hand does", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10_000, max: 10_000 })), fc.integer({ min: -10_000, max: 10_000 }), (values, threshold) => {
        const histogram = of(...values.map((value) => value / 10_000));
        assert.equal(histogram.atLeast(threshold / 10_000), values.filter((value) => value >= threshold).length);
        assert.equal(histogram.below(threshold / 10_000) + histogram.atLeast(threshold / 10_000), values.length);
      }),
    );
  });

  it("give an interval of Wilson: none of 300 is not certainly none", () => {
    const { rate, interval } = rateOf(0, 300);
    assert.equal(rate, 0);
    assert.deepEqual(interval, [0, 0.01264]);
    assert.deepEqual(rateOf(5, 100).interval, [0.02154, 0.1118]);
    assert.equal(rateOf(0, 0).rate, null);
  });

  it("find the threshold at which one impostor in a hundred passes", () => {
    const impostor = of(...Array.from({ length: 1_000 }, (_, at) => at / 10_000));
    const found = errorsAtFalseAccepts(0.01, of(0.5, 0.05), impostor);
    assert.equal(found?.falseAccepts.events, 10);
    assert.equal(found?.falseRejects.events, 1);
    assert.equal(errorsAtFalseAccepts(0.0001, of(0.5), impostor), null);
  });

  it("tell where wrong accepts and wrong rejects are as many", () => {
    const genuine = of(0.1, 0.5, 0.6, 0.7);
    const impostor = of(0, 0.1, 0.2, 0.55);
    assert.equal(equalErrorRate(genuine, impostor), 0.25);
    assert.equal(errorsAt(0.3, genuine, impostor).falseAccepts.rate, 0.25);
  });
});

describe("a folder of faces", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "faces-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (...files: string[]) => {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), "");
    }
  };
  const people = () =>
    readPeople(folder).map(({ name, reference, live }) => [name, reference && basename(reference), live.map((one) => basename(one))]);

  it("is read with a folder for each person, a card photo among them or not", () => {
    put("li/reference.bmp", "li/2.jpg", "li/10/1.jpg", "wang/a.png", "wang/notes.txt");
    assert.deepEqual(people(), [
      ["li", "reference.bmp", ["1.jpg", "2.jpg"]],
      ["wang", null, ["a.png"]],
    ]);
  });

  it("is read with all pictures side by side, named after the person and numbered", () => {
    put("li_0001.jpg", "li_0002.jpg", "wang-xin-1.png");
    assert.deepEqual(people(), [
      ["li", null, ["li_0001.jpg", "li_0002.jpg"]],
      ["wang-xin", null, ["wang-xin-1.png"]],
    ]);
  });

  it("gives the frames of one folder as one presentation, a clip as another, by species", () => {
    put("print/0001/1.jpg", "print/0001/2.jpg", "print/0002/1.jpg", "screen/x.mp4");
    assert.deepEqual(
      readPresentations(folder).map(({ species, name }) => [species, basename(name)]),
      [
        ["screen", "x.mp4"],
        ["print", "1.jpg"],
        ["print", "1.jpg"],
      ],
    );
  });

  it("is the species itself when its pictures lie in it directly", () => {
    put("1.jpg", "2.jpg");
    assert.deepEqual(
      readPresentations(folder).map(({ species }) => species),
      [basename(folder)],
    );
  });
});
