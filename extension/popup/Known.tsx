import type { Case } from '../../src/cases/case.ts';
import type { VerdictKind } from '../../src/diagnosis/verdict.ts';
import type { Incident } from '../../src/knowledge/incident.ts';
import type { Recalled } from '../../src/knowledge/recall.ts';
import { goesOn, holdOf } from '../../src/knowledge/trust.ts';
import { countryOf, dateOf } from '../../src/words/dates.ts';
import { pageUrl } from '../browser/pages.ts';
import { IncidentList, IncidentRecord, IncidentTitle } from '../ui/Record.tsx';
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
  const now = Date.now();
  const asker = { now, region: settings.value.region };
  const cuts = found.network.filter((one) => holdOf(one, asker) !== 'elsewhere');
  const ofPlatform = [...found.current, ...found.past];
  const main = cutOff ? cuts[0] : (found.current[0] ?? latest(found.past));
  const [rest, more] = cutOff ? [cuts, ofPlatform] : [ofPlatform, found.network];
  const isOn = main !== undefined && goesOn(main, now);
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
            <Say k={isOn ? `status_${goingOn(main)}` : 'status_ended'} />
            {isOn && (
              <>
                {' · '}
                <Say k="as_of" date={dateOf(main.verified, language())} />
              </>
            )}{' '}
            · <Say k={counts ? 'known_counts' : 'known_counts_not'} />
          </p>
          <IncidentRecord incident={main} platform={platform} />
        </>
      ) : (
        <p>
          <Say k="known_none" platform={platform} country={countryOf(country.value, language())} />
        </p>
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

const goingOn = ({ status }: Incident) => (status === 'ongoing' ? 'ongoing' : 'unclear');

/** The one that was over last tells most about now; where nobody recorded an end, its start has to do. */
function latest(incidents: Incident[]): Incident | undefined {
  const lastDay = ({ start, end }: Incident) => end ?? start;
  return [...incidents].sort((a, b) => (lastDay(a) < lastDay(b) ? 1 : -1))[0];
}
