/** The shape of an area's words in another language: the same names, other texts. */
export type Same<Words> = { readonly [Name in keyof Words]: Words[Name] extends string ? string : Same<Words[Name]> };
