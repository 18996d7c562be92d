import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** Each file right under src/ is an entry: what one kind of page loads. Shared code becomes a chunk of its own. */
const sources = fileURLToPath(import.meta.resolve("./src/"));
const entries = readdirSync(sources).filter((name) => name.endsWith(".ts"));

export default defineConfig({
  base: "./", // the service may be mounted below any path: files find each other by where they lie
  publicDir: false,
  build: {
    target: ["chrome111", "edge111", "firefox114", "safari16.4"],
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0, // the content security policy knows no data: address
    modulePreload: false, // pages name what an entry imports, so that no script has to look for it
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // Cytoscape alone is most of it; a test bounds what a page may weigh
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name.slice(0, -3), sources + name])),
    },
  },
});
