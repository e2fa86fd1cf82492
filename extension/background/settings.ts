import { definedOnly } from '../../src/base/defined-only.ts';
import { parseInput } from '../../src/base/parse.ts';
import { SettingsChangeSchema } from '../../src/config/settings.ts';
import { allCountries, countryOfTimeZone } from '../../src/regions/time-zone-country.ts';
import type { RequestHandlers } from '../browser/message-server.ts';
import { browserLanguage } from '../browser/pages.ts';
import { changeSettings, readSettings } from '../browser/settings.ts';

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

/** Whether services may be asked whose names tell the network that a site is looked into. */
export const mayAskOutside = async (): Promise<boolean> => (await readSettings()).asksOutside;

/**
 * Whether a failure may be checked without a click. In Firefox requests for a private window leave traces in the normal
 * profile, so nothing is asked there until the person says so.
 */
export async function mayCheckByItself(isPrivate: boolean): Promise<boolean> {
  return !(isPrivate && __TARGET__ === 'firefox') && isNetworkAllowed();
}

const parseChange = (payload: unknown) =>
  parseInput(SettingsChangeSchema, payload, {
    whole: 'settings',
    fail: (message) => new Error(`The settings stay as they were: ${message}`),
  });

/** @param onChange is called after each change that was stored */
export function createSettingsHandlers(
  onChange: () => void,
): Pick<RequestHandlers, 'changeSettings' | 'listCountries'> {
  return {
    async changeSettings(payload) {
      await changeSettings(definedOnly(parseChange(payload)));
      onChange();
      return null;
    },
    async listCountries() {
      const { country, others } = timeZoneCountry();
      return { likely: [country, ...others].filter((code) => code !== ''), all: allCountries() };
    },
  };
}
