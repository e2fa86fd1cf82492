/** Pages that come without their parts: what is asked from inside them, and what is not. */
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
    test('asks from inside the page, which fails alike', async ({ stages }) => {
      await stages[kind].playScenario(partialLoad, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked', platform: 'x', badge: '!' });
        expect(await inPageOutcomes(run)).toEqual([
          expect.objectContaining({ kind: 'failed', error: expect.stringMatching(/^in the page; 0 parts/) }),
        ]);
      });
    });

    test('takes a page’s own policy for no failure of the network', async ({ stages }) => {
      const page = partialLoad.faults['x.com']?.https ?? {};
      // Parts may come from anywhere, questions only from the page's own host.
      const headers = { 'content-security-policy': "connect-src 'self'" };
      const faults = { ...partialLoad.faults, 'x.com': { https: { ...page, headers } } };
      await stages[kind].playScenario({ ...partialLoad, faults }, async (run) => {
        expect(await runCase(run)).toMatchObject({ verdict: 'blocked' });
        // Chromium holds injected code to the extension's policy, not to the page's: there it learns the truth.
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

    test('a load that is whole ends the case', async ({ stages }) => {
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
