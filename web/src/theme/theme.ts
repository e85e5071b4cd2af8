/** How MedBook looks: the colours, the letters and what every component of the library begins with. */
import { type ConvertCSSVariablesInput, createTheme, type MantineColorsTuple } from "@mantine/core";

// From the mails' teal. 7 carries white text (5.2:1) and stands out from dark paper (3.5:1).
const teal: MantineColorsTuple = [
  "#e7f6f4",
  "#d0ebe8",
  "#a5d8d3",
  "#6fc4bc",
  "#43aaa2",
  "#25978f",
  "#12877f",
  "#0b7a75",
  "#07625e",
  "#034b48",
];

// What the library paints dark components with, from ink to paper.
const dark: MantineColorsTuple = [
  "#e7f1f1",
  "#c3d3d5",
  "#a5babd",
  "#6d878d",
  "#3a545a",
  "#263b40",
  "#182a2f",
  "#0d1719",
  "#0a1214",
  "#060c0d",
];

const OVERLAY = { backgroundOpacity: 0.45 };
// A <header> outside of the page's content would be taken for the page's own.
const DIALOG_PARTS = { header: { role: "presentation" } };

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: 7,
  colors: { dark, teal },
  fontFamily: '"Figtree Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: { fontWeight: "680", textWrap: "balance" },
  defaultRadius: "md",
  radius: { md: "0.625rem", lg: "1rem", xl: "1.5rem" },
  respectReducedMotion: true,
  cursorType: "pointer",
  // Named and not imported: what the first page does not show should not be loaded with it.
  components: {
    Anchor: { defaultProps: { underline: "always" } },
    Alert: { defaultProps: { radius: "lg" } },
    // A finger needs 44 px (WCAG 2.5.5); the library's buttons have 36.
    Button: { defaultProps: { size: "md" } },
    Card: { defaultProps: { radius: "lg", withBorder: true, padding: "lg" } },
    Input: { defaultProps: { size: "md" } },
    InputWrapper: { defaultProps: { size: "md", inputWrapperOrder: ["label", "description", "input", "error"] } },
    // Scrolling is stopped by theme/base.css: the library would add a style sheet, which our policy refuses.
    Modal: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: "lg",
        overlayProps: OVERLAY,
        attributes: DIALOG_PARTS,
      },
    },
    Drawer: { defaultProps: { lockScroll: false, overlayProps: OVERLAY, attributes: DIALOG_PARTS } },
    // What it puts first to take the focus is not allowed in a menu: the first entry takes it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // Menus, lists and calendars open within the page's content, where screen readers look for them; not within a card, which would cut them off.
    Popover: { defaultProps: { radius: "lg", shadow: "md", portalProps: { target: "#content" } } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
  },
});

/** The variables that the theme object cannot say: paper, ink and lines, by scheme. Read by build/mantine-variables.ts alone. */
export function cssVariables(): ConvertCSSVariablesInput {
  return {
    variables: {},
    light: {
      "--mb-paper": "#f5f9f8",
      "--mb-card": "#ffffff",
      "--mb-ink": "#12262b",
      "--mb-ink-soft": "#4b6067",
      "--mb-line": "#d6e3e2",
      "--mb-soft": "#e2f2f0",
      "--mb-soft-ink": "#075e5a",
      "--mb-sun": "#f7b23b",
      "--mb-coral": "#e4573f",
      "--mb-shadow": "0 1px 2px rgb(18 38 43 / 6%), 0 8px 28px rgb(18 38 43 / 7%)",
      "--mantine-color-body": "var(--mb-paper)",
      "--mantine-color-text": "var(--mb-ink)",
      "--mantine-color-bright": "var(--mb-ink)",
      "--mantine-color-dimmed": "var(--mb-ink-soft)",
      "--mantine-color-placeholder": "#61757b",
      "--mantine-color-anchor": "#08665f",
      "--mantine-color-default": "var(--mb-card)",
      "--mantine-color-default-hover": "#eef6f5",
      "--mantine-color-default-color": "var(--mb-ink)",
      "--mantine-color-default-border": "#b9cbca",
      "--mantine-color-error": "#b3261e",
      // The library's own letters on these light grounds have 2.7:1 to 3.8:1.
      "--mantine-color-green-light-color": "#1d6b2f",
      "--mantine-color-lime-light-color": "#3f6a06",
      "--mantine-color-yellow-light-color": "#7a4a00",
      "--mantine-color-orange-light-color": "#9a3412",
    },
    dark: {
      "--mb-paper": "#0d1719",
      "--mb-card": "#142226",
      "--mb-ink": "#e7f1f1",
      "--mb-ink-soft": "#a5babd",
      "--mb-line": "#263b40",
      "--mb-soft": "#12373a",
      "--mb-soft-ink": "#93dad3",
      "--mb-sun": "#f7b23b",
      "--mb-coral": "#ff8a73",
      "--mb-shadow": "0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 30%)",
      "--mantine-color-body": "var(--mb-paper)",
      "--mantine-color-text": "var(--mb-ink)",
      "--mantine-color-bright": "var(--mb-ink)",
      "--mantine-color-dimmed": "var(--mb-ink-soft)",
      "--mantine-color-placeholder": "#93a9ad",
      "--mantine-color-anchor": "#6fd0c7",
      "--mantine-color-default": "#182a2f",
      "--mantine-color-default-hover": "#1f343a",
      "--mantine-color-default-color": "var(--mb-ink)",
      "--mantine-color-default-border": "#3a545a",
      "--mantine-color-error": "#ff9b8f",
    },
  };
}
