import type { Clock } from "../../base/clock.ts";
import type { IntentReply, View } from "../../runtime/server/api.ts";
import type { Wire } from "./view-client.ts";

const REOPEN_AFTER_MS = 2_000;

/** The wire as a browser has it: EventSource and fetch on the page's own origin. */
export function browserWire(clock: Clock): Wire {
  return {
    openViews(heard) {
      let source: EventSource;
      let closed = false;
      const open = () => {
        if (closed) return;
        source = new EventSource("/api/view");
        source.onmessage = (message: MessageEvent<string>) => heard.view(JSON.parse(message.data) as View);
        source.onerror = () => {
          heard.down();
          // The browser reopens a broken stream by itself, but gives up on an answer that is no stream.
          if (source.readyState === EventSource.CLOSED) clock.after(REOPEN_AFTER_MS, open);
        };
      };
      open();
      return {
        close() {
          closed = true;
          source.close();
        },
      };
    },
    async sendIntent(request) {
      return (await (await post("/api/intent", request)).json()) as IntentReply;
    },
    async sendAlive(revision) {
      await post("/api/alive", { revision });
    },
  };
}

export function post(path: string, body: unknown, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(path, {
    signal,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "same-origin",
  });
}
