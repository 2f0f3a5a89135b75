import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import { HALF_PERIOD_MS } from "./timing.ts";

export type AuxiliariesAct = "come-near" | "go-away" | "open-door" | "close-door";

type Bench = ContractBench<"auxiliaries", AuxiliariesAct>;

/** Input polled, change debounced and told; and a person's own time. */
const NOTICED_MS = 1_000;
const WORDS: readonly string[] = "present notPresent open closed ok engaged low pressed notPressed off slow medium quick continuous".split(
  " ",
);

async function lightsOf({ unit }: Bench): Promise<string[]> {
  const { sensors } = await unit.status();
  return Object.keys(sensors).flatMap((name) => (name.startsWith("light.") ? [name.slice("light.".length)] : []));
}

async function setLight({ unit }: Bench, light: string, rate: "off" | "slow" | "quick" | "continuous"): Promise<void> {
  const set = await unit.execute("set-light", { light, rate });
  assert.deepEqual(set, { ok: true, value: { light, rate } }, describeResult(set));
  assert.equal((await unit.status()).sensors[`light.${light}`], rate);
}

/** Skips itself on a board without such a sensor. */
async function follows(bench: Bench, sensor: string, steps: readonly (readonly [AuxiliariesAct, string])[]): Promise<void> {
  if ((await bench.unit.status()).sensors[sensor] === undefined) return;
  for (const [act, word] of steps) {
    await bench.hands.do(act);
    await pause(bench.clock, NOTICED_MS);
    assert.equal((await bench.unit.status()).sensors[sensor], word);
  }
}

/** What every board of lights and sensors must do, the simulated and the real one. */
export const contract = defineContract<"auxiliaries", AuxiliariesAct>({
  kind: "auxiliaries",
  acts: {
    "come-near": { "zh-CN": "请走到机器前站住", en: "Step up to the kiosk and stay" },
    "go-away": { "zh-CN": "请离开机器两米以上", en: "Step back two metres or more" },
    "open-door": { "zh-CN": "请打开机柜门", en: "Open the cabinet's door" },
    "close-door": { "zh-CN": "请关好机柜门", en: "Close the cabinet's door" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "报告在线，各传感器都有读数", en: "says that it is online and what each sensor says" },
      async run({ unit }) {
        const { state, sensors } = await unit.status();
        assert.equal(state, "online");
        assert.deepEqual(
          Object.entries(sensors).filter(([, word]) => !WORDS.includes(word)),
          [],
        );
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "拒绝未配置的灯", en: "refuses a light that its settings do not name" },
      async run({ unit }) {
        const set = await unit.execute("set-light", { light: "no-such-light", rate: "off" });
        assert.ok(!set.ok);
        assert.deepEqual([set.error.code, set.error.sent], ["device.refused", "no"], describeResult(set));
      },
    },
    {
      level: "external",
      title: { "zh-CN": "每盏灯都能点亮、闪烁和熄灭", en: "switches each light on, lets it flash and switches it off" },
      async run(bench) {
        for (const light of await lightsOf(bench)) {
          await setLight(bench, light, "continuous");
          await setLight(bench, light, "quick");
          await pause(bench.clock, 4 * HALF_PERIOD_MS.quick);
          await setLight(bench, light, "off");
        }
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "点亮的灯看得见，熄灭后看不见", en: "is seen to light up and to go dark" },
      async run(bench) {
        for (const light of await lightsOf(bench)) {
          await setLight(bench, light, "continuous");
          assert.ok(await bench.hands.sees({ "zh-CN": `“${light}”灯亮着`, en: `the light "${light}" is on` }), `${light} is dark`);
          await setLight(bench, light, "off");
          assert.ok(await bench.hands.sees({ "zh-CN": `“${light}”灯已熄灭`, en: `the light "${light}" is off` }), `${light} is still on`);
        }
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "有人走近和离开都能感应", en: "notices a person who comes and goes" },
      run: (bench) =>
        follows(bench, "proximity", [
          ["go-away", "notPresent"],
          ["come-near", "present"],
          ["go-away", "notPresent"],
        ]),
    },
    {
      level: "interactive",
      title: { "zh-CN": "机柜门开关都能感应", en: "notices the door being opened and closed" },
      run: (bench) =>
        follows(bench, "door", [
          ["open-door", "open"],
          ["close-door", "closed"],
        ]),
    },
  ],
});
