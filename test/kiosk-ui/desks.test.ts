import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { BLANK_BOOK, FINDINGS, OPEN_NUMBERS, RECONCILIATION, STATEMENT } from "./blank-samples.ts";
import { ADMIN, CASES, DOCK, MODES, SCANNER_HEALTH, TECHNICIAN } from "./desk-samples.ts";
import { type Desk, openPage } from "./harness.ts";
import type { KioskPageServer } from "./kiosk-page-server.ts";

const WIDE = { viewport: { width: 1440, height: 1000 } };

const BOOKS = {
  "/admin/api/blanks": BLANK_BOOK,
  "/admin/api/blanks/open": OPEN_NUMBERS,
  "/admin/api/reconciliation": RECONCILIATION,
  "/admin/api/findings": FINDINGS,
};

async function assertAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
    [],
  );
}

interface Door {
  open: boolean;
  readonly acts: unknown[];
  /** Name of the sample that the technician's page is shown. */
  mode: string;
  face: unknown;
}

/** A door with a login, and what was posted behind it. */
function door(server: KioskPageServer, prefix: string, wrong: unknown, secret: string): Door {
  const state: Door = { open: false, acts: [], mode: "off", face: TECHNICIAN.face };
  const guarded = (answer: () => unknown) => () => (state.open ? { status: 200, body: answer() } : { status: 401, body: wrong });
  server.routes.set(`POST ${prefix}/login`, (body) => {
    state.open = Object.values(body as object).includes(secret);
    return state.open ? { status: 200, body: {} } : { status: 401, body: wrong };
  });
  server.routes.set(
    "GET /technician/api/overview",
    guarded(() => ({ ...TECHNICIAN, maintenance: MODES[state.mode], face: state.face })),
  );
  server.routes.set(
    "GET /admin/api/overview",
    guarded(() => ADMIN),
  );
  server.routes.set(
    "GET /admin/api/cases",
    guarded(() => ({ cases: CASES })),
  );
  server.routes.set(
    "GET /technician/api/statement",
    guarded(() => STATEMENT),
  );
  for (const [path, body] of Object.entries(BOOKS))
    server.routes.set(
      `GET ${path}`,
      guarded(() => body),
    );
  server.routes.set("POST /technician/api/act", (body) => {
    state.acts.push(body);
    const { act } = body as { act: string };
    if (act === "check") return { status: 200, body: { done: true, health: SCANNER_HEALTH } };
    if (act === "reset") return { status: 200, body: { done: false, why: "device.leased", detail: "in use" } };
    return { status: 200, body: { done: true } };
  });
  return state;
}

describe("the technician's console", function () {
  this.timeout(120_000);
  let desk: Desk;
  let state: ReturnType<typeof door>;

  before(async () => {
    desk = await openPage(
      "technician",
      (server) => {
        state = door(server, "/technician/api", { why: "wrong-pin", triesLeft: 4, retryAt: null }, "2580");
      },
      WIDE,
    );
  });

  after(() => desk.close());

  it("lets nobody in with a wrong PIN, and says how many tries are left", async () => {
    for (const digit of "1111") await desk.page.locator(`#pin-${digit}`).click();
    await desk.page.locator("#pin-enter").click();
    assert.match((await desk.page.locator("[role=alert]").textContent()) ?? "", /4 次/);
    await assertAccessible(desk.page);
  });

  it("lets the technician in by keyboard and shows devices, link, stock and open prints", async () => {
    await desk.page.keyboard.type("2580");
    await desk.page.locator("#pin-enter").click();
    await desk.page.locator("#device-certificate").waitFor();
    const text = await desk.page.locator("technician-app").evaluate((app) => app.shadowRoot?.textContent ?? "");
    assert.match(text, /连接不上/);
    assert.match(
      (await desk.page.locator("#sum-business-licence").textContent()) ?? "",
      /100装入[\s\S]*=\s*32已发[\s\S]*3作废[\s\S]*2退回[\s\S]*1已印待取[\s\S]*1待查[\s\S]*61余[\s\S]*相符/,
    );
    await assertAccessible(desk.page);
  });

  it("says what sensors see, in words where it has them, and a locker's boxes by number", async () => {
    const board = (await desk.page.locator("#device-board dl").textContent()) ?? "";
    assert.match(
      board,
      /人体感应\s*有[\s\S]*机柜门\s*打开[\s\S]*备用电源\s*正常[\s\S]*呼叫按钮\s*未按[\s\S]*灯 reader\s*慢闪[\s\S]*humidity\s*41/,
    );
    const locker = (await desk.page.locator("#device-locker dl").textContent()) ?? "";
    assert.match(locker, /箱门 24 个\s*打开：3, 17 · 不明：21/);
  });

  it("checks one device and shows what was found and what the kiosk does about it", async () => {
    await desk.page.locator("#check-scanner").click();
    const found = desk.page.locator("#device-scanner .health");
    await found.waitFor();
    assert.match((await found.textContent()) ?? "", /自检发现问题[\s\S]*已试 4 次[\s\S]*no such file[\s\S]*ttyUSB0/);
    assert.deepEqual(state.acts.at(-1), { act: "check", device: "scanner" });
    await assertAccessible(desk.page);
  });

  it("says in plain words why a device was not opened anew", async () => {
    await desk.page.locator("#reset-receipt").click();
    await desk.page.locator("[role=alert]", { hasText: "有人正在使用设备" }).waitFor();
    assert.deepEqual(state.acts.at(-1), { act: "reset", device: "receipt" });
  });

  it("shows that no face was kept, what the camera is worth, and how to adjust it", async () => {
    const face = (await desk.page.locator("#face").textContent()) ?? "";
    assert.match(
      face,
      /正常\s*空闲，可以使用[\s\S]*0\s*留存的人脸[\s\S]*彩色镜头加动作[\s\S]*onnxruntime-node[\s\S]*zizhu face calibrate/u,
    );
    assert.equal(await desk.page.locator("#face [role=alert]").count(), 0);
  });

  it("raises an alarm when a face was kept though nobody is looked at", async () => {
    state.face = { ...TECHNICIAN.face, storedFaces: 2 };
    await desk.page.locator("#check-scanner").click();
    await desk.page.locator("#face [role=alert]", { hasText: "没有清除" }).waitFor();
    await assertAccessible(desk.page);
    // While an attempt runs there must be some.
    state.face = { ...TECHNICIAN.face, storedFaces: 2, ready: false };
    await desk.page.locator("#check-scanner").click();
    await desk.page.locator("#face [role=alert]").waitFor({ state: "detached" });
    state.face = TECHNICIAN.face;
  });

  it("offers no check of the camera, which another program keeps", async () => {
    assert.equal(await desk.page.locator("#device-camera button").count(), 0);
  });

  it("asks for technician mode", async () => {
    await desk.page.locator("#maintenance").click();
    await desk.page.locator("[role=status]", { hasText: "已记录" }).waitFor();
    assert.deepEqual(state.acts.at(-1), { act: "maintenance", on: true });
    assert.deepEqual(
      desk.complaints.filter((one) => !one.includes("401")),
      [],
    );
  });

  for (const [mode, words, button] of [
    ["waiting", /正在等待[\s\S]*等当前的人办完[\s\S]*本页面/, /取消/],
    ["letting-go", /等当前的人取走证件/, /取消/],
    ["held", /设备正在自检或核对/, /由“命令行工具 zizhu”进入/],
    ["host-away", /等设备程序恢复/, /取消/],
    ["on", /维护模式中/, /退出维护模式/],
    ["elsewhere", /维护模式中[\s\S]*命令行工具/, /由“命令行工具 zizhu”进入/],
    ["leaving", /正在恢复服务/, /正在恢复服务/],
    ["refused", /正常服务[\s\S]*时间已到，等当前的人办完/, /进入维护模式/],
  ] as const) {
    it(`draws technician mode: ${mode}`, async () => {
      state.mode = mode;
      // After an act the page looks anew at once.
      await desk.page.locator("#check-scanner").click();
      const panel = desk.page.locator("mode-panel section");
      await panel.filter({ hasText: words }).waitFor();
      assert.match((await desk.page.locator("#maintenance").textContent()) ?? "", button);
    });
  }

  it("is accessible while it waits and when a wish came to nothing", async () => {
    for (const mode of ["waiting", "refused"]) {
      state.mode = mode;
      await desk.page.locator("#check-scanner").click();
      await desk.page.locator(`mode-panel .panel.${mode === "waiting" ? "asked" : "off"}`).waitFor();
      await assertAccessible(desk.page);
    }
  });

  it("is worked with fingers on the kiosk's own screen: every button is at least 80 high, and nothing is cut off", async () => {
    await desk.page.setViewportSize({ width: 1080, height: 1920 });
    const [heights, over] = await desk.page.evaluate(() => {
      const buttons: Element[] = [];
      const walk = (root: ParentNode) => {
        for (const one of root.querySelectorAll("*")) {
          if (one.localName === "button") buttons.push(one);
          if (one.shadowRoot) walk(one.shadowRoot);
        }
      };
      walk(document);
      return [buttons.map((one) => one.getBoundingClientRect().height), document.documentElement.scrollWidth] as const;
    });
    assert.ok(heights.length > 10);
    assert.ok(Math.min(...heights) >= 80, `${Math.min(...heights)}`);
    assert.ok(over <= 1080, `${over} wide`);
  });
});

describe("the administrator's page", function () {
  this.timeout(120_000);

  it("asks for the password, then shows figures, kiosks and masked cases, and finds one by its number", async () => {
    let state: Pick<Door, "open"> = { open: false };
    const desk = await openPage(
      "admin",
      (server) => {
        state = door(server, "/admin/api", { error: { code: "login.wrong", what: "the password is wrong", faults: [] } }, "right");
      },
      WIDE,
    );
    await desk.page.locator("#password").fill("wrong");
    await desk.page.keyboard.press("Enter");
    assert.match((await desk.page.locator("[role=alert]").textContent()) ?? "", /密码不对/);
    await desk.page.locator("#password").fill("right");
    await desk.page.keyboard.press("Enter");
    await desk.page.locator("#case-c1").waitFor();
    assert.ok(state.open);
    assert.match((await desk.page.locator("#kiosk-donghu-01").textContent()) ?? "", /失联[\s\S]*从未/);
    assert.match((await desk.page.locator("#kiosk-shili-02").textContent()) ?? "", /留存人脸 2/);
    assert.doesNotMatch((await desk.page.locator("#kiosk-shili-01").textContent()) ?? "", /留存人脸/);
    await assertAccessible(desk.page);
    assert.match((await desk.page.locator("#open-SL0001038").textContent()) ?? "", /待查[\s\S]*不知道有没有印出来[\s\S]*维护台核实/);
    assert.match(
      (await desk.page.locator("#book-shili-01-business-licence").textContent()) ?? "",
      /100[\s\S]*相符[\s\S]*数到 60，账上 61[\s\S]*对账不符/,
    );
    assert.match((await desk.page.locator("#finding-4").textContent()) ?? "", /未解释[\s\S]*数到 60 张[\s\S]*再数一遍/);
    assert.match((await desk.page.locator("#finding-3").textContent()) ?? "", /已解释[\s\S]*SL0002031 – SL0002033/);
    assert.match((await desk.page.locator("#case-c2").textContent()) ?? "", /SL0001037\s*作废[\s\S]*SL0001038\s*待查/);
    assert.equal(
      await desk.page.locator("#reconciliation .csv").first().getAttribute("href"),
      "/admin/api/reconciliation.csv?day=2026-03-16",
    );
    const reconciled = (await desk.page.locator("#reconciliation").textContent()) ?? "";
    assert.match(
      reconciled,
      /当日查明的编号[\s\S]*SL0002032[\s\S]*已印出并交到本人手中 · lin 查明，zhou 复核[\s\S]*SL0001030[\s\S]*没有用过，已放回纸盒 · lin 查明/,
    );
    for (const id of ["open-numbers", "reconciliation", "blank-book"]) {
      const panel = (await desk.page.locator(`#${id}`).textContent()) ?? "";
      assert.match(panel, /营业执照（空白）/, id);
      assert.doesNotMatch(panel, /business-licence/, `${id} shows a name where there is one`);
    }
    await desk.page.locator("#search").fill("000124");
    await desk.page.locator("#case-c1").waitFor({ state: "detached" });
    assert.equal(await desk.page.locator("#case-c2").count(), 1);
    await desk.close();
  });
});

describe("the demonstration's dock", function () {
  this.timeout(120_000);

  it("says plainly that nothing is real, shows what came out, and sends each act once", async () => {
    const acts: unknown[] = [];
    const desk = await openPage(
      "dock",
      (server) => {
        server.show(DOCK);
        server.routes.set("POST /api/act", (body) => {
          acts.push(body);
          return { status: 200, body: {} };
        });
      },
      WIDE,
    );
    await desk.page.locator("#paper-p1").waitFor();
    assert.match((await desk.page.locator(".demo").textContent()) ?? "", /演示设备/);
    assert.equal(await desk.page.locator("#sheet-s1").getAttribute("href"), "/api/sheets/s1.pdf");
    for (const control of [
      "#remove-card",
      "#card-expired",
      "#clip-other",
      "#move-turn-left",
      "#code-goods",
      "#board-cabinet-door",
      "#board-person",
      "#box-1 button",
      "#box-2 button",
      "#cable-scanner",
      "#cable-locker",
      "#receipt-paper-out",
      "#receipt-paper-low",
      "#certificate-media-jam",
    ]) {
      const answered = desk.page.waitForResponse("**/api/act");
      await desk.page.locator(control).click();
      await answered;
    }
    const answered = desk.page.waitForResponse("**/api/act");
    await desk.page.locator("#process-departments button").click();
    await answered;
    assert.deepEqual(acts, [
      { act: "remove-card" },
      { act: "insert-card", card: "expired" },
      { act: "choose-clip", clip: "other" },
      { act: "move", movement: "turn-left" },
      { act: "show-code", code: "goods" },
      { act: "board", event: "cabinet-door", on: true },
      { act: "board", event: "person", on: false },
      { act: "locker-door", box: 1, door: "open" },
      { act: "locker-door", box: 2, door: "closed" },
      { act: "cable", device: "scanner", pluggedIn: false },
      { act: "cable", device: "locker", pluggedIn: true },
      { act: "receipt-fault", fault: "paper-out", on: true },
      { act: "receipt-fault", fault: "paper-low", on: false },
      { act: "certificate-fault", fault: "media-jam", on: true },
      { act: "process", name: "departments", to: "running" },
    ]);
    await assertAccessible(desk.page);
    await desk.close();
  });
});
