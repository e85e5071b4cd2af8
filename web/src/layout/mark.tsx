/** The mark: a calendar's page with a cross on it. The same drawing is in public/favicon.svg. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect x="1" y="3" width="30" height="28" rx="8" fill="var(--mantine-color-teal-7)" />
      <path d="M9.5 1.5v5M22.5 1.5v5" stroke="var(--mb-sun)" strokeWidth="3" strokeLinecap="round" />
      <path d="M16 11.5v13M9.5 18h13" stroke="#fff" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
