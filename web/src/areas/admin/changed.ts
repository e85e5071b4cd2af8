/** What of a form differs from what it began with: all that a PATCH should say, so that two who change different things both succeed. */
export function changedOf<Values extends object>(values: Values, before: Values): Partial<Values> {
  const names = Object.keys(values) as (keyof Values)[];
  const changed = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(changed.map((name) => [name, values[name]])) as Partial<Values>;
}
