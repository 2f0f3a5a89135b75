import assert from "node:assert/strict";
import { checker } from "../../../base/checked.ts";
import { must } from "../../../base/result.ts";
import { ESCPOS_SETTINGS, type EscPosOptions } from "../../../device-drivers/escpos/printer.ts";
import { PROFILE_SCHEMA, type PrinterProfile } from "../../../device-drivers/escpos/profile.ts";
import { chosenProfile, PROFILE_NAMES, PROFILES, profileNamed } from "../../../device-drivers/escpos/profiles.ts";

const check = checker<PrinterProfile>(PROFILE_SCHEMA);
const options = checker<EscPosOptions>(ESCPOS_SETTINGS);
const TRANSPORT = { kind: "tcp", host: "127.0.0.1", port: 9100 };
const quirksOf = (profile: PrinterProfile) => Object.entries(profile).filter(([name]) => name !== "model");

describe("escpos/profiles", () => {
  it("there is one for each family that a hall is likely to have", () => {
    assert.deepEqual(PROFILE_NAMES, ["citizen-ppu", "custom-kpm210", "custom", "epson-t88", "epson-t88iii", "masung", "snbc"]);
  });

  for (const [name, profile] of PROFILES) {
    it(`${name}: every quirk says what it rests on`, () => {
      for (const [quirk, { why }] of quirksOf(profile)) assert.ok(why.trim().length >= 10, `${quirk}: "${why}"`);
    });

    it(`${name}: a quirk without its reason is refused`, () => {
      for (const [quirk, value] of quirksOf(profile)) {
        const { why: _, ...bare } = value;
        assert.equal(check({ ...profile, [quirk]: bare }, "profile").ok, false, quirk);
        assert.equal(check({ ...profile, [quirk]: { ...value, why: "" } }, "profile").ok, false, quirk);
      }
    });

    it(`${name}: draws back only what it holds, and by bytes that are a command`, () => {
      const presenter = profile.presenter.is;
      if (presenter === "none") return;
      for (const bytes of [presenter.present, presenter.retract]) if (bytes !== "") assert.match(bytes, /^1[bd]65/u);
    });
  }

  it("what only resemblance speaks for is marked as unproven, in its name too", () => {
    const assumed = [...PROFILES].filter(([, profile]) => profile.evidence.is === "assumed");
    assert.deepEqual(
      assumed.map(([name]) => name),
      ["masung"],
    );
    assert.match(profileNamed("masung").model, /unproven/u);
  });

  it("a site names one of ours, or says in its settings what is different on its own unit", () => {
    const named = must(options({ transport: TRANSPORT, profile: "snbc" }, "settings"));
    assert.deepEqual(chosenProfile(named.profile), profileNamed("snbc"));
    const characters = { is: "gb18030", why: "self-test page of the unit lists GB18030" };
    const own = must(options({ transport: TRANSPORT, profile: { like: "snbc", model: "SNBC BK-T680", characters } }, "settings"));
    assert.deepEqual(chosenProfile(own.profile), { ...profileNamed("snbc"), model: "SNBC BK-T680", characters });
  });

  const WRONG = [
    { it: "a name that is not there", profile: "epsom", says: /epson-t88/u },
    { it: "an own one like nothing", profile: { model: "X" }, says: /like/u },
    { it: "an own quirk without a reason", profile: { like: "snbc", characters: { is: "gbk" } }, says: /why/u },
    { it: "a quirk that we do not know", profile: { like: "snbc", colour: { is: "red", why: "it is a red printer" } }, says: /colour/u },
  ];
  for (const { it: what, profile, says } of WRONG) {
    it(`${what} is refused, and the settings say why`, () => {
      const checked = options({ transport: TRANSPORT, profile }, "settings");
      assert.match(checked.ok ? "accepted" : checked.error.faults.map(({ problem }) => problem).join("\n"), says);
    });
  }
});
