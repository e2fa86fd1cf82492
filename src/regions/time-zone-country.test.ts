import { describe, expect, it } from 'vitest';
import { allCountries, countryOfTimeZone } from './time-zone-country.ts';

describe('countryOfTimeZone', () => {
  it.each([
    ['Asia/Karachi', 'PK'],
    ['Asia/Tehran', 'IR'],
    ['Europe/Moscow', 'RU'],
    ['Africa/Kampala', 'UG'],
    ['Africa/Nairobi', 'KE'],
    ['Europe/Istanbul', 'TR'],
    ['Asia/Istanbul', 'TR'],
    ['Asia/Kolkata', 'IN'],
    ['Asia/Calcutta', 'IN'],
    ['Asia/Rangoon', 'MM'],
    ['Asia/Kuwait', 'KW'],
    ['Asia/Ho_Chi_Minh', 'VN'],
    ['Asia/Saigon', 'VN'],
    ['America/Caracas', 'VE'],
    ['Africa/Lagos', 'NG'],
    ['Asia/Urumqi', 'CN'],
  ])('%s is %s', (zone, country) => {
    expect(countryOfTimeZone(zone).country).toBe(country);
  });

  it('returns the other countries of a shared zone', () => {
    expect(countryOfTimeZone('Asia/Dubai')).toMatchObject({ country: 'AE' });
    expect(countryOfTimeZone('Asia/Dubai').others).toContain('OM');
    expect(countryOfTimeZone('Asia/Karachi').others).toEqual([]);
  });

  it.each([
    ['Asia/Dubai', 'ar-OM', 'OM'],
    ['Asia/Dubai', 'ar', 'AE'],
    ['Asia/Dubai', 'en-US', 'AE'],
    ['Asia/Dubai', 'no tag', 'AE'],
    ['Europe/Berlin', 'da-DK', 'DK'],
    ['Asia/Karachi', 'en-GB', 'PK'],
    ['UTC', 'ur-PK', ''],
  ])('%s with %s is %s', (zone, language, country) => {
    const { country: likeliest, others } = countryOfTimeZone(zone, language);
    expect(likeliest).toBe(country);
    expect(others).not.toContain(country);
    expect(others).toHaveLength(countryOfTimeZone(zone).others.length);
  });

  it.each(['UTC', 'Etc/UTC', 'Etc/GMT+5', '', 'Mars/Olympus', 'constructor', '__proto__'])(
    '%j belongs to no country',
    (zone) => {
      expect(countryOfTimeZone(zone)).toEqual({ country: '', others: [] });
    },
  );

  it('knows every zone of this runtime', () => {
    const lost = Intl.supportedValuesOf('timeZone').filter(
      (zone) => /^(Africa|America|Asia|Europe|Pacific)\//.test(zone) && !countryOfTimeZone(zone).country,
    );
    expect(lost).toEqual([]);
  });
});

it('lists all countries by code', () => {
  const all = allCountries();
  expect(all).toHaveLength(new Set(all).size);
  expect(all.length).toBeGreaterThan(240);
  for (const code of all) expect(code).toMatch(/^[A-Z]{2}$/);
});
