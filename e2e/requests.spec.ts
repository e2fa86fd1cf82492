/** What leaves the browser while a blocked page is looked into, held against the table that PRIVACY.md shows people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { domesticHosts } from '../src/checks/domestic.ts';
import { platformOfHost } from '../src/platforms/catalogue.ts';
import type { LogEntry } from './network/log.ts';
import { SCENARIOS } from './network/scenarios.ts';
import { ROOT } from './support/built.ts';
import { type Bench, withBench } from './support/case.ts';

/** Rows of the table "What is sent, when, and what it reveals": hosts in code, places by their words. */
const ROWS = (
  /\| to \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(readFileSync(join(ROOT, 'PRIVACY.md'), 'utf8'))?.[1] ?? ''
)
  .split('\n')
  .filter(Boolean)
  .map((row) => row.split('|')[1] ?? '');

/** Whether some row of the table tells of a request to `host`, made for a page of `platform` in `country`. */
function isTold(host: string, platform: string, country: string): boolean {
  const named = ROWS.some((to) =>
    [...to.matchAll(/`([^`]+)`/g)].some(([, name = '']) => name === host && !name.includes('/')),
  );
  if (named) return true;
  if (platformOfHost(host)?.slug === platform) return ROWS.some((to) => /the platform itself/.test(to));
  if (domesticHosts(country).includes(host)) return ROWS.some((to) => /sites inside your country/.test(to));
  return false;
}

/** Requests and half-made connections by the name that was said. The tab's own host is part of the platform. */
const hosts = (log: readonly LogEntry[]): string[] => [
  ...new Set(log.filter(({ layer }) => layer !== 'tcp' && layer !== 'dns').map(({ host }) => host)),
];

/** The platform's bare address stands in the log where the extension, as it tells, leaves the name out. */
async function hostsOf({ prefer, load, openPopup, settled, network, scenario }: Bench): Promise<string[]> {
  await prefer('standard');
  await load();
  await settled(await openPopup());
  const { hostname } = new URL(scenario.url);
  const { address } = network.placeOf(hostname);
  const bareIsTold = ROWS.some((to) => /the platform's address, without its name/.test(to));
  return hosts(network.log).map((host) => (host === address && bareIsTold ? hostname : host));
}

for (const name of ['x-tls-reset', 'dns-nxdomain', 'tls-drop', 'cut-off', 'refused-globalping-works'])
  test(`chromium › ${name}: every request is one that PRIVACY.md tells of`, async () => {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (!scenario) throw new Error(`There is no scenario ${name}`);
    const platform = platformOfHost(new URL(scenario.url).hostname)?.slug ?? '';
    // A browser of its own: another test's last requests would be taken for this one's.
    const asked = await withBench('chromium', scenario, hostsOf);
    // Of a case that asked nobody, anything could be said.
    expect(asked.some((host) => platformOfHost(host)?.slug !== platform)).toBe(true);
    expect(asked.filter((host) => !isTold(host, platform, scenario.country))).toEqual([]);
  });

test('a host that the table does not name is not taken for told', () => {
  expect(isTold('www.gstatic.com', 'x', 'PK')).toBe(true);
  expect(isTold('twitter.com', 'x', 'PK')).toBe(true);
  expect(isTold('www.youtube.com', 'x', 'PK')).toBe(false);
  expect(isTold('tracker.example', 'x', 'PK')).toBe(false);
});
