import type { Incident, IncidentEvent, Source } from '../../src/knowledge/incident.ts';
import { dateOf } from '../../src/words/dates.ts';
import type { Params } from '../../src/words/format.ts';
import { eventKeys } from '../../src/words/keys.ts';
import { groupBy } from './group.ts';
import { Say } from './Say.tsx';
import { firstOf, language, say } from './words.ts';

type NameOf = (slug: string) => string;

/** A story, step by step: one stop a day, each step with who says so. */
export function Timeline(props: { incident: Incident; platform: string; nameOf: NameOf }) {
  const { incident, platform, nameOf } = props;
  const days = groupBy(incident.events, ({ date }) => date);
  return (
    <ol class="timeline">
      {days.map(([date, events]) => (
        <li key={date} class={events.some(starts) ? 'start' : ''}>
          <time dateTime={date}>{dateOf(date, language())}</time>
          {events.map((event) => (
            <Step
              key={`${event.what} ${event.because}`}
              event={event}
              platform={platform}
              nameOf={nameOf}
              source={incident.sources[event.source]}
            />
          ))}
        </li>
      ))}
    </ol>
  );
}

const starts = ({ what }: IncidentEvent): boolean => ['restricted', 'throttled', 'shut-down'].includes(what);

function Step(props: { event: IncidentEvent; platform: string; nameOf: NameOf; source: Source | undefined }) {
  const { event, platform, nameOf, source } = props;
  const key = firstOf(eventKeys(event));
  const params: Params = {
    platform,
    ...(event.by ? { by: nameOf(event.by) } : {}),
    ...(event.to ? { to: nameOf(event.to) } : {}),
  };
  const reason = firstOf([`reason_${event.because?.replaceAll('-', '_')}`]);
  return (
    <div class="step">
      <p class="sentence">{key && <Say k={key} {...params} />}</p>
      <p class="aside">
        {reason && <>{say(reason)} · </>}
        {source && (
          <a href={source.url} target="_blank" rel="noreferrer">
            <bdi>{source.publisher}</bdi>
          </a>
        )}
      </p>
    </div>
  );
}
