import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { mantineVariables } from "./build/mantine-variables.ts";

// Where `make run` listens, for `npm run dev`.
const GATEWAY = process.env.MEDBOOK_URL ?? "http://localhost:8080";

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
      output: { entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  server: {
    proxy: Object.fromEntries(["/v1", "/.well-known", "/inbox", "/openapi.json"].map((path) => [path, GATEWAY])),
  },
});
