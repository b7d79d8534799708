/** How the bundles are made: hashed names, a manifest for the templates, nothing inlined. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/groundswell/dist/",
  publicDir: false,
  build: {
    outDir: "../groundswell/static/groundswell/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    // The content security policy has no `data:`, so small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200, // MapLibre, loaded only where there is a map
    rolldownOptions: { input: ["src/site.ts", "src/map.ts"] },
  },
});
