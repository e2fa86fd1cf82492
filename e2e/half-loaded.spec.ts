/** Pages that load without their parts: what the check inside the page requests, and what it does not. */
import { expect } from '@playwright/test';
import type { Outcome } from '../src/model/observation.ts';
import { BROWSER_KINDS, waitUntil } from './browsers/browser.ts';
import { findScenario } from './network/scenarios.ts';
import { readStoredCases } from './support/extension-database.ts';
import { requestsIn } from './support/request-audit.ts';
import { runCase, type ScenarioRun } from './support/scenario-run.ts';
import { test } from './support/stage.ts';

const partialLoad = findScenario('half-loaded');

/** Outcomes of the check in the page, as they are stored. */
const inPageOutcomes = async (run: ScenarioRun): Promise<Outcome[]> =>
  (await readStoredCases(await run.openPopup()))
    .flatMap(({ observations }) => observations)
    .filter(({ check }) => check === 'in-page')
    .map(({ outcome }) => outcome);

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    test('requests the parts from inside the page, which fails in the same way', async ({ stages }) => {
      await stages[kind].playScenario(partialLoad, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked', platform: 'x', badge: '!' });
        expect(await inPageOutcomes(run)).toEqual([
          expect.objectContaining({ kind: 'failed', error: expect.stringMatching(/^in the page; 0 parts/) }),
        ]);
      });
    });

    test('does not mistake the page’s own policy for a failure of the network', async ({ stages }) => {
      const page = partialLoad.faults['x.com']?.https ?? {};
      // The policy allows parts from anywhere, but fetch only to the page's own host.
      const headers = { 'content-security-policy': "connect-src 'self'" };
      const faults = { ...partialLoad.faults, 'x.com': { https: { ...page, headers } } };
      await stages[kind].playScenario({ ...partialLoad, faults }, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked' });
        // Chromium applies the extension's policy to injected code, not the page's, so the request meets the network.
        expect((await inPageOutcomes(run))[0]).toMatchObject(
          kind === 'firefox' ? { kind: 'void', why: 'csp' } : { kind: 'failed' },
        );
      });
    });

    test('sends nothing in quiet mode', async ({ stages }) => {
      await stages[kind].playScenario(partialLoad, async (run) => {
        await run.chooseOnWelcomePage('quiet');
        await run.loadPage();
        expect(await run.waitUntilSettled(await run.openPopup())).toMatchObject({
          verdict: 'inconclusive',
        });
        expect(await inPageOutcomes(run)).toEqual([]);
        expect(requestsIn(run.network.log).filter(({ host }) => host !== 'x.com')).toEqual([]);
      });
    });

    test('a complete load ends the case', async ({ stages }) => {
      await stages[kind].playScenario(partialLoad, async (run) => {
        expect(await runCase(run)).toMatchObject({ badge: '!' });
        await run.network.setFaults({});
        await run.page.reload();
        expect(await waitUntil(async () => (await run.browser.badgeText(run.tabId)) === '', 5_000)).toBe(
          true,
        );
      });
    });
  });
