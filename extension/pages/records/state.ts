/** What the page of records knows: the country and platform of its address (`#PK/x`), and what is on record of them. */
import { computed, effect, signal } from '@preact/signals-core';
import type { Incident } from '../../../src/knowledge/incident.ts';
import { isOngoing } from '../../../src/knowledge/incident-status.ts';
import * as queries from '../../../src/knowledge/queries.ts';
import { createTextMatcher } from '../../../src/knowledge/search.ts';
import { onBroadcast } from '../../browser/message-client.ts';
import { loadMessages } from '../../i18n/messages.ts';
import { openStore } from '../../storage/open-database.ts';
import { officeNames } from '../../ui/entity-names.ts';
import { createPageClient } from '../../ui/page-client.ts';
import { openNewestStory } from './opened.ts';
import { searchableText } from './text.ts';

interface PageSelection {
  /** ISO 3166-1 alpha-2; null: none is chosen. */
  country: string | null;
  /** Slug; null: all platforms. */
  platform: string | null;
}
/** What is known of one platform in the country, and of it elsewhere. */
interface PlatformDetails {
  here: queries.IncidentSearchResult;
  elsewhere: queries.CountryIncident[];
  /** Slugs of the other platforms that are restricted in this country now. */
  others: string[];
}

/** Records shown at once. More are not read, and slow a weak device down. */
export const MAX_SHOWN = 100;
/** Well above what any country has in its worst year, so that the heading's count and the list agree. */
const MAX_PER_YEAR = 1000;
const HASH_PATTERN = /^#([A-Z]{2})(?:\/([a-z0-9-]+))?$/;

export const selection = signal<PageSelection>({ country: null, platform: null });
/** ISO 3166-2 of the part to look at; null: the whole country. */
export const selectedRegion = signal<string | null>(null);
export const searchQuery = signal('');
export const overview = signal<queries.CountryOverview | null>(null);
export const platformDetails = signal<PlatformDetails | null>(null);
/** Null where nothing is searched for. */
export const searchResults = signal<queries.IncidentSearchResult | null>(null);
/** Records of the years that were opened. */
export const recordsByYear = signal<ReadonlyMap<string, readonly Incident[]>>(new Map());
/** How far an import of the records has come, up to 1, while there is one. */
export const importProgress = signal<number | undefined>(undefined);

const client = createPageClient(loadMessages);
export const { countryChoices, errorMessage } = client;
const { request, showError } = client;
/** ISO 3166-2 of where the person is, which is known for the country they chose alone. */
const ownRegion = computed(() => {
  const { country, region } = client.settings.value;
  return country !== '' && country === selection.value.country ? region : '';
});

/** The country that the page showed last. */
let shownCountry: string | null = null;
const getDatabase = openStore();
const openedAt = Date.now();

/** Reads settings and address, and follows both; the records are shown as soon as they are stored. Needs no network. */
export async function startRecordsPage(): Promise<void> {
  await client.loadSettings();
  await client.loadCountryChoices();
  countryChoices.value ??= { likely: [], all: await queries.countriesOnRecord(await getDatabase()) };
  const followAddress = () => {
    const [, country = client.country.peek(), platform = null] = HASH_PATTERN.exec(location.hash) ?? [];
    selection.value = { country, platform };
  };
  addEventListener('hashchange', followAddress);
  followAddress();
  void loadRecords();
}

/** Waits for the import of a first start, then follows what is selected. */
async function loadRecords(): Promise<void> {
  const stop = onBroadcast('knowledgeProgress', ({ done, total }) => {
    importProgress.value = done / total;
  });
  await request('loadKnowledge', {});
  stop();
  importProgress.value = undefined;
  effect(() => void showSelection(selection.value, ownRegion.value).catch(showError));
  effect(
    () =>
      void searchRecords(selection.value.country, searchQuery.value, selectedRegion.value).catch(showError),
  );
}

/** Turns the page to a country, or to a platform in it. */
export function navigateTo({ country, platform }: PageSelection): void {
  location.hash = [country, platform].filter((part) => part !== null).join('/');
}

async function showSelection(where: PageSelection, region: string): Promise<void> {
  const { country, platform } = where;
  // One country's records must not stand under another's name, however short.
  if (country !== shownCountry) overview.value = null;
  platformDetails.value = null;
  if (country === null) {
    shownCountry = null;
    return;
  }
  const db = await getDatabase();
  const [all, names] = await Promise.all([
    queries.loadCountryOverview(db, country, { now: openedAt, region }),
    queries.entityNames(db),
  ]);
  const about = platform === null ? null : await loadPlatformDetails(platform, country);
  if (where !== selection.peek() || region !== ownRegion.peek()) return;
  if (country !== shownCountry) {
    recordsByYear.value = new Map();
    selectedRegion.value = null;
    searchQuery.value = '';
  }
  shownCountry = country;
  officeNames.value = names;
  platformDetails.value = about;
  if (about) openNewestStory(about.here.incidents);
  overview.value = all;
}

async function loadPlatformDetails(slug: string, country: string): Promise<PlatformDetails> {
  const db = await getDatabase();
  const [here, elsewhere, others] = await Promise.all([
    queries.findIncidents(db, country, {
      matches: ({ platforms }) => platforms.includes(slug),
      limit: MAX_SHOWN,
    }),
    queries.otherCountries(db, { platform: slug, besides: country, now: openedAt }),
    queries.otherPlatforms(db, { country, besides: slug, now: openedAt }),
  ]);
  return { here, elsewhere, others: [...others.keys()] };
}

async function searchRecords(country: string | null, words: string, part: string | null): Promise<void> {
  if (country === null || (words.trim() === '' && part === null)) {
    searchResults.value = null;
    return;
  }
  const matches = createTextMatcher(words);
  const result = await queries.findIncidents(await getDatabase(), country, {
    matches: (incident) =>
      (part === null || (incident.subdivisions?.includes(part) ?? false)) &&
      (words.trim() === '' || matches(searchableText(incident))),
    limit: MAX_SHOWN,
  });
  if (words === searchQuery.peek() && part === selectedRegion.peek() && country === selection.peek().country)
    searchResults.value = result;
}

/** Reads the records of a year that are over, when the year is opened. */
export async function loadYear(year: string): Promise<void> {
  const { country } = selection.peek();
  if (country === null || recordsByYear.peek().has(year)) return;
  const endedInYear = (one: Incident) => one.start.startsWith(year) && !isOngoing(one, openedAt);
  const { incidents } = await queries.findIncidents(await getDatabase(), country, {
    matches: endedInYear,
    limit: MAX_PER_YEAR,
  });
  if (country === selection.peek().country)
    recordsByYear.value = new Map([...recordsByYear.peek(), [year, incidents]]);
}
