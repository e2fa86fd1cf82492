import { getAllCountries, getTimezone } from 'countries-and-timezones';

export interface TimeZoneCountry {
  /** ISO 3166-1 alpha-2 of the likeliest country; empty when no country has the zone (UTC, unknown). */
  country: string;
  /** Further countries that use the same zone. */
  others: string[];
}

/**
 * The country of an IANA time zone (`Asia/Karachi`), aliases such as `Asia/Calcutta` included. Where several share it, the
 * one that `language` names is the likeliest (`ar-OM` in `Asia/Dubai`): a hint, no more.
 */
export function countryOfTimeZone(zone: string, language = ''): TimeZoneCountry {
  // The library hands out inherited keys of its table ("constructor") as if they were zones.
  const countries: readonly string[] = /^[A-Z]/.test(zone) ? (getTimezone(zone)?.countries ?? []) : [];
  const hint = countryOfLanguage(language);
  const country = countries.find((one) => one === hint) ?? countries[0] ?? '';
  return { country, others: countries.filter((one) => one !== country) };
}

/** The country that a language tag names; empty where it names none, or is no tag. */
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
