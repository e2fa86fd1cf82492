import { getAllCountries, getTimezone } from 'countries-and-timezones';

export interface ZoneCountry {
  /** ISO 3166-1 alpha-2 of the country that the zone is named for; empty when no country has it (UTC, unknown). */
  country: string;
  /** Further countries that use the same zone. */
  others: string[];
}

/** The country of an IANA time zone (`Asia/Karachi`), aliases such as `Asia/Calcutta` included. */
export function countryOfTimeZone(zone: string): ZoneCountry {
  // The library hands out inherited keys of its table ("constructor") as if they were zones.
  const countries: readonly string[] = /^[A-Z]/.test(zone) ? (getTimezone(zone)?.countries ?? []) : [];
  const [country = '', ...others] = countries;
  return { country, others };
}

/** ISO 3166-1 alpha-2 codes, sorted. */
export function allCountries(): string[] {
  return Object.keys(getAllCountries()).sort();
}
