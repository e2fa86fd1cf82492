/** A proxy from the person's settings that is down: a fault of this device, not a block. */
import { expect, test } from '@playwright/test';
import { BROWSER_KINDS } from './browsers/browser.ts';
import type { Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { runCase, withScenarioRun } from './support/scenario-run.ts';

/** The port "discard", on which no program listens. */
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
  test(`${kind} › a proxy that does not answer is named, and no block is claimed`, async () => {
    await withScenarioRun(
      kind,
      PROXY_DOWN,
      async (run) => {
        const { verdict, badge, observed } = await runCase(run);
        expect(verdict, observed.join('\n')).toBe('proxy-down');
        expect(badge).not.toBe('!');
        // No request went around the proxy.
        expect(run.network.log.filter(({ layer }) => layer === 'https' || layer === 'plain-http')).toEqual(
          [],
        );
      },
      { proxyPort: DISCARD_PORT },
    );
  });
