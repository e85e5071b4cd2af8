/** Tells public/start.js which files the pages for everyone are made of, so that a browser asks for them together with the app. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

const ENTRY = "index.html";
const EMPTY = "const PAGES = [];";
// By their routes; others are come to from these, or are nobody's first.
const PAGES = {
  "^/$": "index",
  "^/doctors/?$": "doctors/index",
  "^/doctors/[^/]+$": "doctors/$doctorId",
  "^/earliest$": "earliest",
};

type Manifest = Record<string, { file: string; imports?: string[] }>;

export function preloads(): Plugin {
  let folder = "dist";
  return {
    name: "medbook-preloads",
    apply: (_, { command, isSsrBuild }) => command === "build" && !isSsrBuild,
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      async handler() {
        const manifest: Manifest = JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8"));
        const file = join(folder, "start.js");
        const script = await readFile(file, "utf8");
        if (!script.includes(EMPTY)) throw new Error(`${file} has no ${EMPTY}`);
        await writeFile(file, script.replace(EMPTY, `const PAGES = ${JSON.stringify(pagesOf(manifest))};`));
      },
    },
  };
}

function pagesOf(manifest: Manifest): [string, string[]][] {
  const known = filesOf(manifest, ENTRY);
  return Object.entries(PAGES).map(([path, route]) => {
    const files = filesOf(manifest, `src/routes/${route}.tsx?tsr-split=component`);
    return [path, [...files].filter((file) => !known.has(file)).map((file) => `/${file}`)];
  });
}

/** A chunk's file and those of all that it imports. */
function filesOf(manifest: Manifest, name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`The manifest has no ${name}.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const needed of chunk.imports ?? []) filesOf(manifest, needed, found);
  return found;
}
