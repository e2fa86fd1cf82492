import { seededRandom } from '../../base/random.ts';
import { DAY_MS, toIsoDay } from '../../base/time.ts';
import { CATALOGUE } from '../../platforms/catalogue.ts';
import { allCountries } from '../../regions/time-zone-country.ts';
import type { Bundle } from '../bundle.ts';
import type { Incident } from '../incident.ts';

/** A bundle (JSON text) of made-up incidents for benchmarks: the same `count` and `seed` give the same bytes. */
export function syntheticBundle(count: number, seed: number): string {
  const random = seededRandom(seed);
  const pickRandom = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(random() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const countries = allCountries();
  const randomDay = () => toIsoDay(Date.UTC(2010, 0, 1) + Math.floor(random() * 5800) * DAY_MS);

  const incidents = Array.from({ length: count }, (_, i): Incident => {
    const country = pickRandom(countries);
    const network = random() < 0.5;
    const [start = '', end = ''] = [randomDay(), randomDay()].sort();
    const status = pickRandom(['ended', 'ended', 'ended', 'unclear', 'ongoing'] as const);
    return {
      id: `${country.toLowerCase()}-made-up-${i}`,
      country,
      regions: network ? ['Somewhere', 'Elsewhere'] : [],
      areaKnown: true,
      scope: network ? 'network' : 'platform',
      platforms: network ? [] : [...new Set([pickRandom(CATALOGUE).slug, pickRandom(CATALOGUE).slug])],
      kind: network ? 'shutdown' : 'block',
      start,
      end: status === 'ended' ? end : null,
      status,
      trigger: pickRandom(['election', 'protest', 'exam', 'unknown'] as const),
      orderedBy: { actor: 'regulator', entity: 'made-up-office' },
      acknowledged: { state: 'not-recorded', date: null },
      events: [],
      sources: [1, 2].map((k) => ({
        title: `A made-up report, number ${i}, part ${k}`,
        publisher: 'Nobody',
        url: `https://example.org/${country}/${i}/${k}`,
        date: start,
        standing: 'tracker',
        read: false,
      })),
      verified: '2026-01-01',
    };
  });
  const entities = { 'made-up-office': { name: 'Made-up Office' } };
  return JSON.stringify({ version: `2026-01-01-${count}x${seed}`, incidents, entities } satisfies Bundle);
}
