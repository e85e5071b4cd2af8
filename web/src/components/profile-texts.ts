/** What stands in a text field for a doctor's lists and fee, and back. */

/** A fee as the reader's language writes numbers; none is empty. */
export function feeText(fee: number | null, locale: string): string {
  if (fee === null) return "";
  return new Intl.NumberFormat(locale, { useGrouping: false, minimumFractionDigits: 2 }).format(fee);
}

/**
 * A fee as a decimal in a string, which the API reads without the detour of binary fractions: of "1.200,50 ", "1,200.50" and "1200.5" the
 * same. Null for none, undefined for what is no fee.
 */
export function feeOf(text: string): string | null | undefined {
  const digits = text.replaceAll(/[\s'’]/g, "");
  if (digits === "") return null;
  const parts = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(digits);
  if (parts?.[1] === undefined) return undefined;
  return `${parts[1].replaceAll(/[.,]/g, "")}.${(parts[2] ?? "0").padEnd(2, "0")}`;
}

/** The entries of a list that is written one a line. */
export function entriesOf(text: string, between = /\n/): string[] {
  return text
    .split(between)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
