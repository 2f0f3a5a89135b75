import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, defineConfig, type InlineConfig } from "vite";
import { pinyinTable } from "./keyboard/pinyin-table.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
export const PAGES = ["citizen", "technician", "admin", "dock"] as const;
export type Page = (typeof PAGES)[number];

/** One page with all it needs in one folder, addresses relative, so that any server may put it under any prefix. */
export function pageConfig(page: Page, into: string): InlineConfig {
  return {
    configFile: false,
    root: resolve(HERE, page),
    base: "./",
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: resolve(into, page),
      emptyOutDir: true,
      target: "es2023",
      // No data: addresses and no inline scripts: the pages run under a policy that allows neither.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1_000,
      // Making the dictionary takes seconds, and is meant to.
      rolldownOptions: { checks: { pluginTimings: false } },
    },
    plugins: page === "citizen" ? [emitPinyin()] : [],
  };
}

function emitPinyin() {
  return {
    name: "zizhu-pinyin",
    generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): string }) {
      this.emitFile({ type: "asset", fileName: "assets/pinyin.txt", source: pinyinTable() });
    },
  };
}

/** `vite build -c kiosk-ui/vite.config.ts`: all pages into build/ui/. */
export default defineConfig({
  builder: {
    async buildApp(builder) {
      for (const page of PAGES) await build(pageConfig(page, resolve(HERE, "../build/ui")));
      // Else vite goes on to build its own idea of an application, from an index.html that there is not.
      for (const environment of Object.values(builder.environments)) environment.isBuilt = true;
    },
  },
});
