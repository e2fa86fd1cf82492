import type { Incident } from '../../src/knowledge/incident.ts';
import { applicabilityAt, appliesToRegion } from '../../src/knowledge/incident-status.ts';
import type { KnownIncidents } from '../../src/knowledge/lookup.ts';
import { pageUrl } from '../browser/pages.ts';
import { formatCountryName, formatDate } from '../i18n/dates.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage } from '../i18n/messages.ts';
import { IncidentList, IncidentRecord, IncidentTitle, LastConfirmed } from '../ui/IncidentRecord.tsx';

export interface HistoryContentProps {
  incidents: KnownIncidents;
  here: string;
  region: string;
  platform: string;
  slug: string;
  cutOff: boolean;
  isEvidence: boolean;
}

/** What is on record. It is loaded along with the records, so that the first paint does not wait for it. */
export function HistoryContent({
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
