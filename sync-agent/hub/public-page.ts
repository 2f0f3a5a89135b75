import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const STYLE = readFileSync(join(import.meta.dirname, "public-page.css"), "utf8");
// The page brings its style along and names it by its hash: one request, and no other style can slip in.
const STYLE_SOURCE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/** What `body` needs beyond its style: nothing, a form that leads back here, or our own script and what it fetches here. */
export type PageNeeds = "nothing" | "form" | "script";

const NEEDS: Readonly<Record<PageNeeds, string>> = {
  nothing: "form-action 'none'",
  form: "form-action 'self'",
  script: "form-action 'none'; script-src 'self'; connect-src 'self'",
};

/** A page of the hub for anybody's phone. `body` is HTML and must be escaped (`escaped`) where it holds what somebody sent. */
export function publicPage(title: string, body: string, needs: PageNeeds): { readonly html: string; readonly policy: string } {
  return {
    html: `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`,
    policy: `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'; ${NEEDS[needs]}`,
  };
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
