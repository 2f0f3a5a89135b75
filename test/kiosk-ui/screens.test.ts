import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import type { Display } from "../../runtime/server/api.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { SCREENS, viewOf } from "./views.ts";

const ALL = Object.keys(SCREENS);
/** One of each kind: what differs within a kind is words. */
const KINDS = [
  ...new Map(Object.entries(SCREENS).map(([name, screen]) => [screen.kind, name])).values(),
  "form-text",
  "form-id",
  "form-select",
  "choose-empty",
  "print-problem",
  "print-in-doubt",
  "print-paperless",
  "result-papers",
  "result-paperless",
  "result-in-doubt",
  "handoff-papers",
  "scan-check-differs",
  "scan-scanner-down",
];

/** States that are drawn with parts of their own. */
const STATES = [
  "card-place-card",
  "guardian-card-same-person",
  "social-place-card",
  "licence-code-expired",
  "guidance-turn-left",
  "guardian-face",
  "face-no-match",
  "methods-some",
  "methods-none",
  "result-done",
  "result-queued",
  "ended-card-left",
  "print-done",
  "print-download",
  "result-reprinting",
];
/** Between them every colour and every part. */
const TINTED = [
  "home",
  "form-id",
  "form-text",
  "result-refused",
  "result-unavailable",
  "print",
  "print-problem",
  "print-in-doubt",
  "print-download",
  "result-in-doubt",
  "result-paperless",
  "result-reprinting",
  "evaluate",
  "guardian-face",
  "face-no-match",
  "methods-some",
  "guardian-card-same-person",
  "social-wrong-type",
];

interface Found {
  readonly heading: string;
  readonly focused: string;
  readonly braces: string;
  readonly nameless: string[];
  readonly small: string[];
  readonly outside: string[];
  readonly count: number;
}

/** Looks through the shadow roots at what is drawn. */
function look(page: Page, least: number): Promise<Found> {
  return page.evaluate((least) => {
    const all: Element[] = [];
    const walk = (root: ParentNode) => {
      for (const element of root.querySelectorAll("*")) {
        all.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    const buttons = all.filter(
      (element): element is HTMLButtonElement => element instanceof HTMLButtonElement && element.checkVisibility(),
    );
    const called = (button: Element) => button.getAttribute("aria-label") ?? button.textContent?.trim() ?? "";
    const heading = all.find((element) => element.tagName === "H1" && element.checkVisibility());
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const text = all.flatMap((element) => (element.shadowRoot ? [element.shadowRoot.textContent ?? ""] : [])).join("");
    const size = (button: Element) => {
      const { width, height } = button.getBoundingClientRect();
      return Math.min(width, height);
    };
    // What lies in a page of its own (a scroller) may go on below; everything else must be on the glass.
    const fixed = buttons.filter((button) => !button.closest("kiosk-scroller, li, .options, .grades, .tags"));
    return {
      heading: heading?.textContent?.trim() ?? "",
      focused: active?.tagName ?? "",
      braces: text.match(/\{\w+\}/)?.[0] ?? "",
      nameless: buttons.filter((button) => called(button) === "").map((button) => button.outerHTML),
      small: buttons.filter((button) => size(button) < least - 0.5).map((button) => `${called(button)} ${size(button)}`),
      outside: fixed
        .filter((button) => {
          const box = button.getBoundingClientRect();
          return box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
        })
        .map(called),
      count: buttons.length,
    };
  }, least);
}

describe("screens of the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")));
  });

  after(() => desk.close());

  it("are each drawn with a heading that has the focus, named buttons and no gap left in a text", async () => {
    for (const name of ALL) {
      await show(desk, name);
      const found = await look(desk.page, 80);
      assert.notEqual(found.heading, "", name);
      assert.equal(found.focused, "H1", name);
      assert.equal(found.braces, "", name);
      assert.deepEqual(found.nameless, [], name);
      assert.ok(found.count >= 4, `${name}: the ways to change how the page looks are there`);
    }
  });

  const looks: readonly (readonly [string, Partial<Display>, number])[] = [
    ["standard", {}, 80],
    ["长辈版", { size: "senior" }, 120],
    ["low reach", { reach: "low" }, 80],
    ["长辈版 in English", { size: "senior", language: "en" }, 120],
  ];
  for (const [title, display, least] of looks) {
    it(`have targets of at least ${least} pixels, all on the glass, in ${title}`, async () => {
      for (const name of KINDS) {
        await show(desk, name, display);
        const found = await look(desk.page, least);
        assert.deepEqual(found.small, [], name);
        assert.deepEqual(found.outside, [], name);
      }
    });
  }

  it("keep their targets on a wide screen", async () => {
    await desk.page.setViewportSize({ width: 1920, height: 1080 });
    for (const [display, least] of [
      [{}, 80],
      [{ size: "senior" }, 120],
      [{ reach: "low" }, 80],
    ] as const) {
      for (const name of KINDS) {
        await show(desk, name, display);
        const found = await look(desk.page, least);
        assert.deepEqual(found.small, [], name);
        assert.deepEqual(found.outside, [], name);
      }
    }
    await desk.page.setViewportSize({ width: 1080, height: 1920 });
  });

  it("put every control into the lower half for a person who sits", async () => {
    for (const name of KINDS) {
      await show(desk, name, { reach: "low" });
      const high = await desk.page.evaluate(() => {
        const found: string[] = [];
        const walk = (root: ParentNode) => {
          for (const element of root.querySelectorAll("*")) {
            // Pages of what is only read may be turned from above: everything in them is said again in the review.
            if (
              element instanceof HTMLButtonElement &&
              element.checkVisibility() &&
              !(element.getRootNode() as ShadowRoot).host?.closest(".rest")
            ) {
              if (element.getBoundingClientRect().bottom < innerHeight / 2) found.push(element.id);
            }
            if (element.shadowRoot) walk(element.shadowRoot);
          }
        };
        walk(document);
        return found;
      });
      assert.deepEqual(high, [], name);
    }
  });

  for (const [title, display] of [
    ["standard", {}],
    ["high contrast", { contrast: "high" }],
    ["长辈版 in English", { size: "senior", language: "en" }],
  ] as const) {
    for (const name of title === "standard" ? [...KINDS, ...STATES] : TINTED) {
      it(`have no serious accessibility fault in ${title}: ${name}`, async () => {
        await show(desk, name, display);
        const { violations } = await new AxeBuilder({ page: desk.page }).options({ resultTypes: ["violations"] }).analyze();
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`).join(" | ")}`),
          [],
        );
      });
    }
  }

  it("speak the person's language: the document says which", async () => {
    await show(desk, "guide", { language: "en" });
    assert.equal(await desk.page.getAttribute("html", "lang"), "en");
    assert.match((await desk.page.locator("#confirm").textContent()) ?? "", /Begin/);
  });

  it("leave nothing behind in the browser and break no rule of the content policy", async () => {
    assert.deepEqual(
      await desk.page.evaluate(async () => [
        localStorage.length,
        sessionStorage.length,
        document.cookie,
        (await caches.keys()).length,
        (await indexedDB.databases()).length,
      ]),
      [0, 0, "", 0, 0],
    );
    assert.deepEqual(desk.complaints, []);
  });
});
