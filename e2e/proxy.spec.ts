/** A proxy that the person has set, and that is not there: the way out of the house, and nobody's block. */
import { expect, test } from '@playwright/test';
import { BROWSER_KINDS } from './browsers/browser.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { runCase, withScenarioRun } from './support/scenario-run.ts';

/** The port "discard": nobody listens there. */
const DISCARD_PORT = 9;
const PROXY_DOWN: Scenario = {
  name: 'proxy-down',
  about: 'The proxy of the settings does not answer',
  ...PK,
  url: 'https://x.com/',
  faults: {},
  innocent: true,
  expect: { verdict: 'proxy-down', mechanism: '' },
};

for (const kind of BROWSER_KINDS)
  test(`${kind} › a proxy that does not answer is named, and nobody blamed`, async () => {
    await withScenarioRun(
      kind,
      PROXY_DOWN,
      async (run) => {
        const { verdict, badge, observed } = await runCase(run);
        expect(verdict, observed.join('\n')).toBe('proxy-down');
        expect(badge).not.toBe('!');
        // Nothing was asked past the proxy.
        expect(run.network.log.filter(({ layer }) => layer === 'http' || layer === 'plain')).toEqual([]);
      },
      { proxyPort: DISCARD_PORT },
    );
  });
