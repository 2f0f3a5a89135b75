import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { loadCatalogue } from "../../../config/catalogue/load-catalogue.ts";
import { loadTemplates } from "../../../config/documents/load-templates.ts";
import { surroundingsOf } from "../../../config/documents/template-surroundings.ts";
import { hallFolders, makeHallFiles, ROOT } from "../../../runtime/demo/hall-files.ts";
import { portsFrom } from "../../../runtime/demo/ports.ts";
import { paperTrayFaults } from "../../../runtime/issuance/paper-tray-faults.ts";

const CATALOGUE = join(ROOT, "config", "catalogue");
const templates = must(loadTemplates(join(CATALOGUE, "documents")));
const catalogue = must(loadCatalogue(CATALOGUE, surroundingsOf(templates)));
const A4 = { iso_a4_210x297mm: "main" };
const BLANKS = { "business-licence-original": "large", "business-licence-duplicate": "tray-3" };

describe("trays of a kiosk, before it serves anybody", () => {
  const faults = (options: Record<string, unknown>) =>
    paperTrayFaults([{ id: "laser", kind: "certificate-printer", driver: "ipp", options }], catalogue, templates).map(
      ({ at, problem }) => `${at} ${problem}`,
    );

  it("each blank in its own and plain paper in another: nothing is wrong", () => {
    assert.deepEqual(faults({ uri: "ipp://192.0.2.7/ipp/print", plainTrays: A4, blankTrays: BLANKS }), []);
  });

  it("a kiosk without a certificate printer prints on no blank: nothing is wrong", () => {
    assert.deepEqual(paperTrayFaults([], catalogue, templates), []);
  });

  const { "business-licence-original": original } = BLANKS;
  for (const { says, options, at, words } of [
    {
      says: "a blank of an item has no tray",
      options: { plainTrays: A4, blankTrays: { "business-licence-original": original } },
      at: "blankTrays",
      words: /business-licence-duplicate has no tray/,
    },
    {
      says: "settings of an earlier release name no tray at all",
      options: {},
      at: "blankTrays",
      words: /business-licence-original has no tray/,
    },
    {
      says: "two blanks share a tray",
      options: { plainTrays: A4, blankTrays: { ...BLANKS, "business-licence-duplicate": original } },
      at: "blankTrays",
      words: /the tray large is named for more than one paper/,
    },
    {
      says: "a blank and plain paper share a tray",
      options: { plainTrays: { iso_a4_210x297mm: "tray-3" }, blankTrays: BLANKS },
      at: "blankTrays",
      words: /the tray tray-3 is named for more than one paper/,
    },
    {
      says: "plain paper beside blanks has no tray",
      options: { blankTrays: BLANKS },
      at: "plainTrays",
      words: /plain paper of iso_a4_210x297mm has no tray/,
    },
    {
      says: "any tray at all is named for plain paper",
      options: { plainTrays: { iso_a4_210x297mm: "auto" }, blankTrays: BLANKS },
      at: "plainTrays",
      words: /must/,
    },
  ]) {
    it(`${says}: found, with the place in the settings`, () => {
      const [first = ""] = faults(options);
      assert.ok(first.startsWith(`/devices/0/options/${at}`), first);
      assert.match(first, words);
    });
  }
});

describe("a runtime that would count numbers wrongly", function () {
  this.timeout(60_000);
  let top: string;
  let settingsFile: string;

  beforeEach(async () => {
    top = mkdtempSync(join(tmpdir(), "zizhu-trays-"));
    const folders = hallFolders(top);
    await makeHallFiles(folders, portsFrom(29_700), systemRandom);
    settingsFile = join(folders.kiosk, "settings.json");
  });
  afterEach(() => rmSync(top, { recursive: true }));

  function start(
    change: (settings: Record<string, unknown> & { devices: { id: string; options: Record<string, unknown> }[] }) => void,
  ): string {
    const settings = JSON.parse(readFileSync(settingsFile, "utf8"));
    change(settings);
    writeFileSync(settingsFile, JSON.stringify(settings));
    const { stderr } = spawnSync(process.execPath, [join(ROOT, "runtime", "main.ts"), settingsFile], { encoding: "utf8", timeout: 30_000 });
    return stderr;
  }

  it("does not start where plain paper lies in the tray of a blank", () => {
    const said = start(({ devices }) => {
      const printer = devices.find(({ id }) => id === "certificate-printer");
      assert.ok(printer);
      printer.options["plainTrays"] = { iso_a4_210x297mm: "tray-3" };
    });
    assert.match(said, /runtime cannot start: .*settings\.json .*the tray tray-3 is named for more than one paper/);
  });

  it("does not start with a licence of two pages on one numbered blank", () => {
    const folder = join(top, "catalogue");
    cpSync(CATALOGUE, folder, { recursive: true });
    const file = join(folder, "documents", "licence-duplicate.json");
    const template = JSON.parse(readFileSync(file, "utf8"));
    template.pages.push({ elements: [{ kind: "text", at: [20, 20, 100, 20], text: "续页", size: 12 }] });
    writeFileSync(file, JSON.stringify(template));
    const said = start((settings) => {
      settings["catalogue"] = folder;
    });
    assert.match(said, /runtime cannot start: .*business-registration\.json .*licence-duplicate has more than one page/);
  });
});
