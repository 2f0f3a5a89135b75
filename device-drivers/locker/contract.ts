import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { defineContract, describeResult } from "../contract/contract.ts";

/** A cabinet whose box 1 may be opened by the one who tests. */
export const contract = defineContract<"locker", "shut-box-1">({
  kind: "locker",
  acts: { "shut-box-1": { "zh-CN": "请关上 1 号格口的门", en: "Shut the door of box 1" } },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "在线，并知道每个格口的门是开是关", en: "Is online and knows of every box whether its door is open" },
      async run({ unit }) {
        const { state, sensors } = await unit.status();
        assert.equal(state, "online");
        assert.ok(Object.keys(sensors).length > 0, "no box");
        for (const [box, door] of Object.entries(sensors)) assert.ok(door === "open" || door === "closed", `box ${box}: ${door}`);
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "不存在的格口：拒绝，不发出任何指令", en: "A box that is not there: refused, and nothing is sent" },
      async run({ unit }) {
        const { sensors } = await unit.status();
        const none = await unit.execute("open", { box: Object.keys(sensors).length + 1 });
        assert.equal(none.ok ? "ok" : `${none.error.code} ${none.error.sent}`, "device.refused no");
      },
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "打开 1 号格口，门开了才说已开；关上门后能看到",
        en: "Opens box 1, says so once its door is open, and sees it being shut",
      },
      async run({ unit, hands, clock }) {
        const opened = await unit.execute("open", { box: 1 });
        assert.ok(opened.ok, describeResult(opened));
        assert.equal((await unit.status()).sensors["1"], "open");
        const shut = unit.execute("await-closed", { box: 1 }, { withinMs: 120_000 });
        await pause(clock, 500);
        await hands.do("shut-box-1");
        const closed = await shut;
        assert.ok(closed.ok, describeResult(closed));
        assert.equal((await unit.status()).sensors["1"], "closed");
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "门一直开着时，等待关门可以取消", en: "Waiting for a door that stays open can be given up" },
      async run({ unit, hands }) {
        assert.ok((await unit.execute("open", { box: 1 })).ok);
        const waited = await unit.execute("await-closed", { box: 1 }, { withinMs: 1_500 });
        assert.equal(waited.ok ? "ok" : waited.error.code, "device.timeout");
        await hands.do("shut-box-1");
        const closed = await unit.execute("await-closed", { box: 1 }, { withinMs: 120_000 });
        assert.ok(closed.ok, describeResult(closed));
      },
    },
  ],
});
