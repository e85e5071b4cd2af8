/** A query without what was not said: the API takes a parameter or its absence, never an empty one. */
export function given<Query extends object>(query: Query): { [Name in keyof Query]: Exclude<Query[Name], undefined> } {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(said) as { [Name in keyof Query]: Exclude<Query[Name], undefined> };
}
