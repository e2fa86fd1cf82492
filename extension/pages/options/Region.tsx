import { subdivisionName } from '../../../src/regions/subdivisions.ts';
import { compareInLanguage } from '../../i18n/intl.ts';
import { Message } from '../../i18n/Message.tsx';
import { currentLanguage, translate } from '../../i18n/messages.ts';
import { CountryOptions, countryName } from '../../ui/CountryOptions.tsx';
import { country, countryChoices, regionCodes, settings, updateSettings } from './state.ts';

/** Where the person is: the country by the time zone until they choose one, the part of it only by choice. */
export function RegionSection() {
  const { country: chosen, region } = settings.value;
  const here = country.value;
  const compare = compareInLanguage(currentLanguage());
  const named = regionCodes.value.map((code) => ({ code, name: subdivisionName(code) }));
  return (
    <section>
      <h2>
        <Message id="options_location" />
      </h2>
      <label class="choice">
        <span>
          <Message id="country_label" />
        </span>
        <select
          value={chosen}
          data-choose="country"
          onChange={({ currentTarget }) => void updateSettings({ country: currentTarget.value })}
        >
          <option value="">
            {chosen === '' && here !== null
              ? `${translate('country_auto')} (${countryName(here)})`
              : translate('country_auto')}
          </option>
          <CountryOptions of={countryChoices.value} />
        </select>
      </label>
      {named.length > 0 && (
        <>
          <label class="choice">
            <span>
              <Message id="options_region" />
            </span>
            <select
              value={region}
              data-choose="region"
              onChange={({ currentTarget: { value } }) =>
                // A region is stored with its country, so that one by the time zone counts as chosen from then on.
                void updateSettings(
                  value === '' || here === null ? { region: '' } : { country: here, region: value },
                )
              }
            >
              <option value="">
                <Message id="options_region_none" />
              </option>
              {named
                .sort((a, b) => compare(a.name, b.name))
                .map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
          <p class="aside">
            <Message id="options_region_note" />
          </p>
        </>
      )}
    </section>
  );
}
