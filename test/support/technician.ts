import type { TechnicianAct, TechnicianOverview, TechnicianReply } from "../../runtime/server/api.ts";

/** A technician's browser at the kiosk: logs in once, looks and acts. */
export class Technician {
  readonly #base: string;
  readonly #pin: string;
  #cookie = "";

  constructor(port: number, pin: string) {
    this.#base = `http://127.0.0.1:${port}/technician/api`;
    this.#pin = pin;
  }

  async overview(): Promise<TechnicianOverview> {
    const response = await this.#ask("GET", "overview");
    return (await response.json()) as TechnicianOverview;
  }

  async act(act: TechnicianAct): Promise<TechnicianReply> {
    const response = await this.#ask("POST", "act", act);
    return (await response.json()) as TechnicianReply;
  }

  // A restarted runtime has forgotten who is logged in, so a 401 means: the PIN again.
  async #ask(method: "GET" | "POST", route: string, body?: unknown): Promise<Response> {
    const request = () =>
      fetch(`${this.#base}/${route}`, {
        method,
        headers: { cookie: this.#cookie, ...(body ? { "content-type": "application/json" } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const first = await request();
    if (first.status !== 401) return first;
    const login = await fetch(`${this.#base}/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pin: this.#pin }),
    });
    if (login.status !== 204) throw new Error(`the PIN was not taken: ${login.status} ${await login.text()}`);
    this.#cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
    return request();
  }
}
