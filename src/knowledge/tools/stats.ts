import * as v from 'valibot';
import { CountryFileSchema } from '../incident.ts';
import { readDataFiles } from './files.ts';

/** `npm run data:stats [how many]`: what the data set holds, and some records, drawn at random, to hold against their sources. */
const incidents = readDataFiles().flatMap(
  ({ text }) => v.parse(CountryFileSchema, JSON.parse(text)).incidents,
);
const drawn = Number(process.argv[2] ?? 10);

function table(title: string, values: readonly string[]): void {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  console.log(`\n${title} (${counts.size})`);
  const rows = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  console.log(rows.map(([value, n]) => `${value} ${n}`).join(' · '));
}

console.log(`${incidents.length} incidents`);
table(
  'countries',
  incidents.map((i) => i.country),
);
table(
  'platforms',
  incidents.flatMap((i) => (i.scope === 'network' ? ['(network)'] : i.platforms)),
);
table(
  'years',
  incidents.map((i) => i.start.slice(0, 4)),
);
table(
  'status',
  incidents.map((i) => i.status),
);
table(
  'actors',
  incidents.map((i) => i.orderedBy?.actor ?? '(not recorded)'),
);
table(
  'sources by standing',
  incidents.flatMap((i) => i.sources.map((s) => `${s.standing}${s.read ? '' : ', unread'}`)),
);

const rest = [...incidents];
for (let n = 0; n < drawn && rest.length > 0; n++) {
  const [incident] = rest.splice(Math.floor(Math.random() * rest.length), 1);
  if (!incident) break;
  const { id, platforms, kind, start, end, status, regions, trigger, orderedBy, sources } = incident;
  console.log(`\n${id}: ${platforms.join(', ') || 'network'} ${kind} ${start} – ${end ?? status}`);
  console.log(
    `  ${regions.join('; ') || 'nationwide'} · ${trigger} · ${orderedBy?.entity ?? orderedBy?.actor ?? 'by whom: not recorded'}`,
  );
  for (const s of sources)
    console.log(`  ${s.standing}${s.read ? '' : ' (unread)'} ${s.publisher}: ${s.title}\n    ${s.url}`);
}
