import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type Clips, KioskVoice, SETTLE_MS } from "../../kiosk-ui/citizen/voice/kiosk-voice.ts";
import { renderVoice } from "../../kiosk-ui/citizen/voice/render-voice.ts";
import { SPOKEN } from "../../kiosk-ui/citizen/voice/spoken.ts";
import en from "../../kiosk-ui/texts/en.json" with { type: "json" };
import zh from "../../kiosk-ui/texts/zh-CN.json" with { type: "json" };
import type { View } from "../../runtime/server/api.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { SCREENS, viewOf } from "./views.ts";

/** A loudspeaker that writes down what it is given. */
class HeardClips implements Clips {
  readonly heard: string[] = [];
  volumeNow = 1;
  #ended: (() => void) | null = null;

  async load(): Promise<ReadonlySet<string>> {
    return new Set(SPOKEN.flatMap((id) => [`zh-CN/${id}`, `en/${id}`]));
  }
  play(name: string, volume: number, ended: () => void): void {
    this.heard.push(name);
    this.volumeNow = volume;
    this.#ended = ended;
  }
  volume(volume: number): void {
    this.volumeNow = volume;
  }
  stop(): void {
    this.heard.push("(silence)");
    this.#ended = null;
  }
  /** The clip comes to its end. */
  end(): void {
    this.#ended?.();
  }
}

describe("the kiosk's voice", () => {
  let clips: HeardClips;
  let clock: FakeClock;
  let voice: KioskVoice;
  let seen: View | null;

  beforeEach(async () => {
    clips = new HeardClips();
    clock = new FakeClock();
    // As the page does: what changes is drawn anew, and the drawing follows the view.
    seen = null;
    voice = new KioskVoice({ clips, clock, changed: () => seen && voice.follow(seen) });
    await clock.advance(0);
  });

  const see = async (name: string, ms = SETTLE_MS) => {
    seen = viewOf(name);
    voice.follow(seen);
    await clock.advance(ms);
  };

  it("says what is asked for, and the next step after it", async () => {
    await see("card-expired");
    assert.deepEqual(clips.heard, ["zh-CN/card.expired"]);
    clips.end();
    assert.deepEqual(clips.heard, ["zh-CN/card.expired", "zh-CN/card.expired.next"]);
    clips.end();
    assert.equal(clips.heard.length, 2);
  });

  it("cuts old guidance off for new, and passes over what came and went at once", async () => {
    await see("guidance-come-closer");
    await see("guidance-move-back", SETTLE_MS - 1);
    await see("guidance-hold-still");
    assert.deepEqual(clips.heard, ["zh-CN/guidance.come-closer", "zh-CN/guidance.hold-still"]);
  });

  it("says the same words at most every four seconds, and then if they still stand", async () => {
    await see("guidance-come-closer");
    await see("guidance-hold-still");
    await see("guidance-come-closer");
    assert.deepEqual(clips.heard.length, 2);
    await clock.advance(4_000 - 2 * SETTLE_MS);
    assert.deepEqual(clips.heard.at(-1), "zh-CN/guidance.come-closer");
    assert.equal(clips.heard.length, 3);
  });

  it("speaks the language of the session, and warns of the end of the time before all else", async () => {
    const view = viewOf("guidance-blink", { timeLeft: { endsAt: 10_000, now: 0, warning: true } });
    voice.follow({ ...view, display: { ...view.display, language: "en" } });
    await clock.advance(SETTLE_MS);
    assert.deepEqual(clips.heard, ["en/warning.heading"]);
  });

  it("falls silent when a screen asks for nothing, and says who forgot their card so", async () => {
    await see("face-starting");
    await see("form-text");
    await see("ended-card-left");
    assert.deepEqual(clips.heard, ["zh-CN/face.starting", "(silence)", "zh-CN/ended.card-left"]);
  });

  it("says what became of the papers, and never calls printed what nobody knows to be", async () => {
    const said = async (name: string) => {
      await see(name);
      const from = clips.heard.length - 1;
      clips.end();
      clips.end();
      return clips.heard.slice(from).map((one) => one.replace("zh-CN/", ""));
    };
    assert.deepEqual(await said("print"), ["print.heading.working"]);
    assert.deepEqual(await said("print-done"), ["print.heading.done"]);
    assert.deepEqual(await said("print-in-doubt"), ["print.heading.unknown", "print.lead.kept"]);
    assert.deepEqual(await said("print-problem"), ["print.heading.problem", "print.lead.kept"]);
    assert.deepEqual(await said("print-paperless"), ["print.heading.paperless"]);
    assert.deepEqual(await said("result-papers"), ["papers.take"]);
    assert.deepEqual(await said("result-paperless"), ["papers.scan.spoken"]);
    assert.deepEqual(await said("result-reprinting"), ["papers.reprinting"]);
  });

  it("is turned down, off and up again by one button, and is itself again for the next person", async () => {
    assert.equal(voice.level, "loud");
    voice.turn();
    await see("guidance-blink");
    assert.equal(clips.volumeNow, 0.4);
    voice.turn();
    assert.equal(clips.volumeNow, 0);
    assert.equal(voice.level, "off");
    seen = viewOf("guidance-blink", { session: "s-2" });
    voice.follow(seen);
    assert.equal(voice.level, "loud");
  });

  it("keeps what was chosen at the first screen for the session that begins there, but not for whoever comes a minute later", async () => {
    voice.follow(viewOf("home"));
    voice.turn();
    voice.follow(viewOf("guidance-blink"));
    await clock.advance(61_000);
    assert.equal(voice.level, "soft");
    await see("home");
    voice.turn();
    await clock.advance(61_000);
    assert.equal(voice.level, "loud");
  });

  it("has texts of the house only: none with a gap for a name or a number", () => {
    assert.ok(SPOKEN.length > 70);
    for (const id of SPOKEN) assert.doesNotMatch(zh[id] + en[id], /\{/u, id);
  });

  it("knows a sentence for every state of every step that proves who somebody is", async () => {
    for (const [name, screen] of Object.entries(SCREENS)) {
      if (!screen.kind.startsWith("identify-")) continue;
      const before = clips.heard.length;
      voice.follow(viewOf(name));
      await clock.advance(5_000);
      voice.follow(viewOf("home"));
      assert.ok(clips.heard.length > before + 1, name);
    }
  });
});

interface MediaEvents {
  readonly sounds: { readonly what: string; readonly clip: string; readonly at: number }[];
}

/** Writes down what the browser's own players do; runs in the page before its scripts. */
function listen(): void {
  const sounds: { what: string; clip: string; at: number }[] = [];
  Object.assign(window, { sounds });
  const Native = window.Audio;
  window.Audio = function make() {
    const audio = new Native();
    for (const what of ["playing", "ended", "emptied"]) {
      audio.addEventListener(what, () =>
        sounds.push({ what, clip: decodeURIComponent(new URL(audio.src).pathname), at: audio.currentTime }),
      );
    }
    return audio;
  } as unknown as typeof Audio;
}

describe("the voice in the browser", function () {
  this.timeout(120_000);
  let desk: Desk;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "zizhu-voice-test-"));
    renderVoice(
      folder,
      (["guidance.come-closer", "guidance.turn-left", "face.no-match"] as const).map((id) => ({ language: "zh-CN", id })),
    );
    desk = await openPage(
      "citizen",
      (server) => {
        server.voice = folder;
        server.show(viewOf("home"));
      },
      {},
      listen,
    );
    // As at a kiosk: a browser speaks only to somebody who has touched the page.
    await desk.page.locator("#language").click();
  });

  after(async () => {
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sounds = (page: Page) => page.evaluate(() => (window as unknown as MediaEvents).sounds);
  const until = (page: Page, what: string, clip: string) =>
    page.waitForFunction(
      ([wanted, id]) => (window as unknown as MediaEvents).sounds.some((one) => one.what === wanted && one.clip.includes(id)),
      [what, clip] as const,
    );

  it("plays the clip of the guidance, and a new guidance cuts it off", async () => {
    await show(desk, "guidance-come-closer");
    await until(desk.page, "playing", "guidance.come-closer");
    await show(desk, "guidance-turn-left");
    await until(desk.page, "ended", "guidance.turn-left");
    assert.deepEqual(desk.server.clips.slice(0, 2), ["zh-CN/guidance.come-closer", "zh-CN/guidance.turn-left"]);
    const heard = await sounds(desk.page);
    assert.deepEqual(
      heard.filter(({ what }) => what === "ended").map(({ clip }) => clip),
      ["/voice/zh-CN/guidance.turn-left.ogg"],
    );
    assert.ok(heard.filter(({ what }) => what === "playing").length >= 2);
    assert.deepEqual(desk.complaints, []);
  });

  it("shows how loud it is on the button, through three steps", async () => {
    const words: (string | null)[] = [];
    for (let step = 0; step < 3; step++) {
      words.push(await desk.page.locator("#sound span").textContent());
      await desk.page.locator("#sound").click();
    }
    assert.deepEqual(words, ["声音大", "声音小", "已静音"]);
  });

  it("offers no button where no voice is installed", async () => {
    const mute = await openPage("citizen", (server) => server.show(viewOf("guidance-blink")));
    await show(mute, "guidance-blink");
    assert.equal(await mute.page.locator("#sound").count(), 0);
    assert.deepEqual(mute.complaints, []);
    await mute.close();
  });
});
