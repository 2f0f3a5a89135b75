import type { Intent, IntentReply, Screen, View } from "../../runtime/server/api.ts";

type Kind = Screen["kind"];
type ScreenOf<K extends Kind> = Extract<Screen, { kind: K }>;

/** A person at a kiosk without a page: follows the view, touches what is on it. Connects again when the runtime is back. */
export class Citizen {
  readonly #base: string;
  readonly #stop = new AbortController();
  readonly #waiters = new Set<() => void>();
  readonly #listeners: (() => void)[] = [];
  #view: View | undefined;
  #failure: Error | undefined;
  /** Every screen kind seen, in order, without repeats. */
  readonly seen: Kind[] = [];

  constructor(port: number) {
    this.#base = `http://127.0.0.1:${port}`;
    void this.#follow();
  }

  get view(): View | undefined {
    return this.#view;
  }

  /** Calls `then` at each view. */
  onView(then: () => void): void {
    this.#listeners.push(then);
  }

  close(): void {
    this.#stop.abort();
    this.#wake();
  }

  /** The kiosk will never show what is waited for: every wait ends with this, and each that begins. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.#wake();
  }

  /** Resolves with the first view for which `test` holds, looking at the present one first. */
  async until(what: string, test: (view: View) => boolean, withinMs = 60_000): Promise<View> {
    const timer = AbortSignal.timeout(withinMs);
    timer.addEventListener("abort", this.#wake);
    try {
      for (;;) {
        if (this.#failure) throw this.#failure;
        if (this.#view && test(this.#view)) return this.#view;
        if (timer.aborted || this.#stop.signal.aborted) {
          throw new Error(`waited for ${what}; the screen shows ${JSON.stringify(this.#view?.screen).slice(0, 400)}`);
        }
        await new Promise<void>((resolve) => this.#waiters.add(resolve));
      }
    } finally {
      timer.removeEventListener("abort", this.#wake);
    }
  }

  async screen<K extends Kind>(kind: K, withinMs?: number): Promise<ScreenOf<K>> {
    const view = await this.until(`screen ${kind}`, ({ screen }) => screen.kind === kind, withinMs);
    return view.screen as ScreenOf<K>;
  }

  /** One touch, answering this view, or the one that is shown now. */
  async touch(intent: Intent, view = this.#view): Promise<IntentReply> {
    if (!view) throw new Error("nothing is shown yet");
    const reply = await fetch(`${this.#base}/api/intent`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ session: view.session, revision: view.revision, intent }),
    });
    return (await reply.json()) as IntentReply;
  }

  /** Touches again with the newest view while the answer is "stale": what a person does when the screen moved under the finger. */
  async insist(intent: Intent): Promise<void> {
    for (;;) {
      const revision = this.#view?.revision;
      const reply = await this.touch(intent).catch(() => null);
      if (reply === null) {
        // The runtime was killed under the touch, or left a dead connection behind; the person touches again.
        await this.until("the kiosk to answer again", () => true);
        continue;
      }
      if (reply.accepted) return;
      if (reply.why !== "stale") throw new Error(`${intent.kind} was refused: ${reply.why} ${reply.detail}`);
      await this.until("a newer view", (view) => view.revision !== revision);
    }
  }

  /** The same for what only this view asks: false when another is shown by now, which asks something else. */
  async answer(view: View, intent: Intent): Promise<boolean> {
    for (;;) {
      const reply = await this.touch(intent, view).catch(() => null);
      if (reply?.accepted) return true;
      if (reply && reply.why !== "stale") throw new Error(`${intent.kind} was refused: ${reply.why} ${reply.detail}`);
      const { session, revision } = await this.until("the kiosk to answer again", () => true);
      if (reply || session !== view.session || revision !== view.revision) return false;
    }
  }

  #wake = () => {
    for (const waiter of [...this.#waiters]) waiter();
    this.#waiters.clear();
  };

  async #follow(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#read().catch(() => undefined);
      this.#view = undefined;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #read(): Promise<void> {
    const response = await fetch(`${this.#base}/api/view`, { signal: this.#stop.signal });
    if (!response.body) return;
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) this.#take(event);
    }
  }

  #take(event: string): void {
    const data = event.split("\n").find((line) => line.startsWith("data:"));
    if (!data) return;
    this.#view = JSON.parse(data.slice(5)) as View;
    if (this.seen.at(-1) !== this.#view.screen.kind) this.seen.push(this.#view.screen.kind);
    this.#wake();
    for (const listener of this.#listeners) listener();
  }
}
