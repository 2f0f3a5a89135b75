import "../styles/kiosk.css";
import { pageClock } from "../components/page-clock.ts";
import { browserWire } from "./browser-wire.ts";
import { KioskApp } from "./kiosk-app.ts";
import { guardPage } from "./page-guard.ts";
import { ViewClient } from "./view-client.ts";
import { browserClips } from "./voice/browser-clips.ts";
import { KioskVoice } from "./voice/kiosk-voice.ts";

guardPage(window, new AbortController().signal);
const app = new KioskApp();
let ended = false;
app.client = new ViewClient({
  wire: browserWire(pageClock),
  clock: pageClock,
  changed() {
    const kind = app.client.view?.screen.kind;
    // The next person gets a new page in a new process; what this one holds, and all that was freed in it, ends with its process.
    if (ended && kind === "home") location.replace("/next");
    ended = kind === "ended" || (ended && kind === undefined);
    app.follow();
  },
});
app.voice = new KioskVoice({ clips: browserClips(new Audio()), clock: pageClock, changed: () => app.follow() });
document.body.append(app);
app.client.connect();
