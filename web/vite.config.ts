import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The server-rendered catalog pages link this file by name, so it has no hash. */
const publicStyles = "public.css";
const demo = "http://localhost:8080";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2023",
    // Everything is a file: the content security policy allows neither inline scripts nor data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: here("index.html"), public: here("public-pages/public.css") },
      output: {
        assetFileNames: (asset) =>
          asset.names.includes(publicStyles) ? publicStyles : "assets/[name]-[hash][extname]",
      },
    },
  },
  // The real server behind the pages of Vite: `./dev demo --port 8080` beside `npm run dev`. It answers
  // to its own name alone, and takes a change only from its own origin.
  server: { proxy: { "/api": { target: demo, changeOrigin: true, headers: { origin: demo } } } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
