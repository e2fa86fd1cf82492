import { signal } from '@preact/signals-core';
import { errorMessage } from '../../src/base/errors.ts';
import { DAY_MS, toIsoDay } from '../../src/base/time.ts';
import type { FeedResult } from '../../src/live/feed-cache.ts';
import type { LiveData } from '../../src/live/live-layers.ts';
import type { Outage } from '../../src/live/outages.ts';
import type { DayCounts } from '../../src/ooni/aggregation.ts';
import { sendRequest } from '../browser/message-client.ts';
import { formatDate } from '../i18n/dates.ts';
import { dateFormat, formatList } from '../i18n/intl.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';

interface LiveQuery {
  country: string;
  host: string;
}
/** The last query, null before the first. `live` is null in quiet mode, and absent until the answer comes. */
const lastQuery = signal<(LiveQuery & { live?: LiveData | null; problem?: string }) | null>(null);

async function loadLiveData(question: LiveQuery): Promise<void> {
  lastQuery.value = question;
  const answer = await sendRequest('getLiveData', question).then(
    (live) => ({ live }),
    (error: unknown) => ({ problem: errorMessage(error) }),
  );
  if (lastQuery.peek() === question) lastQuery.value = { ...question, ...answer };
}

/** What others measure now. It is shown apart from what is on record, and requested only by a click. */
export function LivePanel(props: LiveQuery & { platform: string; place: string }) {
  const { country, host, platform, place } = props;
  const asked = lastQuery.value;
  const isAsked = asked?.country === country && asked.host === host;
  const { live, problem } = asked ?? {};
  return (
    <section class="live">
      <h2>
        <Message id="live_title" />
      </h2>
      <p class="aside">
        <Message id="live_note" platform={platform} country={place} />
      </p>
      {!isAsked && (
        <button
          type="button"
          class="secondary"
          data-act="live"
          onClick={() => void loadLiveData({ country, host })}
        >
          <Message id="live_button" />
        </button>
      )}
      <div role="status">
        {isAsked && live === undefined && !problem && <Message id="live_loading" />}
        {isAsked && problem && <Message id="error_message" problem={problem} />}
        {isAsked && live === null && <Message id="live_quiet" />}
        {isAsked && live && (
          <>
            <LiveMeasurements layer={live.measurements} names={{ platform, country: place }} />
            <LiveOutages layer={live.outages} country={place} />
          </>
        )}
      </div>
    </section>
  );
}

function LiveMeasurements(props: {
  layer: FeedResult<DayCounts[]> | null;
  names: { platform: string; country: string };
}) {
  const { layer, names } = props;
  if (!layer) return <SourceUnavailable source="OONI" />;
  const days = layer.value;
  const away = days.reduce((sum, day) => sum + anomaliesOn(day), 0);
  const tests = days.reduce((sum, day) => sum + anomaliesOn(day) + day.ok, 0);
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
      {tests > 0 && <MeasurementChart days={days} at={layer.at} />}
      <SourceAge layer={layer} source="OONI" />
    </>
  );
}

const CHART_DAYS = 30;
const [STEP, WIDTH, HEIGHT] = [10, 8, 48];

const anomaliesOn = ({ anomaly, confirmed }: DayCounts): number => anomaly + confirmed;

/** A bar for each day, today's last: tests in all, in front of them the anomalies, in front of those the confirmed blocks. */
function MeasurementChart({ days, at }: { days: DayCounts[]; at: number }) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const most = Math.max(...days.map((day) => anomaliesOn(day) + day.ok));
  const dates = Array.from({ length: CHART_DAYS }, (_, i) => toIsoDay(at - (CHART_DAYS - 1 - i) * DAY_MS));
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${CHART_DAYS * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={translate('live_bars')}
    >
      {dates.map((date, i) => {
        const day = byDay.get(date);
        if (!day) return null;
        const [away, tests] = [anomaliesOn(day), anomaliesOn(day) + day.ok];
        const barHeight = (count: number): number => (HEIGHT * count) / most;
        const renderBar = (count: number, name: string) => (
          <rect
            class={name}
            x={i * STEP}
            y={HEIGHT - barHeight(count)}
            width={WIDTH}
            height={barHeight(count)}
          />
        );
        return (
          <g key={date}>
            <title>{translate('live_day', { date: formatDate(date, currentLanguage()), away, tests })}</title>
            {renderBar(tests, 'tests')}
            {renderBar(away, 'anomalous')}
            {renderBar(day.confirmed, 'confirmed')}
          </g>
        );
      })}
    </svg>
  );
}

function LiveOutages({ layer, country }: { layer: FeedResult<Outage[]> | null; country: string }) {
  if (!layer) return <SourceUnavailable source="IODA" />;
  const [outage] = layer.value;
  return (
    <>
      <p>
        {outage ? (
          <Message
            id="live_outage"
            country={country}
            time={formatShortDateTime(outage.since)}
            measurements={formatList(outage.sources, currentLanguage())}
          />
        ) : (
          <Message id="live_no_outage" country={country} />
        )}
      </p>
      <SourceAge layer={layer} source="IODA" />
    </>
  );
}

function SourceUnavailable({ source }: { source: string }) {
  return (
    <p>
      <Message id="live_missing" source={source} />
    </p>
  );
}

/** The source of a layer, and when it answered. */
function SourceAge({ layer: { at, stale }, source }: { layer: FeedResult<unknown>; source: string }) {
  return (
    <p class="aside">
      <Message id={stale ? 'live_stale' : 'live_age'} source={source} time={formatShortDateTime(at)} />
    </p>
  );
}

const formatShortDateTime = (ms: number): string =>
  dateFormat(currentLanguage(), {
    calendar: 'gregory',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(ms);
