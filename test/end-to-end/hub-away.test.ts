import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KioskPage } from "../support/kiosk-page.ts";
import { nothingOfThePersonStays } from "../support/nothing-left.ts";
import { plainFaceCatalogue } from "../support/plain-face-catalogue.ts";
import { Technician } from "../support/technician.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Administrator } from "./administrator.ts";
import { caseNumberIn, FORM, fillBusinessForm, flat, MASKED, proveIdentity, rateAndLeave, receipt, signAndRegister } from "./visitor.ts";

describe("a kiosk whose line to the hub is cut", function () {
  this.timeout(240_000);
  let folder: string;
  let hall: TestHall;
  let kiosk: KioskPage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-away-"));
    hall = await openTestHall({ catalogue: plainFaceCatalogue(join(folder, "catalogue"), ["business-registration"]) });
    kiosk = await KioskPage.open(hall.ports.kiosk);
    await kiosk.page.locator("button#item-my-cases").waitFor();
    await hall.supervisor.stop("hub");
  });

  after(async () => {
    await kiosk?.close();
    await hall?.close();
    rmSync(folder, { recursive: true });
  });

  it("offers only what can be done without it, and says of the rest why not and where else", async () => {
    for (const [item, place] of [
      ["my-cases", "一楼综合服务台"],
      ["fund-certificate", "二楼 A 区 12 号窗口"],
    ] as const) {
      const off = kiosk.page.locator(`div#item-${item}`);
      await off.filter({ hasText: "网络中断，暂时不能办理" }).filter({ hasText: place }).waitFor();
    }
    await kiosk.page.locator("button#item-business-registration").waitFor();
  });

  it("registers a shop all the same, promises no more than that, and delivers it once when the line is back", async () => {
    await kiosk.touchWords("个体工商户智慧登记");
    await kiosk.sees("guide", "网络不通时也可以先登记");
    await kiosk.touch("#confirm");
    await proveIdentity(hall, kiosk);
    await fillBusinessForm(kiosk);
    await kiosk.sees("review", "请核对登记信息", "以登记机关核定为准", FORM.tradeName);
    await signAndRegister(kiosk);
    const result = await kiosk.sees("result", "已登记，待上传", "现在还没有办结", FORM.phone);
    const number = caseNumberIn(result);
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of ["已登记待上传", "目前尚未办结", MASKED.number, FORM.tradeName])
      assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 3);
    nothingOfThePersonStays(hall, FORM.phone);

    hall.supervisor.start("hub");
    await kiosk.page.locator("button#item-my-cases").waitFor();
    const administrator = await Administrator.logIn(hall);
    const rows = await administrator.rowsOf(number, "已送达", "3");
    await administrator.close();
    assert.deepEqual(
      rows.map((row) => row.number),
      [number],
    );
    await new Technician(hall.ports.kiosk, hall.credentials).delivered();
    nothingOfThePersonStays(hall, FORM.phone);
  });
});
