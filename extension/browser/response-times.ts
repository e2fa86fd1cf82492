import * as v from 'valibot';
import browser from './api.ts';

/** The key of `storage.session`: in memory, for as long as the browser runs. */
const KEY = 'responseTimes';
const TimesSchema = v.fallback(v.array(v.number()), []);

/** How long pages took to their first byte, ms; none after the browser has started. */
export async function readResponseTimes(): Promise<readonly number[]> {
  return v.parse(TimesSchema, (await browser.storage.session.get(KEY))[KEY]);
}

export async function keepResponseTimes(times: readonly number[]): Promise<void> {
  await browser.storage.session.set({ [KEY]: times });
}
