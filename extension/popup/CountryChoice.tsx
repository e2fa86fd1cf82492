import { signal } from '@preact/signals-core';
import { formatCountryName } from '../i18n/dates.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, translate } from '../i18n/messages.ts';
import { CountryOptions, countryName } from '../ui/CountryOptions.tsx';
import { Icon } from '../ui/Icon.tsx';
import { client, country, likelyCountry } from './state.ts';

const isChoosing = signal(false);
const openChoices = async () => {
  if (client.countryChoices.value === null) await client.loadCountryChoices();
  isChoosing.value = client.countryChoices.value !== null;
};

/** The country that records are looked up for. The long list is made only when a person wants to change it. */
export function CountryChoice() {
  const choices = client.countryChoices.value;
  if (!isChoosing.value || choices === null)
    return (
      <button
        type="button"
        class="country"
        aria-label={`${translate('country_label')}: ${countryName(country.value)}`}
        onClick={openChoices}
      >
        <bdi>{countryName(country.value)}</bdi>
        <Icon shape="chevron" />
      </button>
    );
  return (
    <select
      class="country"
      aria-label={translate('country_label')}
      value={client.settings.value.country}
      ref={openPickerAtOnce}
      onBlur={() => {
        isChoosing.value = false;
      }}
      onChange={({ currentTarget }) => {
        isChoosing.value = false;
        void client.updateSettings({ country: currentTarget.value });
      }}
    >
      <option value="">
        <Message id="country_auto" />
      </option>
      <CountryOptions of={choices} />
    </select>
  );
}

/** Asks for the country where several have the same time zone. The answer is stored, so it asks once. */
export function CountryQuestion() {
  const likely = likelyCountry.value;
  if (likely === null || isChoosing.value) return null;
  return (
    <p class="country-question">
      <Message id="country_ask" country={formatCountryName(likely, currentLanguage())} />{' '}
      <button type="button" class="link" onClick={() => void client.updateSettings({ country: likely })}>
        <Message id="country_yes" />
      </button>{' '}
      <button type="button" class="link" onClick={openChoices}>
        <Message id="country_no" />
      </button>
    </p>
  );
}

/** The list replaces the button that was pressed, so it opens at once, as if the press had been on it. */
function openPickerAtOnce(select: HTMLSelectElement | null): void {
  if (!select || select === document.activeElement) return;
  select.focus();
  try {
    select.showPicker();
  } catch {
    // The click is too long ago for this browser. The focused list opens on the next key or click.
  }
}
