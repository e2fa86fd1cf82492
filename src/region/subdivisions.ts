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
  return Object.entries(TABLE[country] ?? {})
    .filter(([, names]) => names.some((name) => said.includes(wordsOf(name))))
    .map(([code]) => code);
}

/** Words alone, in small letters without marks, a space before and after each. */
function wordsOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return ` ${plain.replaceAll(/[’'.]/g, '').replaceAll(/[^a-z0-9]+/g, ' ')} `.replaceAll(/ +/g, ' ');
}
