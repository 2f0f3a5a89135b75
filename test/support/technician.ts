import { pause, systemClock } from "../../base/clock.ts";
import type { TechnicianAct, TechnicianOverview, TechnicianReply } from "../../runtime/server/api.ts";

/** A technician's browser at the kiosk: logs in once, looks and acts; a colleague stands by for what one may not do alone. */
export class Technician {
  readonly #base: string;
  readonly #pins: { readonly technicianPin: string; readonly secondPin: string };
  #cookie = "";

  constructor(port: number, pins: { readonly technicianPin: string; readonly secondPin: string }) {
    this.#base = `http://127.0.0.1:${port}/technician/api`;
    this.#pins = pins;
  }

  async overview(): Promise<TechnicianOverview> {
    const response = await this.#ask("GET", "overview");
    return (await response.json()) as TechnicianOverview;
  }

  async act(act: TechnicianAct): Promise<TechnicianReply> {
    const once = async (body: TechnicianAct) => (await (await this.#ask("POST", "act", body)).json()) as TechnicianReply;
    const reply = await once(act);
    if (reply.done || reply.why !== "second.needed") return reply;
    return once({ ...act, second: { pin: this.#pins.secondPin } } as TechnicianAct);
  }

  /** Resolves when everything has reached the hub, what follows a case too: its print, its rating, the end of the session. */
  async delivered(): Promise<void> {
    for (;;) {
      const { link } = await this.overview();
      if (link.quarantined > 0) throw new Error(`the hub refused ${link.quarantined} rows for good`);
      if (link.hub === "reachable" && link.waiting === 0) return;
      // The machine is small: whoever asks without a breath holds up what they wait for.
      await pause(systemClock, 50);
    }
  }

  // A restarted runtime has forgotten who is logged in, so a 401 means: the PIN again.
  async #ask(method: "GET" | "POST", route: string, body?: unknown): Promise<Response> {
    const request = () =>
      patiently(`${this.#base}/${route}`, {
        method,
        headers: { cookie: this.#cookie, ...(body ? { "content-type": "application/json" } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const first = await request();
    if (first.status !== 401) return first;
    const login = await patiently(`${this.#base}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pin: this.#pins.technicianPin }),
    });
    if (login.status !== 204) throw new Error(`the PIN was not taken: ${login.status} ${await login.text()}`);
    this.#cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    return request();
  }
}

/** A killed runtime resets or refuses connections until it is back; whoever looks at its page loads it again. Every act may be repeated. */
async function patiently(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(url, init);
    } catch (cause) {
      if (tries === 200) throw cause;
      await pause(systemClock, 100);
    }
  }
}
