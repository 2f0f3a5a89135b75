import type { Clips } from "./kiosk-voice.ts";

/** Beside the pages, made when they are built (`render-voice.ts`); there is none where no synthesiser was at hand. */
const FOLDER = "/voice";

/** Clips through one audio element, so that two can never sound at once. */
export function browserClips(audio: HTMLAudioElement): Clips {
  let ended: (() => void) | null = null;
  audio.addEventListener("ended", () => ended?.());
  return {
    async load() {
      try {
        const answer = await fetch(`${FOLDER}/index.json`, { cache: "no-store" });
        return new Set(answer.ok ? ((await answer.json()) as string[]) : []);
      } catch {
        // A voice is a help beside words that are always on the screen: without its list the page is silent, and offers no button.
        return new Set();
      }
    },
    play(name, volume, then) {
      ended = then;
      audio.src = `${FOLDER}/${name}.ogg`;
      audio.volume = volume;
      // Refused while nobody has touched the page, and ended by the next clip: in either case there is nothing to make up for.
      audio.play().catch(() => undefined);
    },
    volume(volume) {
      audio.volume = volume;
    },
    stop() {
      ended = null;
      audio.pause();
    },
  };
}
