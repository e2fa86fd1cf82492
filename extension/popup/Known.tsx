import type { Case } from '../../src/cases/case.ts';
import type { VerdictKind } from '../../src/diagnosis/verdict.ts';
import type { Incident } from '../../src/knowledge/incident.ts';
import type { Recalled } from '../../src/knowledge/recall.ts';
import { countryOf, dateOf } from '../../src/words/dates.ts';
import { IncidentList, IncidentRecord, IncidentTitle } from '../ui/Record.tsx';
import { Say } from '../ui/Say.tsx';
import { hasWords, language, say } from '../ui/words.ts';
import { country, entities, recalled } from './state.ts';

/** What has nothing to do with a block needs no history at first sight. */
const ABOUT_BLOCKS: readonly VerdictKind[] = ['blocked', 'throttled', 'cut-off', 'inconclusive'];

/** The third band: what is on record about this platform in this country. */
export function Known({ item: { phase, verdict, platformName } }: { item: Case }) {
  const found = recalled.value;
  if (!found || country.value === '') return null;
  const heading = <Say k="known_heading" country={countryOf(country.value, language())} />;
  const open = phase === 'settled' && ABOUT_BLOCKS.includes(verdict.kind);
  const body = (
    <Body
      found={found}
      platform={platformName}
      cutOff={verdict.kind === 'cut-off'}
      counts={verdict.evidence.some(({ sign }) => sign === 'history-fits')}
    />
  );
  if (open)
    return (
      <section aria-labelledby="known">
        <h2 id="known">{heading}</h2>
        {body}
      </section>
    );
  return (
    <section>
      <details class="more band">
        <summary>{heading}</summary>
        {body}
      </details>
    </section>
  );
}

function Body(props: { found: Recalled; platform: string; cutOff: boolean; counts: boolean }) {
  const { platform, cutOff, counts, found } = props;
  const { asOf, total } = found;
  if (asOf === '')
    return (
      <p class="aside">
        <Say k="known_no_data" />
      </p>
    );
  const [main, more, moreKey] = cutOff
    ? [found.network[0], [...found.current, ...found.past], 'known_more' as const]
    : [found.current[0] ?? latest(found.past), found.network, 'known_network' as const];
  const rest = (cutOff ? found.network : [...found.current, ...found.past]).filter((one) => one !== main);
  const given = { platform, nameOf: entityOf };
  return (
    <>
      {main ? (
        <>
          <p class="state">
            <b>
              <IncidentTitle incident={main} />
            </b>
          </p>
          <p class="aside">
            <Say k={found.current.includes(main) ? `status_${goingOn(main)}` : 'status_ended'} /> ·{' '}
            <Say k={counts ? 'known_counts' : 'known_counts_not'} />
          </p>
          <IncidentRecord incident={main} {...given} />
        </>
      ) : (
        <p>
          <Say k="known_none" platform={platform} country={countryOf(country.value, language())} />
        </p>
      )}
      <IncidentList
        incidents={rest}
        heading={cutOff ? 'known_network' : 'known_more'}
        count={cutOff ? rest.length : Math.max(total - 1, rest.length)}
        {...given}
      />
      <IncidentList incidents={more} heading={moreKey} count={more.length} {...given} />
      <p class="aside as-of">
        <Say k="known_as_of" date={dateOf(asOf, language())} />
      </p>
    </>
  );
}

const goingOn = ({ status }: Incident) => (status === 'ongoing' ? 'ongoing' : 'unclear');

/** The one that was over last tells most about now; where nobody recorded an end, its start has to do. */
function latest(incidents: Incident[]): Incident | undefined {
  const lastDay = ({ start, end }: Incident) => end ?? start;
  return [...incidents].sort((a, b) => (lastDay(a) < lastDay(b) ? 1 : -1))[0];
}

function entityOf(slug: string): string {
  const key = `entity_${slug.replaceAll('-', '_')}`;
  return hasWords(key) ? say(key) : (entities.value.get(slug) ?? slug);
}
