import { dateFormat, numberFormat } from '../../i18n/intl.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { countryName } from '../../ui/CountryOptions.tsx';
import { ByScope, Records, Section } from './Records.tsx';
import { found, openYear, overview, place, SHOWN, years } from './state.ts';

/** What goes on in the country, what goes on in parts of it, and what is over, year by year. */
export function CountryView() {
  const known = overview.value;
  if (!known) return null;
  const { here, elsewhere, years: past, total } = known;
  if (total === 0)
    return (
      <p>
        <Message id="facts_none" country={countryName(place.value.country)} />
      </p>
    );
  return (
    <>
      <Section title={<Message id="facts_here" />}>
        {here.length > 0 ? (
          <ByScope of={here} />
        ) : (
          <p>
            <Message id="facts_here_none" />
          </p>
        )}
      </Section>
      {elsewhere.length > 0 && (
        <Section title={<Message id="known_parts" count={elsewhere.length} />}>
          <Records of={elsewhere} />
        </Section>
      )}
      <Section title={<Message id="facts_past" />}>
        {past.map(({ year, count }) => (
          <Year key={year} year={year} count={count} />
        ))}
      </Section>
    </>
  );
}

function Year({ year, count }: { year: string; count: number }) {
  const records = years.value.get(year);
  return (
    <details class="year" onToggle={({ currentTarget }) => currentTarget.open && void openYear(year)}>
      <summary>
        <b>
          {dateFormat(currentLanguage(), {
            calendar: 'gregory',
            year: 'numeric',
            timeZone: 'UTC',
          }).format(new Date(year))}
        </b>
        <small>{numberFormat(currentLanguage(), {}).format(count)}</small>
      </summary>
      {records && <ByScope of={records} />}
    </details>
  );
}

/** What was searched for. */
export function Results() {
  const results = found.value;
  if (!results) return null;
  const { incidents, total } = results;
  return (
    <Section title={<Message id="facts_found" count={total} />}>
      {total > SHOWN && (
        <p class="aside">
          <Message id="facts_newest" count={SHOWN} />
        </p>
      )}
      <Records of={incidents} />
    </Section>
  );
}
