import { computed } from '@preact/signals-core';
import type { Incident } from '../../src/knowledge/incident.ts';
import { applicabilityAt, appliesToRegion } from '../../src/knowledge/incident-status.ts';
import type { KnownIncidents } from '../../src/knowledge/lookup.ts';
import type { Case } from '../../src/model/case.ts';
import { mayBeBlock } from '../../src/model/verdict.ts';
import { pageUrl } from '../browser/pages.ts';
import { formatCountryName, formatDate } from '../i18n/dates.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage } from '../i18n/messages.ts';
import { officeNames } from '../ui/entity-names.ts';
import { IncidentList, IncidentRecord, IncidentTitle, LastConfirmed } from '../ui/IncidentRecord.tsx';
import { country, currentCase, knownIncidents, platform, region } from './state.ts';

const fromCurrentCase = <T,>(select: (subject: Case) => T) =>
  computed(() => (currentCase.value ? select(currentCase.value) : undefined));
const platformLabel = fromCurrentCase(({ platformName }) => platformName);
const isCutOff = fromCurrentCase(({ verdict }) => verdict.kind === 'cut-off');
const supportsVerdict = fromCurrentCase(({ verdict }) =>
  verdict.evidence.some(({ key }) => key === 'known-incident'),
);

/**
 * Made again when the records, the place or the language change, but not with each of the twenty observations of a case:
 * it is the longest part of the page.
 */
const historyContent = computed(() => {
  const found = knownIncidents.value;
  // The components inside read these when they are rendered, so this must depend on them itself.
  void [currentLanguage(), officeNames.value];
  if (!found || !country.value || !platform.value || !platformLabel.value) return null;
  return (
    <HistoryContent
      incidents={found}
      here={country.value}
      region={region.value}
      platform={platformLabel.value}
      slug={platform.value}
      cutOff={isCutOff.value === true}
      isEvidence={supportsVerdict.value === true}
    />
  );
});

/** The third band: what is on record about this platform in this country. */
export function KnownHistory({ currentCase: { phase, verdict } }: { currentCase: Case }) {
  const body = historyContent.value;
  if (!body || country.value === null) return null;
  const heading = (
    <Message id="history_heading" country={formatCountryName(country.value, currentLanguage())} />
  );
  const open = phase === 'settled' && mayBeBlock(verdict.kind);
  if (open)
    return (
      <section aria-labelledby="known">
        <h2 id="known">{heading}</h2>
        {body}
      </section>
    );
  return (
    <section>
      <details class="disclosure history-band">
        <summary>{heading}</summary>
        {body}
      </details>
    </section>
  );
}

interface HistoryContentProps {
  incidents: KnownIncidents;
  here: string;
  region: string;
  platform: string;
  slug: string;
  cutOff: boolean;
  isEvidence: boolean;
}

function HistoryContent({
  platform,
  slug,
  cutOff,
  isEvidence,
  incidents,
  here,
  region,
}: HistoryContentProps) {
  const { asOf } = incidents;
  if (asOf === '')
    return (
      <p class="aside">
        <Message id="records_not_loaded" />
      </p>
    );
  const asker = { now: Date.now(), region };
  const cut = incidents.network.find((one) => applicabilityAt(one, asker) !== 'elsewhere');
  const ofPlatform = [...incidents.current, ...incidents.past];
  const theirs = incidents.past.filter((one) => appliesToRegion(one, asker.region));
  const main = cutOff
    ? cut
    : (incidents.current[0] ?? latestIncident(theirs) ?? latestIncident(incidents.past));
  const [rest, more] = cutOff ? [incidents.network, ofPlatform] : [ofPlatform, incidents.network];
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
            <Message id={`status_${main.status}`} />
            <LastConfirmed incident={main} />
            {(isEvidence || main.status !== 'ongoing') && (
              <>
                {' '}
                · <Message id={isEvidence ? 'history_is_evidence' : 'history_is_no_evidence'} />
              </>
            )}
          </p>
          <IncidentRecord incident={main} platform={platform} />
        </>
      ) : (
        incidents.total === 0 && (
          <p>
            <Message
              id="history_none"
              platform={platform}
              country={formatCountryName(here, currentLanguage())}
            />
          </p>
        )
      )}
      <IncidentList incidents={incidents.elsewhere} heading="history_parts" platform={platform} />
      <IncidentList
        incidents={rest.filter((one) => one !== main)}
        heading={cutOff ? 'history_shutdowns' : 'history_more'}
        platform={platform}
      />
      <IncidentList
        incidents={more}
        heading={cutOff ? 'history_more' : 'history_shutdowns'}
        platform={platform}
      />
      <p class="aside as-of">
        <a
          href={pageUrl(`extension/pages/records/index.html#${here}/${slug}`)}
          target="_blank"
          rel="noreferrer"
        >
          <Message id="history_all" country={formatCountryName(here, currentLanguage())} />
        </a>{' '}
        · <Message id="records_as_of" date={formatDate(asOf, currentLanguage())} />
      </p>
    </>
  );
}

/** The incident that ended last, which tells most about now. One without a recorded end counts by its start. */
function latestIncident(incidents: Incident[]): Incident | undefined {
  const lastKnownDay = ({ start, end }: Incident) => end ?? start;
  return [...incidents].sort((a, b) => (lastKnownDay(a) < lastKnownDay(b) ? 1 : -1))[0];
}
