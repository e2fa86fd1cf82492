import { findSubdivisions, subdivisionName } from '../../../src/regions/subdivisions.ts';
import { missingSubdivisions } from '../areas.ts';
import { nameFaults } from '../check-words.ts';
import type { Candidate } from './reading.ts';

const MAX_AREA_NAME = 60;
const ENGLISH = new Intl.DisplayNames('en', { type: 'region' });
const WHOLE_COUNTRY =
  /^(nation(al(ly)?|[ -]?wide)|(the )?(whole|entire) country|country[ -]?wide|all|all regions)( shutdown)?(, (especially|mainly) .*)?$/i;

/**
 * The area of an incident, from a cell with names separated by semicolons; “nationwide” is no region. A text that is too
 * long for a name becomes the parts of the country that it names. If it names none, the area is unknown, not the whole
 * country.
 */
export function parseAreas(
  country: string,
  cell: string,
): Pick<Candidate, 'regions' | 'areaKnown' | 'subdivisions'> {
  const text = cell.replaceAll(/\s+/g, ' ').trim();
  if (WHOLE_COUNTRY.test(text.replace(ENGLISH.of(country) ?? country, 'country')))
    return { regions: [], areaKnown: true };
  const regions = text
    .split(/\s*;\s*/)
    .flatMap((name) => (isAreaName(name) ? [name] : subdivisionAreas(country, name)))
    .filter((name, i, all) => all.indexOf(name) === i);
  if (regions.length === 0) return { regions: [], areaKnown: false };
  const codes = missingSubdivisions({ country, regions });
  return { regions, areaKnown: true, ...(codes.length > 0 && { subdivisions: codes }) };
}

function isAreaName(text: string): boolean {
  return text.length >= 2 && text.length <= MAX_AREA_NAME && nameFaults(text).next().done === true;
}

function subdivisionAreas(country: string, text: string): string[] {
  return findSubdivisions(country, text).map((code) => `Parts of ${subdivisionName(code)}`);
}
