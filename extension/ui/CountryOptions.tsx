import { formatCountryName } from '../i18n/dates.ts';
import { compareInLanguage } from '../i18n/intl.ts';
import { currentLanguage, translate } from '../i18n/messages.ts';

export interface CountryChoices {
  /** Fit the clock. */
  likely: readonly string[];
  all: readonly string[];
}

/** What a country list offers: those that fit this device's clock first, then all by name. */
export function CountryOptions({ likely, all }: CountryChoices) {
  const compare = compareInLanguage(currentLanguage());
  const rest = all.filter((code) => !likely.includes(code));
  return (
    <>
      <CountryGroup label={translate('country_likely')} codes={likely} />
      <CountryGroup
        label={translate('country_all')}
        codes={rest.sort((a, b) => compare(countryName(a), countryName(b)))}
      />
    </>
  );
}

function CountryGroup({ label, codes }: { label: string; codes: readonly string[] }) {
  if (codes.length === 0) return null;
  return (
    <optgroup label={label}>
      {codes.map((code) => (
        <option key={code} value={code}>
          {countryName(code)}
        </option>
      ))}
    </optgroup>
  );
}

/** A country in the language of the page; a request to choose one where there is none. */
export const countryName = (code: string): string =>
  formatCountryName(code, currentLanguage()) || translate('country_unknown');
