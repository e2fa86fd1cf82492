import '../../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { importBundle } from '../../../src/knowledge/import-bundle.ts';
import { makeBundleText, makeIncident } from '../../../src/knowledge/testing/fixtures.ts';
import { broadcast } from '../../browser/message-client.ts';
import { openStore } from '../../storage/open-database.ts';
import { replies } from '../../testing/fake-browser.ts';
import { visibleText } from '../../testing/visible-text.ts';
import { RecordsPage } from './RecordsPage.tsx';
import {
  errorMessage,
  importProgress,
  overview,
  platformDetails,
  searchQuery,
  selectedRegion,
  selection,
  startRecordsPage,
} from './state.ts';

/** Waits longer than by default, for busy machines. */
const waitUntilPasses = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const ENDED = { status: 'ended', end: '2024-03-01' } as const;
const NETWORK_CUT = { ...ENDED, scope: 'network', kind: 'shutdown', platforms: [] as string[] } as const;
const RECORDS = [
  makeIncident({ id: 'pk-x', orderedBy: { actor: 'regulator', entity: 'pta' } }),
  makeIncident({ id: 'pk-tiktok', platforms: ['tiktok'], start: '2026-03', trigger: 'religious' }),
  makeIncident({ ...ENDED, id: 'pk-youtube', platforms: ['youtube'], start: '2012-09-17' }),
  makeIncident({
    ...NETWORK_CUT,
    platforms: [],
    id: 'pk-cut',
    start: '2023-05',
    regions: ['Karachi, Sindh'],
    subdivisions: ['PK-SD'],
  }),
  makeIncident({ id: 'ir-x', country: 'IR', start: '2009-06' }),
  makeIncident({ ...ENDED, id: 'br-x', country: 'BR', start: '2023-08-30' }),
];

let finishImport = (): void => {};
beforeAll(async () => {
  replies.set('listCountries', () => ({ likely: ['PK'], all: ['BR', 'IR', 'PK'] }));
  const facts = new Promise<void>((resolve) => {
    finishImport = resolve;
  });
  replies.set('loadKnowledge', () => facts);
  await startRecordsPage();
});
beforeEach(() => {
  searchQuery.value = '';
  selectedRegion.value = null;
});
const renderedText = (): string => visibleText(<RecordsPage />);

test('during the import of a first start it shows the progress, and then the records', async () => {
  expect(renderedText()).toContain('What is on record in Pakistan');
  expect(renderedText()).not.toContain('The records are being put in place');
  broadcast('knowledgeProgress', { done: 1, total: 4 });
  expect(renderedText()).toContain('The records are being put in place: 25%');
  broadcast('knowledgeProgress', { done: 4, total: 4 });
  expect(renderedText()).toContain('100%');
  const names = { pta: { name: 'Pakistan Telecommunication Authority' } };
  await importBundle(await openStore()(), makeBundleText('2026-11-23-0', RECORDS, names));
  finishImport();
  await waitUntilPasses(() =>
    expect(renderedText()).toContain('Restrictions on record: 4; the first began in 2012.'),
  );
  expect(importProgress.value).toBeUndefined();
  expect(renderedText()).not.toContain('The records are being put in place');
  expect(renderedText()).toMatch(/Going on, as far as is known\nPlatforms: 2\nTikTok.*\nX \(Twitter\)/);
  expect(renderedText()).toContain('Records as of November 23, 2026');
  expect(errorMessage.value).toBeNull();
});

test.each([
  ['twitter', 'X (Twitter)'],
  ['telecom PAK', 'X (Twitter)'],
  ['religi', 'TikTok'],
  ['2012 youtube', 'YouTube'],
  ['shutdown sindh', 'Karachi, Sindh'],
  ['regulator', 'X (Twitter)'],
])('the words “%s” find one record: %s', async (words, subject) => {
  searchQuery.value = words;
  await waitUntilPasses(() => expect(renderedText()).toContain('Found: 1'));
  expect(renderedText().split('Found: 1')[1]).toContain(subject);
});

test('a chosen region limits the records to its own', async () => {
  selectedRegion.value = 'PK-SD';
  await waitUntilPasses(() => expect(renderedText()).toContain('Found: 1'));
  expect(renderedText().split('Found: 1')[1]).toContain('Karachi, Sindh');
});

test('a platform shows its records, what else is restricted here, and the other countries that restrict it', async () => {
  selection.value = { country: 'PK', platform: 'x' };
  await waitUntilPasses(() => expect(platformDetails.value).not.toBeNull());
  const text = renderedText();
  expect(text).toMatch(/Also restricted in Pakistan now, as far as is known: 1\nTikTok/);
  expect(text).toMatch(/Countries that restrict X \(Twitter\) now, as far as is known: 1\nIran/);
  expect(text).toContain('Pakistan Telecommunication Authority');
  expect(text.split('Countries that restrict')[1]).not.toContain('Brazil');
});

test('a country without records is not called free of restrictions', async () => {
  selection.value = { country: 'DE', platform: null };
  await waitUntilPasses(() => expect(overview.value?.total).toBe(0));
  expect(renderedText()).toContain(
    'Nothing is on record for Germany. That does not mean that nothing was ever restricted.',
  );
});
