import { toIsoDay } from '../../../src/base/time.ts';
import { allCountries } from '../../../src/regions/time-zone-country.ts';
import type { ChangeSet } from '../change-set.ts';
import { MARK } from '../left-to-write.ts';

/** The file of a country, with one record to be replaced. `code`: ISO 3166-1 alpha-2. */
export function addCountry(changes: ChangeSet, code: string): string[] {
  if (!allCountries().includes(code))
    throw new Error(`"${code}" is no country: write its ISO 3166-1 alpha-2 code, such as UG`);
  const today = toIsoDay(Date.now());
  changes.create(`src/knowledge/data/${code}.json`, `${JSON.stringify(countryFile(code, today), null, 2)}\n`);
  return [
    'docs/facts.md says what each field means; npm run data:check says what is wrong.',
    'Known sites inside the country, of private companies, go into src/config/domestic-hosts.json (on allow-lists or not): they show whether it is cut off.',
  ];
}

const countryFile = (country: string, today: string) => ({
  $schema: '../incident.schema.json',
  country,
  entities: {},
  incidents: [
    {
      id: `${country.toLowerCase()}-x-${today}`,
      country,
      regions: [],
      areaKnown: true,
      scope: 'platform',
      platforms: ['x'],
      kind: 'block',
      start: today,
      end: null,
      status: 'unclear',
      trigger: 'unknown',
      orderedBy: null,
      acknowledged: { state: 'not-recorded', date: null },
      events: [],
      sources: [
        {
          title: `${MARK} the headline of the source, and every field that is not so`,
          publisher: `${MARK} its publisher`,
          url: 'https://source.example/page',
          date: today,
          standing: 'agency-press',
          read: false,
        },
      ],
      verified: today,
    },
  ],
});
