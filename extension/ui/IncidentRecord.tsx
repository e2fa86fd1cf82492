import type { ComponentChildren } from 'preact';
import type { Dispute, Incident } from '../../src/knowledge/incident.ts';
import { isOngoing, isUnverified, lastConfirmedDay } from '../../src/knowledge/incident-status.ts';
import { formatDate } from '../i18n/dates.ts';
import { formatList } from '../i18n/intl.ts';
import type { MessageKey } from '../i18n/keys.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';
import { officeName } from './entity-names.ts';
import { Sources } from './Sources.tsx';
import { Timeline } from './Timeline.tsx';

interface RecordProps {
  incident: Incident;
  platform: string;
}

/** One incident: its facts, its timeline, its sources. */
export function IncidentRecord({ incident, platform }: RecordProps) {
  const { orderedBy, acknowledged, trigger, events, sources, verified, disputed = [] } = incident;
  return (
    <>
      <dl class="record-fields">
        <RecordField name="record_ordered_by">
          {orderedBy?.entity
            ? officeName(orderedBy.entity)
            : translate(`actor_${toMessageKey(orderedBy?.actor ?? 'unknown')}`)}
        </RecordField>
        <RecordField name="record_acknowledged">
          {acknowledged.state === 'admitted' && acknowledged.date ? (
            <Message id="acknowledged_admitted_on" date={formatDate(acknowledged.date, currentLanguage())} />
          ) : (
            <Message id={`acknowledged_${toMessageKey(acknowledged.state)}`} />
          )}
        </RecordField>
        <RecordField name="record_context">
          <Message id={`trigger_${toMessageKey(trigger)}`} />
        </RecordField>
        <RecordField name="record_area">{affectedArea(incident)}</RecordField>
      </dl>
      {disputed.map((dispute) => (
        <p class="aside" key={`${dispute.field} ${dispute.source}`}>
          <DisputedFact {...dispute} publisher={sources[dispute.source]?.publisher ?? ''} />
        </p>
      ))}
      {isUnverified(incident) && (
        <p class="aside unverified">
          <Message id="record_unverified" />
        </p>
      )}
      {events.length > 0 && <Timeline incident={incident} platform={platform} />}
      <Sources sources={sources} />
      <p class="aside">
        <Message id="record_checked" date={formatDate(verified, currentLanguage())} />
      </p>
    </>
  );
}

/** What another source says instead. */
function DisputedFact({ field, says, publisher }: Dispute & { publisher: string }) {
  if (says === null) return <Message id="disputed_on" publisher={publisher} />;
  return (
    <Message id={`disputed_${field}`} publisher={publisher} date={formatDate(says, currentLanguage())} />
  );
}

function RecordField({ name, children }: { name: MessageKey; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        <Message id={name} />
      </dt>
      <dd class="sentence">{children}</dd>
    </div>
  );
}

function affectedArea({ regions, areaKnown }: Incident): string {
  if (regions.length > 0) return formatList(regions, currentLanguage());
  return translate(areaKnown ? 'region_nationwide' : 'region_unknown');
}

/** “Blocked since 17 February 2024”, “Blocked: 19 May 2010 – 31 May 2010”. */
export function IncidentTitle({ incident }: { incident: Incident }) {
  const { kind, start } = incident;
  const date = formatDate(start, currentLanguage());
  const kindWord = translate(`kind_${toMessageKey(kind)}`);
  if (isOngoing(incident, Date.now())) return <Message id="incident_since" kind={kindWord} date={date} />;
  return <Message id="incident_past" kind={kindWord} dates={incidentDates(incident)} />;
}

/** Of an incident that is over. Without an end its start says all, unless it is unclear whether it is over. */
function incidentDates({ start, end, status }: Incident): string {
  const date = formatDate(start, currentLanguage());
  if (end && end !== start)
    return translate('incident_date_range', { start: date, end: formatDate(end, currentLanguage()) });
  return status === 'unclear' ? translate('incident_open_end', { start: date }) : date;
}

/** The day on which an ongoing restriction was last confirmed; nothing for one that is over. */
export function LastConfirmed({ incident }: { incident: Incident }) {
  if (!isOngoing(incident, Date.now())) return null;
  return (
    <>
      {' · '}
      <Message id="incident_confirmed" date={formatDate(lastConfirmedDay(incident), currentLanguage())} />
    </>
  );
}

/** Further records, which open on demand. */
export function IncidentList(
  props: Omit<RecordProps, 'incident'> & { incidents: Incident[]; heading: MessageKey },
) {
  const { incidents, heading, ...rest } = props;
  if (incidents.length === 0) return null;
  return (
    <details class="disclosure">
      <summary>
        <Message id={heading} count={incidents.length} />
      </summary>
      {incidents.map((incident) => (
        <details class="disclosure record" key={incident.id}>
          <summary>
            <IncidentTitle incident={incident} />
            <LastConfirmed incident={incident} />
          </summary>
          <IncidentRecord incident={incident} {...rest} />
        </details>
      ))}
    </details>
  );
}
