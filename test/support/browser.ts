import { type Browser, chromium } from "playwright-core";

export const BROWSER = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

let shared: Promise<Browser> | null = null;

/** One browser for the tests of many pages: a test opens a context of its own in it, and closes that. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= chromium.launch(BROWSER);
  return shared;
}

/** Runs at the end, or after each file where files run side by side: the next file then gets a new browser. */
export const mochaHooks = {
  async afterAll() {
    const open = shared;
    shared = null;
    await (await open)?.close();
  },
};
