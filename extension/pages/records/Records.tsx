import type { ComponentChildren } from 'preact';
import type { Incident } from '../../../src/knowledge/incident.ts';
import { isOngoing, isUnverified } from '../../../src/knowledge/incident-status.ts';
import { formatList } from '../../i18n/intl.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { IncidentRecord, IncidentTitle, LastConfirmed } from '../../ui/IncidentRecord.tsx';
import { openRecordIds, setRecordOpen } from './opened.ts';
import { recordSubject } from './text.ts';

/** Records as rows that open. */
export function RecordList({ of: incidents }: { of: readonly Incident[] }) {
  return (
    <div class="records">
      {incidents.map((incident) => (
        <RecordRow key={incident.id} incident={incident} />
      ))}
    </div>
  );
}

function RecordRow({ incident }: { incident: Incident }) {
  const { id, regions, status } = incident;
  const subject = recordSubject(incident);
  const open = openRecordIds.value.has(id);
  return (
    <details
      class="record-row"
      open={open}
      onToggle={({ currentTarget }) => setRecordOpen(id, { isOpen: currentTarget.open })}
    >
      <summary>
        {subject !== '' && (
          <b>
            <bdi>{subject}</bdi>
          </b>
        )}
        <span class={subject === '' ? 'subject' : ''}>
          <IncidentTitle incident={incident} />
        </span>
        {regions.length > 0 && (
          <small class="areas">
            <bdi>{formatList(regions, currentLanguage())}</bdi>
          </small>
        )}
        {isOngoing(incident, Date.now()) && (
          <small>
            <Message id={status === 'unclear' ? 'status_unclear' : 'status_ongoing'} />
            <LastConfirmed incident={incident} />
          </small>
        )}
        {isUnverified(incident) && (
          <small class="unverified">
            <Message id="record_unverified" />
          </small>
        )}
      </summary>
      {open && <IncidentRecord incident={incident} platform={subject} />}
    </details>
  );
}

/** Records under two headings: those about platforms, and cuts of the whole network. */
export function RecordsByScope({ of: incidents }: { of: readonly Incident[] }) {
  const cuts = incidents.filter(({ scope }) => scope === 'network');
  const blocks = incidents.filter(({ scope }) => scope === 'platform');
  return (
    <>
      <RecordGroup heading="records_platforms" incidents={blocks} />
      <RecordGroup heading="history_shutdowns" incidents={cuts} />
    </>
  );
}

function RecordGroup({ heading, incidents }: { heading: MessageKey; incidents: readonly Incident[] }) {
  if (incidents.length === 0) return null;
  return (
    <>
      <h3>
        <Message id={heading} count={incidents.length} />
      </h3>
      <RecordList of={incidents} />
    </>
  );
}

export function PageSection({ title, children }: { title: ComponentChildren; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
