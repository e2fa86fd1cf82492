import { groupIntoMap } from '../../src/base/group-by.ts';
import type { Incident, IncidentEvent, Source } from '../../src/knowledge/incident.ts';
import { formatDate } from '../i18n/dates.ts';
import type { MessageParams } from '../i18n/format.ts';
import { eventKeys } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, firstTranslated, translate } from '../i18n/messages.ts';
import { officeName } from './entity-names.ts';

/** The events of an incident by day, each with its source. */
export function Timeline({ incident, platform }: { incident: Incident; platform: string }) {
  const days = [...groupIntoMap(incident.events, ({ date }) => date)];
  return (
    <ol class="timeline">
      {days.map(([date, events]) => (
        <li key={date} class={events.some(startsRestriction) ? 'start' : ''}>
          <time dateTime={date}>{formatDate(date, currentLanguage())}</time>
          {[...groupIntoMap(events, stepKey)].map(([key, same]) => (
            <TimelineStep key={key} events={same} sources={incident.sources} platform={platform} />
          ))}
        </li>
      ))}
    </ol>
  );
}

const startsRestriction = ({ what }: IncidentEvent): boolean =>
  ['restricted', 'throttled', 'shut-down'].includes(what);

/** Equal for one act that is recorded by several sources or with several reasons: it is shown once. */
const stepKey = ({ what, by, to }: IncidentEvent): string => [what, by, to].join(' ');

function TimelineStep(props: { events: IncidentEvent[]; sources: Source[]; platform: string }) {
  const { events, sources, platform } = props;
  const [event] = events;
  const key = event && firstTranslated(eventKeys(event));
  const params: MessageParams = {
    platform,
    ...(event?.by ? { by: officeName(event.by) } : {}),
    ...(event?.to ? { to: officeName(event.to) } : {}),
  };
  return (
    <div class="step">
      <p class="sentence">{key && <Message id={key} {...params} />}</p>
      {events.map(({ because, source }) => (
        <StepSource key={`${because} ${source}`} because={because} source={sources[source]} />
      ))}
    </div>
  );
}

/** The recorded reason, and the source. */
function StepSource({ because, source }: { because: string | undefined; source: Source | undefined }) {
  const reason = because && firstTranslated([`reason_${because.replaceAll('-', '_')}`]);
  return (
    <p class="aside">
      {reason && <span class="sentence reason">{translate(reason)}</span>}
      {source && (
        <a href={source.url} target="_blank" rel="noreferrer">
          <bdi>{source.publisher}</bdi>
        </a>
      )}
    </p>
  );
}
