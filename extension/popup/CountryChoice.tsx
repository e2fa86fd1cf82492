import { signal } from '@preact/signals-core';
import { countryOf } from '../../src/words/dates.ts';
import { Icon } from '../ui/Icon.tsx';
import { Say } from '../ui/Say.tsx';
import { language, say } from '../ui/words.ts';
import { change, country, settings, tell } from './state.ts';

const choices = signal<{ likely: string[]; all: string[] } | undefined>(undefined);

/** The country that records are looked up for. The long list is asked for only when somebody wants to change it. */
export function CountryChoice() {
  if (!choices.value)
    return (
      <button
        type="button"
        class="country"
        aria-label={`${say('country_label')}: ${nameOf(country.value)}`}
        onClick={async () => {
          choices.value = await tell('listCountries', {});
        }}
      >
        <bdi>{nameOf(country.value)}</bdi>
        <Icon shape="chevron" />
      </button>
    );
  const { likely, all } = choices.value;
  const collator = new Intl.Collator(language());
  const options = (codes: string[]) =>
    codes.map((code) => (
      <option key={code} value={code}>
        {nameOf(code)}
      </option>
    ));
  return (
    <select
      class="country"
      aria-label={say('country_label')}
      value={settings.value.country}
      ref={openAtOnce}
      onBlur={() => {
        choices.value = undefined;
      }}
      onChange={({ currentTarget }) => {
        choices.value = undefined;
        void change({ country: currentTarget.value });
      }}
    >
      <option value="">
        <Say k="country_auto" />
      </option>
      <optgroup label={say('country_likely')}>{options(likely)}</optgroup>
      <optgroup label={say('country_all')}>
        {options(
          all.filter((code) => !likely.includes(code)).sort((a, b) => collator.compare(nameOf(a), nameOf(b))),
        )}
      </optgroup>
    </select>
  );
}

const nameOf = (code: string): string => countryOf(code, language()) || say('country_unknown');

/** It stands where the button was pressed: the list opens as if it had been there. */
function openAtOnce(select: HTMLSelectElement | null): void {
  if (!select || select === document.activeElement) return;
  select.focus();
  try {
    select.showPicker();
  } catch {
    // The click is too long ago for this browser; the focused list opens at the next key or click.
  }
}
