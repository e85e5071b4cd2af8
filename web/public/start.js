// Before anything is painted: the colours and the language that were chosen here, or those of the system; and whether this is the
// start page, which stands in index.html (src/prerender.tsx). A file, since our policy takes no inline script.
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      // Storage is forbidden here; what the system says will do.
      return null;
    }
  };
  const scheme = kept("mantine-color-scheme-value");
  const isDark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
  // As src/i18n/languages.ts has it.
  const primary = (tag) => tag?.toLowerCase().split("-")[0];
  const wishes = [kept("medbook-language"), ...navigator.languages].map(primary);
  root.lang = wishes.find((language) => language === "en" || language === "de") ?? "en";
  root.dataset.page = location.pathname === "/" ? "start" : "other";
})();
