/**
 * Writes the theme's CSS variables into the style sheet while the app is built.
 *
 * Mantine would put them into a <style> element at run time, which our Content-Security-Policy refuses.
 */
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { cssVariables, theme } from "../src/theme/theme.ts";

const ID = "virtual:mantine-variables.css";

export function mantineVariables(): Plugin {
  return {
    name: "medbook-mantine-variables",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? variables() : undefined),
  };
}

function variables(): string {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme);
  const general = defaultCssVariablesResolver(whole);
  const ours = cssVariables();
  return convertCssVariables({
    variables: { ...general.variables, ...ours.variables },
    light: { "--mantine-color-scheme": "light", ...general.light, ...ours.light },
    dark: { "--mantine-color-scheme": "dark", ...general.dark, ...ours.dark },
  });
}
