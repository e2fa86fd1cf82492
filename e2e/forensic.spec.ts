/**
 * What somebody finds who has the device: a profile's files are searched for the names of hosts that failed.
 * Each site sends what browsers keep: Network Error Logging, HSTS and Alt-Svc, as sites behind content networks do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { BROWSER_KINDS, type BrowserKind, type Page, sendMessage } from './browsers/browser.ts';
import type { Fault, Scenario } from './network/scenario.ts';
import { PK } from './network/scenarios/parts.ts';
import { describeTraces, findTraces, type Trace } from './support/profile-search.ts';
import { draftReport, sendReport } from './support/report-case.ts';
import { type ScenarioRun, withScenarioRun } from './support/scenario-run.ts';

/** Visited in a private window. */
const PRIVATE_HOST = 'night-letters.wordpress.com';
/** Visited in normal windows. */
const NORMAL_HOST = 'day-letters.tumblr.com';
const NORMAL_HOST_DOWN = 'noon-letters.wordpress.com';

const KEPT_BY_BROWSERS = {
  'strict-transport-security': 'max-age=31536000',
  'alt-svc': 'h3=":443"; ma=86400',
  nel: '{"report_to":"d","max_age":86400}',
  'report-to': '{"group":"d","max_age":86400,"endpoints":[{"url":"https://collector.wordpress.com/r"}]}',
};
/** Down, but the way to it is free: the answers to the checks come from the site itself. */
const DOWN: Fault = { https: { status: 503, headers: KEPT_BY_BROWSERS }, everywhere: true };

const SCENARIO: Scenario = {
  name: 'forensic',
  about: 'One blog is down, another is cut off',
  ...PK,
  url: `https://${NORMAL_HOST}/post/1`,
  faults: {
    '*.wordpress.com': DOWN,
    '*.tumblr.com': { tls: 'reset' },
    '@collector': { https: { status: 503 } },
  },
  innocent: false,
  expect: { verdict: 'blocked', mechanism: 'tls-reset' },
};

/** What of a profile is the extension's. Of normal windows the browser keeps a history of its own, which is not. */
const OF_THE_EXTENSION =
  /xtension|IndexedDB|Service Worker|Session Storage|Local Storage|WebStorage|storage\.sqlite|storage\/default/;

/** Plays `steps` with a profile, closes the browser, and hands over the profile. */
async function withProfile(
  kind: BrowserKind,
  steps: (run: ScenarioRun) => Promise<void>,
  look: (traces: (host: string) => Promise<Trace[]>) => Promise<void>,
): Promise<void> {
  const profileDir = await mkdtemp(join(tmpdir(), 'is-it-blocked-forensic-'));
  try {
    await withScenarioRun(kind, SCENARIO, steps, { allowIncognito: true, profileDir });
    await look(async (host) => {
      const traces = await findTraces(profileDir, host);
      console.log([`${kind}: ${host}`, ...describeTraces(traces)].join('\n  '));
      return traces;
    });
  } finally {
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Visits the site that is down, and waits until the extension has asked it, too. */
async function openCaseOfSiteDown(
  { browser, waitUntilSettled }: ScenarioRun,
  { host, isPrivate }: { host: string; isPrivate: boolean },
): Promise<void> {
  const page = await (isPrivate ? browser.newPrivatePage() : browser.newPage());
  const popupPath = `extension/popup/index.html?tab=${await browser.tabIdOf(page)}`;
  await page.goto(`https://${host}/2026/11/post`);
  const popup = await (isPrivate
    ? browser.openPrivateExtensionPage(popupPath)
    : browser.openExtensionPage(popupPath));
  await waitUntilSettled(popup);
}

async function openBlockedCase({ openPopup, waitUntilSettled, loadPage }: ScenarioRun): Promise<Page> {
  await loadPage();
  const popup = await openPopup();
  expect(await waitUntilSettled(popup)).toMatchObject({ verdict: 'blocked', platform: 'tumblr' });
  return popup;
}

for (const kind of BROWSER_KINDS)
  test.describe(kind, () => {
    test('a private case leaves nothing in the profile, an ordinary one and its preview nothing of ours', async () => {
      await withProfile(
        kind,
        async (run) => {
          await run.setChoice('standard');
          await openCaseOfSiteDown(run, { host: PRIVATE_HOST, isPrivate: true });
          await openCaseOfSiteDown(run, { host: NORMAL_HOST_DOWN, isPrivate: false });
          await draftReport(await openBlockedCase(run), run.tabId, { isNameAgreed: true });
        },
        async (traces) => {
          expect(describeTraces(await traces(PRIVATE_HOST))).toEqual([]);
          for (const host of [NORMAL_HOST, NORMAL_HOST_DOWN]) {
            const ours = (await traces(host)).filter(({ path }) => OF_THE_EXTENSION.test(path));
            expect(describeTraces(ours)).toEqual([]);
          }
        },
      );
    });

    test('a report that waits is on the disk, and after Delete everything it is not', async () => {
      for (const isDeleted of [false, true])
        await withProfile(
          kind,
          async (run) => {
            await run.setChoice('standard');
            const popup = await openBlockedCase(run);
            // The exact name is what is looked for, so the person agrees to it.
            await sendReport(popup, run.tabId, { isNameAgreed: true });
            if (isDeleted) await sendMessage(popup, 'deleteEverything', {});
          },
          async (traces) => {
            const ours = (await traces(NORMAL_HOST)).filter(({ path }) => OF_THE_EXTENSION.test(path));
            if (isDeleted) expect(describeTraces(ours)).toEqual([]);
            else expect(ours).not.toEqual([]);
          },
        );
    });
  });
