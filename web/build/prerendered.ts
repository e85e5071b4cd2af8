/** Writes the start page, in every language, into index.html; see src/prerender.tsx. theme/base.css says which of them is shown. */
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import { LANGUAGES, type Language } from "../src/i18n/languages.ts";

const START_PAGE = "src/routes/index.tsx?tsr-split=component";
const EMPTY = '<div id="root"></div>';

interface Prerender {
  prerender: (language: Language) => Promise<string>;
}

export function prerendered(): Plugin {
  let folder = "dist";
  return {
    name: "medbook-prerendered",
    apply: (_, { command, isSsrBuild }) => command === "build" && !isSsrBuild,
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      async handler() {
        await fill(folder, await everyLanguage(join(folder, ".prerender")));
      },
    },
  };
}

async function everyLanguage(work: string): Promise<string> {
  try {
    await build({ logLevel: "error", build: { ssr: "src/prerender.tsx", outDir: work, copyPublicDir: false } });
    const { prerender }: Prerender = await import(pathToFileURL(join(work, "prerender.js")).href);
    let pages = "";
    // One after the other: there is one language at a time.
    for (const language of Object.keys(LANGUAGES) as Language[]) {
      pages += `<div data-prerendered="${language}">${await prerender(language)}</div>`;
    }
    return pages;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fill(folder: string, pages: string): Promise<void> {
  const file = join(folder, "index.html");
  const html = await readFile(file, "utf8");
  if (!html.includes(EMPTY)) throw new Error(`${file} has no ${EMPTY}`);
  const { content, styles } = withoutInline(pages);
  const sheet = `assets/start-${createHash("sha256").update(styles).digest("base64url").slice(0, 8)}.css`;
  await writeFile(join(folder, sheet), styles);
  const sheets = (await stylesOf(folder, START_PAGE)).filter((path) => !html.includes(path));
  const links = [...sheets, sheet].map((path) => `<link rel="stylesheet" crossorigin href="/${path}">`);
  const linked = html
    .replace("</head>", `  ${links.join("\n    ")}\n  </head>`)
    // What is looked at first is in the page: its style sheets come before the app.
    .replaceAll(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"');
  await writeFile(
    file,
    linked.replace(EMPTY, () => `<div id="root">${content}</div>`),
  );
}

type Manifest = Record<string, { css?: string[]; imports?: string[]; isEntry?: boolean }>;

/** The style sheets that come with a page and not with every page. */
async function stylesOf(folder: string, page: string): Promise<string[]> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8"));
  const seen = new Set<string>();
  const visit = (name: string): string[] => {
    const chunk = manifest[name];
    if (chunk === undefined || chunk.isEntry || seen.has(name)) return [];
    seen.add(name);
    return [...(chunk.imports ?? []).flatMap(visit), ...(chunk.css ?? [])];
  };
  const styles = visit(page);
  if (styles.length === 0) throw new Error(`${page} has no style sheets in the manifest.`);
  return [...new Set(styles)];
}

/** Take out what our policy refuses in a page that is parsed, and not in one that is made by a script: put style="…" into a style sheet, drop scripts. */
export function withoutInline(html: string): { content: string; styles: string } {
  const names = new Map<string, string>();
  const content = html
    .replace(/<script\b[^>]*>.*?<\/script>/gs, "")
    .replace(/ style="([^"]*)"/g, (_, style: string) => {
      const name = names.get(style) ?? String(names.size);
      names.set(style, name);
      return ` data-styled="${name}"`;
    });
  const styles = [...names].map(([style, name]) => `[data-styled="${name}"]{${unescaped(style)}}`).join("\n");
  return { content, styles };
}

function unescaped(attribute: string): string {
  return attribute
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
