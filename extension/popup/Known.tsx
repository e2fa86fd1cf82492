import type { Case } from '../../src/cases/case.ts';
import type { VerdictKind } from '../../src/diagnosis/verdict.ts';
import type { Incident } from '../../src/knowledge/incident.ts';
import type { Recalled } from '../../src/knowledge/recall.ts';
import { holdOf, isAbout } from '../../src/knowledge/trust.ts';
import { countryOf, dateOf } from '../../src/words/dates.ts';
import { pageUrl } from '../browser/pages.ts';
import { AsOf, IncidentList, IncidentRecord, IncidentTitle } from '../ui/Record.tsx';
import { Say } from '../ui/Say.tsx';
import { language } from '../ui/words.ts';
import { country, recalled, settings } from './state.ts';

/** What has nothing to do with a block needs no history at first sight. */
const ABOUT_BLOCKS: readonly VerdictKind[] = ['blocked', 'throttled', 'cut-off', 'inconclusive'];

/** The third band: what is on record about this platform in this country. */
export function Known({ item: { phase, verdict, platform, platformName } }: { item: Case }) {
  const found = recalled.value;
  if (!found || country.value === '') return null;
  const heading = <Say k="known_heading" country={countryOf(country.value, language())} />;
  const open = phase === 'settled' && ABOUT_BLOCKS.includes(verdict.kind);
  const body = (
    <Body
      found={found}
      platform={platformName}
      slug={platform}
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

function Body(props: { found: Recalled; platform: string; slug: string; cutOff: boolean; counts: boolean }) {
  const { platform, slug, cutOff, counts, found } = props;
  const { asOf } = found;
  if (asOf === '')
    return (
      <p class="aside">
        <Say k="known_no_data" />
      </p>
    );
  const asker = { now: Date.now(), region: settings.value.region };
  const cut = found.network.find((one) => holdOf(one, asker) !== 'elsewhere');
  const ofPlatform = [...found.current, ...found.past];
  const theirs = found.past.filter((one) => isAbout(one, asker.region));
  const main = cutOff ? cut : (found.current[0] ?? latest(theirs) ?? latest(found.past));
  const [rest, more] = cutOff ? [found.network, ofPlatform] : [ofPlatform, found.network];
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
            <Say k={`status_${main.status}`} />
            <AsOf incident={main} />
            {(counts || main.status !== 'ongoing') && (
              <>
                {' '}
                · <Say k={counts ? 'known_counts' : 'known_counts_not'} />
              </>
            )}
          </p>
          <IncidentRecord incident={main} platform={platform} />
        </>
      ) : (
        found.total === 0 && (
          <p>
            <Say k="known_none" platform={platform} country={countryOf(country.value, language())} />
          </p>
        )
      )}
      <IncidentList incidents={found.elsewhere} heading="known_parts" platform={platform} />
      <IncidentList
        incidents={rest.filter((one) => one !== main)}
        heading={cutOff ? 'known_network' : 'known_more'}
        platform={platform}
      />
      <IncidentList incidents={more} heading={cutOff ? 'known_more' : 'known_network'} platform={platform} />
      <p class="aside as-of">
        <a
          href={pageUrl(`extension/pages/facts.html#${country.value}/${slug}`)}
          target="_blank"
          rel="noreferrer"
        >
          <Say k="known_all" country={countryOf(country.value, language())} />
        </a>{' '}
        · <Say k="known_as_of" date={dateOf(asOf, language())} />
      </p>
    </>
  );
}

/** The one that was over last tells most about now; where nobody recorded an end, its start has to do. */
function latest(incidents: Incident[]): Incident | undefined {
  const lastDay = ({ start, end }: Incident) => end ?? start;
  return [...incidents].sort((a, b) => (lastDay(a) < lastDay(b) ? 1 : -1))[0];
}
