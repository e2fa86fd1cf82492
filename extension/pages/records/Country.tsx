import { dateFormat, numberFormat } from '../../i18n/intl.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { countryName } from '../../ui/CountryOptions.tsx';
import { PageSection, RecordList, RecordsByScope } from './Records.tsx';
import { loadYear, MAX_SHOWN, overview, recordsByYear, searchResults, selection } from './state.ts';

/** What is restricted in the country now, what in parts of it, and what is over, year by year. */
export function CountryView() {
  const known = overview.value;
  if (!known) return null;
  const { here, elsewhere, years: past, total } = known;
  if (total === 0)
    return (
      <p>
        <Message id="records_none" country={countryName(selection.value.country)} />
      </p>
    );
  return (
    <>
      <PageSection title={<Message id="records_ongoing" />}>
        {here.length > 0 ? (
          <RecordsByScope of={here} />
        ) : (
          <p>
            <Message id="records_ongoing_none" />
          </p>
        )}
      </PageSection>
      {elsewhere.length > 0 && (
        <PageSection title={<Message id="history_parts" count={elsewhere.length} />}>
          <RecordList of={elsewhere} />
        </PageSection>
      )}
      <PageSection title={<Message id="records_past" />}>
        {past.map(({ year, count }) => (
          <YearRecords key={year} year={year} count={count} />
        ))}
      </PageSection>
    </>
  );
}

function YearRecords({ year, count }: { year: string; count: number }) {
  const records = recordsByYear.value.get(year);
  return (
    <details class="year" onToggle={({ currentTarget }) => currentTarget.open && void loadYear(year)}>
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
      {records && <RecordsByScope of={records} />}
    </details>
  );
}

/** The records that fit the search. */
export function SearchResults() {
  const results = searchResults.value;
  if (!results) return null;
  const { incidents, total } = results;
  return (
    <PageSection title={<Message id="records_found" count={total} />}>
      {total > MAX_SHOWN && (
        <p class="aside">
          <Message id="records_newest" count={MAX_SHOWN} />
        </p>
      )}
      <RecordList of={incidents} />
    </PageSection>
  );
}
