import { DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { describe, expect, test } from "vitest";
import { cssVariables, theme } from "./theme";

const WHOLE = mergeMantineTheme(DEFAULT_THEME, theme);
const AA = 4.5;

describe.each(["light", "dark"] as const)("in %s", (scheme) => {
  const variables = allVariables(scheme);

  test.each(Object.keys(WHOLE.colors))("letters on light %s can be read (WCAG 1.4.3)", (colour) => {
    const [ground, letters] = [`--mantine-color-${colour}-light`, `--mantine-color-${colour}-light-color`];
    expect(contrast(resolved(variables, ground), resolved(variables, letters))).toBeGreaterThanOrEqual(AA);
  });

  test.each([
    ["--mb-ink", "--mb-paper"],
    ["--mb-ink-soft", "--mb-paper"],
    ["--mb-ink-soft", "--mb-card"],
    ["--mb-soft-ink", "--mb-soft"],
    ["--mantine-color-anchor", "--mb-paper"],
    ["--mantine-color-error", "--mb-card"],
    ["--mantine-color-placeholder", "--mb-card"],
  ])("%s can be read on %s", (letters, ground) => {
    expect(contrast(resolved(variables, letters), resolved(variables, ground))).toBeGreaterThanOrEqual(AA);
  });
});

function allVariables(scheme: "light" | "dark"): Record<string, string> {
  const general = defaultCssVariablesResolver(WHOLE);
  const ours = cssVariables();
  return { ...general.variables, ...ours.variables, ...general[scheme], ...ours[scheme] };
}

function resolved(variables: Record<string, string>, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`There is no ${name}.`);
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : resolved(variables, other);
}

/** The contrast ratio of two opaque colours, as WCAG 2.2 defines it: 1 to 21. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  if (hex) return hex.slice(1).map((part) => Number.parseInt(part, 16));
  const rgb = /^rgba\((\d+), (\d+), (\d+), 1\)$/.exec(colour);
  if (rgb) return rgb.slice(1).map(Number);
  throw new Error(`${colour} is not an opaque colour.`);
}
