import table from './subdivisions.json' with { type: 'json' };

/**
 * Parts of countries that records name, by ISO 3166-2 code: first the name that is shown, then other spellings, and
 * places inside that records name alone (`Lahore` lies in `PK-PB`).
 */
const TABLE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table;

/** The name of a part of a country; the code itself where the table knows none. */
export function subdivisionName(code: string): string {
  return TABLE[code.slice(0, 2)]?.[code]?.[0] ?? code;
}

/**
 * The parts of a country that an area's name speaks of, `Shopian, Jammu and Kashmir` → `IN-JK`; none where it cannot be
 * told. What a name leaves out ("all but …") it does not speak of.
 */
export function subdivisionsNamed(country: string, area: string): string[] {
  const said = wordsOf(area);
  if (/ (except|but|outside) /.test(said)) return [];
  return spoken(country)
    .filter(([, names]) => names.some((name) => said.includes(name)))
    .map(([code]) => code);
}

/** The names of a country's parts as words; made once a country, since files of a thousand records ask for each area. */
function spoken(country: string): (readonly [code: string, names: string[]])[] {
  const known = SPOKEN.get(country);
  if (known) return known;
  const parts = Object.entries(TABLE[country] ?? {}).map(
    ([code, names]) => [code, names.map(wordsOf)] as const,
  );
  SPOKEN.set(country, parts);
  return parts;
}
const SPOKEN = new Map<string, ReturnType<typeof spoken>>();

/** Words alone, in small letters without marks, a space before and after each; `Kachin’s Hpakant` speaks of Kachin. */
export function wordsOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const bare = plain.replaceAll(/[’']s\b/g, '').replaceAll(/[’'.]/g, '');
  return ` ${bare.replaceAll(/[^a-z0-9]+/g, ' ')} `.replaceAll(/ +/g, ' ');
}
