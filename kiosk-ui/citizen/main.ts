import "../styles/kiosk.css";
import { pageClock } from "../components/page-clock.ts";
import { browserWire } from "./browser-wire.ts";
import { KioskApp } from "./kiosk-app.ts";
import { guardPage } from "./page-guard.ts";
import { ViewClient } from "./view-client.ts";

guardPage(window, new AbortController().signal);
const app = new KioskApp();
let ended = false;
app.client = new ViewClient({
  wire: browserWire(pageClock),
  clock: pageClock,
  changed() {
    const kind = app.client.view?.screen.kind;
    // The next person gets a new page: its answer carries Clear-Site-Data, and nothing of this one is left in memory.
    if (ended && kind === "home") location.reload();
    ended = kind === "ended" || (ended && kind === undefined);
    app.follow();
  },
});
document.body.append(app);
app.client.connect();
