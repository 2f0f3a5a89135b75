import { build } from "vite";
import { PAGES, type Page, pageConfig } from "../../kiosk-ui/vite.config.ts";

/** Builds pages as `npm run build:ui` does, into a folder of the test's own. */
export async function buildPages(into: string, pages: readonly Page[] = PAGES): Promise<void> {
  for (const page of pages) await build(pageConfig(page, into));
}

if (import.meta.main) {
  const [into = "build/ui", ...pages] = process.argv.slice(2);
  await buildPages(into, pages.length > 0 ? (pages as Page[]) : PAGES);
}
