import { signal } from '@preact/signals-core';
import { formatCountryName } from '../i18n/dates.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';
import { type CountryChoices, CountryOptions, countryName } from '../ui/CountryOptions.tsx';
import { Icon } from '../ui/Icon.tsx';
import { country, likelyCountry, requestOrShowError, settings, updateSettings } from './state.ts';

const countryChoices = signal<CountryChoices | undefined>(undefined);
const loadCountryChoices = async () => {
  countryChoices.value = await requestOrShowError('listCountries', {});
};

/** The country that records are looked up for. The long list is asked for only when somebody wants to change it. */
export function CountryChoice() {
  if (!countryChoices.value)
    return (
      <button
        type="button"
        class="country"
        aria-label={`${translate('country_label')}: ${countryName(country.value)}`}
        onClick={loadCountryChoices}
      >
        <bdi>{countryName(country.value)}</bdi>
        <Icon shape="chevron" />
      </button>
    );
  return (
    <select
      class="country"
      aria-label={translate('country_label')}
      value={settings.value.country}
      ref={openPickerAtOnce}
      onBlur={() => {
        countryChoices.value = undefined;
      }}
      onChange={({ currentTarget }) => {
        countryChoices.value = undefined;
        void updateSettings({ country: currentTarget.value });
      }}
    >
      <option value="">
        <Message id="country_auto" />
      </option>
      <CountryOptions {...countryChoices.value} />
    </select>
  );
}

/** Where several countries have the same clock, the person is asked; whatever they answer is remembered. */
export function CountryQuestion() {
  const likely = likelyCountry.value;
  if (likely === '' || countryChoices.value) return null;
  return (
    <p class="ask">
      <Message id="country_ask" country={formatCountryName(likely, currentLanguage())} />{' '}
      <button type="button" class="link" onClick={() => void updateSettings({ country: likely })}>
        <Message id="country_yes" />
      </button>{' '}
      <button type="button" class="link" onClick={loadCountryChoices}>
        <Message id="country_no" />
      </button>
    </p>
  );
}

/** It stands where the button was pressed: the list opens as if it had been there. */
function openPickerAtOnce(select: HTMLSelectElement | null): void {
  if (!select || select === document.activeElement) return;
  select.focus();
  try {
    select.showPicker();
  } catch {
    // The click is too long ago for this browser; the focused list opens at the next key or click.
  }
}
