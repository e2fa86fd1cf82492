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
    test('requests the parts from inside the page, where it cannot see that', async ({ stages }) => {
      await stages[kind].playScenario(partialLoad, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked', platform: 'x', badge: '!' });
        const failed = { kind: 'failed', error: expect.stringMatching(/^in the page; 0 parts/) };
        expect(await inPageOutcomes(run)).toEqual(
          kind === 'chromium' ? [expect.objectContaining(failed)] : [],
        );
      });
    });

    test('leaves no trace that the page, or its site, could see', async ({ stages }) => {
      const page = partialLoad.faults['x.com']?.https ?? {};
      // The policy allows parts from anywhere, but fetch only to the page's own host, and wants to know of any other.
      const headers = { 'content-security-policy': "connect-src 'self'; report-uri /told" };
      const faults = { ...partialLoad.faults, 'x.com': { https: { ...page, headers } } };
      await stages[kind].playScenario({ ...partialLoad, faults }, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked' });
        // Chromium applies the extension's policy to injected code, not the page's, so the request meets the network.
        const said = (await inPageOutcomes(run)).map((outcome) => outcome.kind);
        expect(said).toEqual(kind === 'chromium' ? ['failed'] : []);
        const seen = await run.page.evaluate(() =>
          performance
            .getEntriesByType('resource')
            .filter((entry) => 'initiatorType' in entry && entry.initiatorType === 'fetch')
            .map(({ name }) => name),
        );
        expect(seen).toEqual([]);
        expect(run.network.log.filter(({ path }) => path === '/told')).toEqual([]);
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
