import { getAllCountries, getTimezone } from 'countries-and-timezones';

export interface TimeZoneCountry {
  /** ISO 3166-1 alpha-2 code of the most likely country; empty if no country has the zone (UTC, unknown). */
  country: string;
  /** Other countries with the same zone. */
  others: string[];
}

/**
 * The country of an IANA time zone (`Asia/Karachi`) or an alias (`Asia/Calcutta`). If several countries share the zone, the
 * country in `language` counts as the most likely one (`ar-OM` in `Asia/Dubai`). It is only a hint.
 */
export function countryOfTimeZone(zone: string, language = ''): TimeZoneCountry {
  // The library returns inherited keys of its table ("constructor") as zones.
  const countries: readonly string[] = /^[A-Z]/.test(zone) ? (getTimezone(zone)?.countries ?? []) : [];
  const hint = countryOfLanguage(language);
  const country = countries.find((one) => one === hint) ?? countries[0] ?? '';
  return { country, others: countries.filter((one) => one !== country) };
}

/** The country in a language tag; empty for a tag without a country, and for an invalid tag. */
function countryOfLanguage(language: string): string {
  try {
    return new Intl.Locale(language).region ?? '';
  } catch {
    return '';
  }
}

/** ISO 3166-1 alpha-2 codes, sorted. */
export function allCountries(): string[] {
  return Object.keys(getAllCountries()).sort();
}
