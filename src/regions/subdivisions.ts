import table from './subdivisions.json' with { type: 'json' };

/**
 * Parts of countries that records name, by ISO 3166-2 code: first the display name, then other spellings, and places
 * inside that stand alone in records (`Lahore` lies in `PK-PB`).
 */
const SUBDIVISIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table;

/** The display name of a part of a country; the code itself if the table has no name. */
export function subdivisionName(code: string): string {
  return SUBDIVISIONS[code.slice(0, 2)]?.[code]?.[0] ?? code;
}

/**
 * The codes of the parts of a country that a text names: `Shopian, Jammu and Kashmir` → `IN-JK`. A text with an exception
 * ("all but …") gives none.
 */
export function findSubdivisions(country: string, area: string): string[] {
  const areaWords = normalizeWords(area);
  if (/ (except|but|outside) /.test(areaWords)) return [];
  return subdivisionWords(country)
    .filter(([, names]) => names.some((name) => areaWords.includes(name)))
    .map(([code]) => code);
}

/** Normalized names of a country's parts. They are cached, because a file of a thousand records asks for each area. */
function subdivisionWords(country: string): (readonly [code: string, names: string[]])[] {
  const known = subdivisionWordsCache.get(country);
  if (known) return known;
  const parts = Object.entries(SUBDIVISIONS[country] ?? {}).map(
    ([code, names]) => [code, names.map(normalizeWords)] as const,
  );
  subdivisionWordsCache.set(country, parts);
  return parts;
}
const subdivisionWordsCache = new Map<string, ReturnType<typeof subdivisionWords>>();

/** Lower-case words without diacritics and possessive endings (`Kachin’s`), with a space before and after each. */
export function normalizeWords(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const bare = plain.replaceAll(/[’']s\b/g, '').replaceAll(/[’'.]/g, '');
  return ` ${bare.replaceAll(/[^a-z0-9]+/g, ' ')} `.replaceAll(/ +/g, ' ');
}
