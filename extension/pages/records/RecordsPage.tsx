import { subdivisionName } from '../../../src/regions/subdivisions.ts';
import { pageUrl } from '../../browser/pages.ts';
import { formatDate } from '../../i18n/dates.ts';
import { numberFormat } from '../../i18n/intl.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage, translate } from '../../i18n/messages.ts';
import { CountryOptions, countryName } from '../../ui/CountryOptions.tsx';
import { StopCredit } from '../../ui/Credits.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { CountryView, SearchResults } from './Country.tsx';
import { PlatformView } from './Platform.tsx';
import {
  countryChoices,
  errorMessage,
  importProgress,
  navigateTo,
  overview,
  searchQuery,
  searchResults,
  selectedRegion,
  selection,
} from './state.ts';
import { platformName } from './text.ts';

/** All that is on record of one country. It is stored on this device, so nothing is requested for it. */
export function RecordsPage() {
  const { country, platform } = selection.value;
  const known = overview.value;
  return (
    <div id="app" class="tone-blocked" data-country={country ?? ''} data-platform={platform ?? ''}>
      <PageHead>
        <a href={pageUrl('extension/pages/options/index.html')}>
          <Message id="act_settings" />
        </a>
      </PageHead>
      <main>
        <h1>
          {platform !== null ? (
            <Message
              id="records_title_platform"
              platform={platformName(platform)}
              country={countryName(country)}
            />
          ) : (
            <Message
              id={country === null ? 'records_choose' : 'records_title'}
              country={countryName(country)}
            />
          )}
        </h1>
        <RecordFilters />
        <div role="status">
          {errorMessage.value && (
            <p class="error-message">
              <Message id="error_message" problem={errorMessage.value} />
            </p>
          )}
          {importProgress.value !== undefined && (
            <p class="aside">
              <Message id="records_loading" percent={formatPercent(importProgress.value)} />
            </p>
          )}
        </div>
        {country !== null && known && (
          <>
            {platform === null ? <CountryRecords /> : <PlatformView />}
            <footer class="aside">
              <p>
                {known.asOf === '' ? (
                  <Message id="records_not_loaded" />
                ) : (
                  <Message id="records_as_of" date={formatDate(known.asOf, currentLanguage())} />
                )}
              </p>
              <StopCredit />
            </footer>
          </>
        )}
      </main>
    </div>
  );
}

/** The country in one sentence, then its records or those that are searched for. */
function CountryRecords() {
  return (
    <>
      <CountrySummary />
      {searchResults.value ? <SearchResults /> : <CountryView />}
    </>
  );
}

const formatPercent = (part: number): string =>
  numberFormat(currentLanguage(), { style: 'percent' }).format(part);

function CountrySummary() {
  const known = overview.value;
  if (!known || known.total === 0) return null;
  const { here, elsewhere, years, total } = known;
  const first = [...here, ...elsewhere].map(({ start }) => start.slice(0, 4));
  const oldest = [...first, ...years.map(({ year }) => year)].sort()[0] ?? '';
  return (
    <p class="summary">
      <Message id="records_summary" total={total} year={formatDate(oldest, currentLanguage())} />{' '}
      <Message id="records_ongoing_count" count={here.length} />
      {elsewhere.length > 0 && (
        <>
          {' '}
          <Message id="records_ongoing_parts" count={elsewhere.length} />
        </>
      )}
    </p>
  );
}

/** The choice of country, platform and region, and the search for words. */
function RecordFilters() {
  const { country, platform } = selection.value;
  const { platforms = [], subdivisions = [] } = overview.value ?? {};
  const listed = platform === null || platforms.includes(platform) ? platforms : [platform, ...platforms];
  return (
    <search class="choices">
      <select
        aria-label={translate('country_label')}
        value={country ?? ''}
        data-choose="country"
        onChange={({ currentTarget }) => navigateTo({ country: currentTarget.value, platform: null })}
      >
        {country === null && <option value="">{translate('country_unknown')}</option>}
        <CountryOptions of={countryChoices.value} />
      </select>
      {listed.length > 0 && (
        <select
          aria-label={translate('records_platform')}
          value={platform ?? ''}
          onChange={({ currentTarget }) => navigateTo({ country, platform: currentTarget.value || null })}
        >
          <option value="">{translate('records_platform_all')}</option>
          {listed.map((slug) => (
            <option key={slug} value={slug}>
              {platformName(slug)}
            </option>
          ))}
        </select>
      )}
      {platform === null && subdivisions.length > 0 && (
        <select
          aria-label={translate('options_region')}
          value={selectedRegion.value ?? ''}
          onChange={({ currentTarget }) => {
            selectedRegion.value = currentTarget.value || null;
          }}
        >
          <option value="">{translate('records_region_all')}</option>
          {subdivisions.map((code) => (
            <option key={code} value={code}>
              {subdivisionName(code)}
            </option>
          ))}
        </select>
      )}
      {country !== null && platform === null && (
        <input
          type="search"
          aria-label={translate('records_search')}
          placeholder={translate('records_search')}
          value={searchQuery.value}
          onInput={({ currentTarget }) => {
            searchQuery.value = currentTarget.value;
          }}
        />
      )}
    </search>
  );
}
