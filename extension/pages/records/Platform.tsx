import type { CountryIncident } from '../../../src/knowledge/queries.ts';
import { platformBySlug } from '../../../src/platforms/catalogue.ts';
import { compareInLanguage } from '../../i18n/intl.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage } from '../../i18n/messages.ts';
import { countryName } from '../../ui/CountryOptions.tsx';
import { IncidentTitle, LastConfirmed } from '../../ui/IncidentRecord.tsx';
import { LivePanel } from '../../ui/Live.tsx';
import { PageSection, RecordList } from './Records.tsx';
import { platformDetails, selection } from './state.ts';
import { platformName } from './text.ts';

/** One platform in this country, the other countries that restrict it, and what else is restricted here. */
export function PlatformView() {
  const known = platformDetails.value;
  const { country, platform: slug } = selection.value;
  if (!known || country === null || slug === null) return null;
  const { here, elsewhere, others } = known;
  const [host] = platformBySlug(slug)?.domains ?? [];
  const names = { platform: platformName(slug), country: countryName(country) };
  return (
    <>
      {here.total === 0 ? (
        <p>
          <Message id="history_none" {...names} />
        </p>
      ) : (
        <RecordList of={here.incidents} />
      )}
      <p class="aside all-records">
        <a href={`#${country}`}>
          <Message id="history_all" country={names.country} />
        </a>
      </p>
      {host !== undefined && (
        <LivePanel country={country} host={host} platform={names.platform} place={names.country} />
      )}
      {others.length > 0 && (
        <PageSection
          title={<Message id="records_other_platforms" country={names.country} count={others.length} />}
        >
          <ul class="chips">
            {others.map((other) => (
              <li key={other}>
                <a href={`#${country}/${other}`}>
                  <bdi>{platformName(other)}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </PageSection>
      )}
      <PageSection
        title={<Message id="records_other_countries" platform={names.platform} count={elsewhere.length} />}
      >
        <ul class="elsewhere">
          {sortByCountryName(elsewhere).map(({ country: other, incident }) => (
            <li key={other}>
              <a href={`#${other}/${slug}`}>
                <bdi>{countryName(other)}</bdi>
              </a>
              <small>
                <IncidentTitle incident={incident} />
                <LastConfirmed incident={incident} />
                {incident.regions.length > 0 && (
                  <>
                    {' '}
                    · <bdi>{incident.regions.join(', ')}</bdi>
                  </>
                )}
              </small>
            </li>
          ))}
        </ul>
      </PageSection>
    </>
  );
}

function sortByCountryName(elsewhere: readonly CountryIncident[]): CountryIncident[] {
  const compare = compareInLanguage(currentLanguage());
  return elsewhere.toSorted((a, b) => compare(countryName(a.country), countryName(b.country)));
}
