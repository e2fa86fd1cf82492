import * as v from 'valibot';
import { SettingsSchema } from '../../src/config/settings.ts';
import { allCountries, countryOfTimeZone } from '../../src/regions/time-zone-country.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { browserLanguage } from '../browser/pages.ts';
import { changeSettings, readSettings } from '../browser/settings.ts';
import type { SettingsResponse } from '../protocol.ts';

const timeZoneCountry = () =>
  countryOfTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone, browserLanguage());

/** ISO 3166-1 alpha-2: the chosen country, else the one of the time zone; empty where neither tells one. */
export async function currentCountry(): Promise<string> {
  return (await readSettings()).country || timeZoneCountry().country;
}

/** Whether checks, reports and updates may use the network. */
export async function isNetworkAllowed(): Promise<boolean> {
  return (await readSettings()).choice === 'standard';
}

/** The settings with the country that they come to. */
export async function effectiveSettings(): Promise<SettingsResponse> {
  const [settings, { country, others }] = [await readSettings(), timeZoneCountry()];
  const sure = settings.country !== '' || (country !== '' && others.length === 0);
  return { settings, country: settings.country || country, sure };
}

/** @param onChange is called after each change that was stored */
export function createSettingsHandlers(
  onChange: () => void,
): Pick<RequestHandlers, 'getSettings' | 'changeSettings' | 'listCountries'> {
  return {
    getSettings: effectiveSettings,
    async changeSettings(payload) {
      await changeSettings(
        v.parse(v.partial(SettingsSchema), payload) as Parameters<typeof changeSettings>[0],
      );
      onChange();
      return effectiveSettings();
    },
    async listCountries() {
      const { country, others } = timeZoneCountry();
      return { likely: [country, ...others].filter((code) => code !== ''), all: allCountries() };
    },
  };
}
