/** Codes of visit types: what addresses and appointments call them. */

// What the API takes is 40; room for a number behind it.
const LONGEST = 36;
const SPELLED: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** A code for a name, such as "first-visit"; another one where that is taken. */
export function codeOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => SPELLED[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-|-$/g, "");
  const code = plain || "visit";
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? code : `${code}-${number}`;
    if (!taken.has(tried)) return tried;
  }
}
