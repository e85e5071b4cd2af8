import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { mantineVariables } from "./build/mantine-variables.ts";

// Where `make run` listens, for `npm run dev`.
const GATEWAY = process.env.MEDBOOK_URL ?? "http://localhost:8080";

// What every page loads anyway, in few files: each is a request, and Vite would make forty of a few hundred bytes.
const FILES = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
  { name: "base", test: /node_modules\/(@tanstack|i18next|react-i18next|openapi-fetch|clsx|use-sync-external-store)\//, priority: 2 },
  { name: "icons", test: /node_modules\/lucide-react\//, priority: 1 },
];

export default defineConfig({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, generatedRouteTree: "./src/routes.gen.ts" }),
    react(),
    mantineVariables(),
    compressed(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    // Data URLs in style sheets and images are files too: one thing less for the Content-Security-Policy to allow.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: "index.html", "service-worker": "src/service-worker.ts" },
      // A service worker rules over the folder it lies in, and is found again by its name.
      output: {
        entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
        codeSplitting: { groups: FILES },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(["/v1", "/.well-known", "/inbox", "/openapi.json"].map((path) => [path, GATEWAY])),
  },
});
