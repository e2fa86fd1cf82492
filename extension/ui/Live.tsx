import { signal } from '@preact/signals-core';
import { DAY_MS, toIsoDay } from '../../src/base/time.ts';
import type { FeedResult } from '../../src/live/feed-cache.ts';
import type { LiveData as Seen } from '../../src/live/live-layers.ts';
import type { Outage } from '../../src/live/outages.ts';
import type { DayCounts } from '../../src/ooni/aggregation.ts';
import { sendRequest } from '../browser/message-client.ts';
import { formatDate } from '../i18n/dates.ts';
import { dateFormat, formatList } from '../i18n/intl.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';

interface Question {
  country: string;
  host: string;
}
/** What was asked last; `live` is null in quiet mode, and absent until an answer comes. */
const last = signal<Question & { live?: Seen | null; problem?: string }>({ country: '', host: '' });

async function look(question: Question): Promise<void> {
  last.value = question;
  const answer = await sendRequest('getLive', question).then(
    (live) => ({ live }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
  if (last.peek() === question) last.value = { ...question, ...answer };
}

/** What others measure at this time. It stands apart from what is on record, and is asked for by a click alone. */
export function Live(props: Question & { platform: string; place: string }) {
  const { country, host, platform, place } = props;
  const { live, problem, ...asked } = last.value;
  const isAsked = asked.country === country && asked.host === host;
  return (
    <section class="live">
      <h2>
        <Message id="live_title" />
      </h2>
      <p class="aside">
        <Message id="live_note" platform={platform} country={place} />
      </p>
      {!isAsked && (
        <button type="button" class="second" data-act="live" onClick={() => void look({ country, host })}>
          <Message id="live_look" />
        </button>
      )}
      <div role="status">
        {isAsked && live === undefined && !problem && <Message id="live_busy" />}
        {isAsked && problem && <Message id="trouble" problem={problem} />}
        {isAsked && live === null && <Message id="live_quiet" />}
        {isAsked && live && (
          <>
            <Measurements layer={live.measurements} names={{ platform, country: place }} />
            <Outages layer={live.outages} country={place} />
          </>
        )}
      </div>
    </section>
  );
}

function Measurements(props: {
  layer: FeedResult<DayCounts[]> | null;
  names: { platform: string; country: string };
}) {
  const { layer, names } = props;
  if (!layer) return <Missing source="OONI" />;
  const days = layer.value;
  const away = days.reduce((sum, day) => sum + awayOn(day), 0);
  const tests = days.reduce((sum, day) => sum + awayOn(day) + day.ok, 0);
  const confirmed = days.reduce((sum, day) => sum + day.confirmed, 0);
  return (
    <>
      <p>
        <Message id={tests > 0 ? 'live_measured' : 'live_unmeasured'} {...names} away={away} tests={tests} />
        {confirmed > 0 && (
          <>
            {' '}
            <Message id="live_confirmed" confirmed={confirmed} />
          </>
        )}
      </p>
      {tests > 0 && <Bars days={days} at={layer.at} />}
      <Age layer={layer} source="OONI" />
    </>
  );
}

const DAYS = 30;
const [STEP, WIDTH, HEIGHT] = [10, 8, 48];

const awayOn = ({ anomaly, confirmed }: DayCounts): number => anomaly + confirmed;

/** One bar a day, today at its end: as high as many tests, filled as far as they were kept away, darker where that is confirmed. */
function Bars({ days, at }: { days: DayCounts[]; at: number }) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const most = Math.max(...days.map((day) => awayOn(day) + day.ok));
  const dates = Array.from({ length: DAYS }, (_, i) => toIsoDay(at - (DAYS - 1 - i) * DAY_MS));
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${DAYS * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={translate('live_bars')}
    >
      {dates.map((date, i) => {
        const day = byDay.get(date);
        if (!day) return null;
        const [away, tests] = [awayOn(day), awayOn(day) + day.ok];
        const high = (count: number): number => (HEIGHT * count) / most;
        const bar = (count: number, name: string) => (
          <rect class={name} x={i * STEP} y={HEIGHT - high(count)} width={WIDTH} height={high(count)} />
        );
        return (
          <g key={date}>
            <title>{translate('live_day', { date: formatDate(date, currentLanguage()), away, tests })}</title>
            {bar(tests, 'tests')}
            {bar(away, 'away')}
            {bar(day.confirmed, 'confirmed')}
          </g>
        );
      })}
    </svg>
  );
}

function Outages({ layer, country }: { layer: FeedResult<Outage[]> | null; country: string }) {
  if (!layer) return <Missing source="IODA" />;
  const [outage] = layer.value;
  return (
    <>
      <p>
        {outage ? (
          <Message
            id="live_outage"
            country={country}
            time={timeOf(outage.since)}
            measurements={formatList(outage.sources, currentLanguage())}
          />
        ) : (
          <Message id="live_calm" country={country} />
        )}
      </p>
      <Age layer={layer} source="IODA" />
    </>
  );
}

function Missing({ source }: { source: string }) {
  return (
    <p>
      <Message id="live_missing" source={source} />
    </p>
  );
}

/** Who says so, and when it was said. */
function Age({ layer: { at, stale }, source }: { layer: FeedResult<unknown>; source: string }) {
  return (
    <p class="aside">
      <Message id={stale ? 'live_stale' : 'live_age'} source={source} time={timeOf(at)} />
    </p>
  );
}

const timeOf = (ms: number): string =>
  dateFormat(currentLanguage(), {
    calendar: 'gregory',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(ms);
