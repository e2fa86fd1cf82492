import table from './subdivisions.json' with { type: 'json' };

/**
 * Parts of countries that records name, by ISO 3166-2 code: first the name that is shown, then other spellings, and
 * places inside that records name alone (`Lahore` lies in `PK-PB`).
 */
const SUBDIVISIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table;

/** The name of a part of a country; the code itself where the table knows none. */
export function subdivisionName(code: string): string {
  return SUBDIVISIONS[code.slice(0, 2)]?.[code]?.[0] ?? code;
}

/**
 * The parts of a country that an area's name speaks of, `Shopian, Jammu and Kashmir` → `IN-JK`; none where it cannot be
 * told. What a name leaves out ("all but …") it does not speak of.
 */
export function findSubdivisions(country: string, area: string): string[] {
  const areaWords = normalizeWords(area);
  if (/ (except|but|outside) /.test(areaWords)) return [];
  return subdivisionWords(country)
    .filter(([, names]) => names.some((name) => areaWords.includes(name)))
    .map(([code]) => code);
}

/** The names of a country's parts as words; made once a country, since files of a thousand records ask for each area. */
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

/** Words alone, in small letters without marks, a space before and after each; `Kachin’s Hpakant` speaks of Kachin. */
export function normalizeWords(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const bare = plain.replaceAll(/[’']s\b/g, '').replaceAll(/[’'.]/g, '');
  return ` ${bare.replaceAll(/[^a-z0-9]+/g, ' ')} `.replaceAll(/ +/g, ' ');
}
