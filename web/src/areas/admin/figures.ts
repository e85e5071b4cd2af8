/** Figures in words, in the reader's language. */

/** "1,234". */
export function spokenCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** "12.5%"; to a tenth below ten, where whole ones say too little. */
export function spokenShare(share: number, locale: string): string {
  const digits = share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(share);
}

/** "7.5 hours" below three days, else "6.9 days". */
export function spokenHours(hours: number, locale: string): string {
  const [count, unit] = hours < 72 ? [hours, "hour"] : [hours / 24, "day"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: 1,
  }).format(count);
}
