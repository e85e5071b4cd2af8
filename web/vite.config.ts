import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { mantineVariables } from "./build/mantine-variables.ts";
import { prerendered } from "./build/prerendered.ts";

// Where `make run` listens, for `npm run dev`.
const GATEWAY = process.env.MEDBOOK_URL ?? "http://localhost:8080";

// Of Mantine what most pages have. What opens (menus, selects, dialogs) is large, and few pages have it at once.
const PIECES =
  /@mantine\/(core\/esm\/(components\/(Badge|Card|Checkbox|Combobox\/ComboboxChevron|Input|InputBase|NativeSelect|Paper|TextInput)|core\/(utils|styles-api))|hooks\/esm\/(utils|use-(debounced-callback|merged-ref|uncontrolled)))\//;
// What doctors and their times are shown with, on the pages where strangers arrive.
const FRONT =
  /\/src\/components\/(doctor-face|earliest-list|initials|specialty-select|visit-type-select|week-of-slots)\b|\/lucide-react\/.*\/(calendar-search|eye|languages|mail-check|map-pin|user-x|wallet)\.|\/components\/(Avatar|Chip)\//;

// What every page loads anyway, in few files: each is a request, and Vite would make forty of a few hundred bytes.
const FILES = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 3 },
  {
    name: "base",
    test: /node_modules\/(@tanstack|i18next|react-i18next|openapi-fetch|clsx|use-sync-external-store)\//,
    priority: 2,
  },
  // Without the entries themselves: the manifest knows them by their own files.
  {
    name: "app",
    test: /\/(src\/(?!main\.|service-worker\.)|node_modules\/)|mantine-variables/,
    tags: ["$initial" as const],
    priority: 1,
  },
  { name: "parts", test: /\/(src|lucide-react)\//, minShareCount: 8, priority: 0 },
  { name: "pieces", test: PIECES, minShareCount: 8, priority: 0 },
  { name: "front", test: FRONT, priority: 0 },
];

// For the browser; what is built beside it to write the start page (build/prerendered.ts) has one input and stays as it falls out.
const FOR_BROWSERS = {
  input: { index: "index.html", "service-worker": "src/service-worker.ts" },
  output: {
    // A service worker rules over the folder it lies in, and is found again by its name.
    entryFileNames: ({ name }: { name: string }) =>
      name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js",
    // A group is what it names. All that those modules need in their turn would bring the dialogs to every page.
    codeSplitting: { groups: FILES, includeDependenciesRecursively: false },
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, generatedRouteTree: "./src/routes.gen.ts" }),
    react(),
    mantineVariables(),
    prerendered(),
    compressed(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    // Data URLs in style sheets and images are files too: one thing less for the Content-Security-Policy to allow.
    assetsInlineLimit: 0,
    manifest: !isSsrBuild,
    reportCompressedSize: false,
    rolldownOptions: isSsrBuild ? {} : FOR_BROWSERS,
  },
  server: {
    proxy: Object.fromEntries(["/v1", "/.well-known", "/inbox", "/openapi.json"].map((path) => [path, GATEWAY])),
  },
}));
