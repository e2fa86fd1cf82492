import { formatCountryName } from '../i18n/dates.ts';
import { compareInLanguage } from '../i18n/intl.ts';
import { currentLanguage, translate } from '../i18n/messages.ts';

interface CountryChoices {
  /** Those of this device's time zone. */
  likely: readonly string[];
  all: readonly string[];
}

/** The options of a country list: the countries of this device's time zone, then all others by name. Null: not known yet. */
export function CountryOptions({ of: choices }: { of: CountryChoices | null }) {
  if (!choices) return null;
  const { likely, all } = choices;
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

/** A country's name in the language of the page; where there is no country, a request to choose one. */
export const countryName = (code: string | null): string =>
  (code && formatCountryName(code, currentLanguage())) || translate('country_unknown');
