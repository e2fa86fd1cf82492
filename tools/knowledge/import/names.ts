import { allCountries } from '../../../src/regions/time-zone-country.ts';
import { quoteCell, UnreadableError } from './reading.ts';

const ENGLISH = new Intl.DisplayNames('en', { type: 'region' });

/** Names of countries in sources that CLDR does not have: long forms of the United Nations, former and short names. */
const COUNTRY_ALIASES: Record<string, string> = {
  'iran islamic republic of': 'IR',
  'russian federation': 'RU',
  'palestine state of': 'PS',
  palestine: 'PS',
  myanmar: 'MM',
  burma: 'MM',
  turkey: 'TR',
  'viet nam': 'VN',
  'syrian arab republic': 'SY',
  'tanzania united republic of': 'TZ',
  'venezuela bolivarian republic of': 'VE',
  'bolivia plurinational state of': 'BO',
  'congo democratic republic of the': 'CD',
  'democratic republic of the congo': 'CD',
  'dr congo': 'CD',
  congo: 'CG',
  'republic of the congo': 'CG',
  'ivory coast': 'CI',
  'cape verde': 'CV',
  swaziland: 'SZ',
  macedonia: 'MK',
  'united states of america': 'US',
  usa: 'US',
  uk: 'GB',
  uae: 'AE',
  // ISO 3166-1 counts Somaliland as a part of Somalia.
  somaliland: 'SO',
  'lao peoples democratic republic': 'LA',
  'korea republic of': 'KR',
  'korea democratic peoples republic of': 'KP',
  'mainland china': 'CN',
  'moldova republic of': 'MD',
  'czech republic': 'CZ',
  'the gambia': 'GM',
};

const codeByName = new Map<string, string>([
  ...allCountries().flatMap((code): [string, string][] => [
    [code.toLowerCase(), code],
    [normalizeName(ENGLISH.of(code) ?? code), code],
  ]),
  ...Object.entries(COUNTRY_ALIASES),
]);

/** The ISO 3166-1 codes of a cell: `Laos; Myanmar` gives two. @throws UnreadableError naming the unknown country */
export function parseCountries(cell: string): string[] {
  const names = cell.split(';').map((name) => name.trim());
  return names.map((name) => {
    const code = codeByName.get(normalizeName(name));
    if (!code) throw new UnreadableError(`country: ${quoteCell(name)} is no country that we know`);
    return code;
  });
}

function normalizeName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\p{M}’'.]/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
}
