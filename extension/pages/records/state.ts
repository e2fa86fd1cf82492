/** What the country page knows: where it looks, by its address (`#PK/x`), and what the records on this device say of it. */
import { effect, signal } from '@preact/signals-core';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import type { Incident } from '../../../src/knowledge/incident.ts';
import { isOngoing } from '../../../src/knowledge/incident-status.ts';
import * as queries from '../../../src/knowledge/queries.ts';
import { createTextMatcher } from '../../../src/knowledge/search.ts';
import { onBroadcast, sendRequest } from '../../browser/message-client.ts';
import { readSettings } from '../../browser/settings.ts';
import { loadMessages } from '../../i18n/messages.ts';
import { openStore } from '../../storage/open-database.ts';
import type { CountryChoices } from '../../ui/CountryOptions.tsx';
import { officeNames } from '../../ui/entity-names.ts';
import { openNewestStory } from './opened.ts';
import { searchableText } from './text.ts';

/** A country (ISO 3166-1 alpha-2), and one platform of it (slug); empty: none chosen. */
interface PageSelection {
  country: string;
  platform: string;
}
/** What is known of one platform in the country, and of it elsewhere. */
interface PlatformDetails {
  here: queries.IncidentSearchResult;
  elsewhere: queries.CountryIncident[];
  /** Slugs of the other platforms that are restricted in this country now. */
  others: string[];
}

/** Records shown at once: more than that nobody reads, and a slow device would feel. */
export const MAX_SHOWN = 100;
const HASH_PATTERN = /^#([A-Z]{2})(?:\/([a-z0-9-]+))?$/;

export const selection = signal<PageSelection>({ country: '', platform: '' });
export const countryChoices = signal<CountryChoices>({ likely: [], all: [] });
/** ISO 3166-2 of the part to look at; empty: the whole country. */
export const selectedRegion = signal('');
export const searchQuery = signal('');
export const overview = signal<queries.CountryOverview | null>(null);
export const platformDetails = signal<PlatformDetails | null>(null);
/** What was searched for; null: nothing is. */
export const searchResults = signal<queries.IncidentSearchResult | null>(null);
/** Records of the years that somebody has opened. */
export const recordsByYear = signal<ReadonlyMap<string, readonly Incident[]>>(new Map());
/** How far an import of the records has come, up to 1, while there is one. */
export const importProgress = signal<number | undefined>(undefined);
export const errorMessage = signal('');

let storedSettings = DEFAULT_SETTINGS;
/** The country that the page showed last. */
let shownCountry = '';
const getDatabase = openStore();
const openedAt = Date.now();

/** Reads words and the address, and goes on following the address; the records come when they are there. Needs no network. */
export async function startRecordsPage(): Promise<void> {
  storedSettings = await readSettings();
  await loadMessages(storedSettings.language);
  const [answer, countries] = await Promise.all([
    sendRequest('getSettings', {}).catch(showError),
    sendRequest('listCountries', {}).catch(showError),
  ]);
  countryChoices.value = countries ?? {
    likely: [],
    all: await queries.countriesOnRecord(await getDatabase()),
  };
  const followAddress = () => {
    const [, country = answer?.country ?? '', slug = ''] = HASH_PATTERN.exec(location.hash) ?? [];
    selection.value = { country, platform: slug };
  };
  addEventListener('hashchange', followAddress);
  followAddress();
  void loadRecords();
}

/** On a first start the records are still on their way in. */
async function loadRecords(): Promise<void> {
  const stop = onBroadcast('factsProgress', ({ done, total }) => {
    importProgress.value = done / total;
  });
  await sendRequest('loadFacts', {}).catch(showError);
  stop();
  importProgress.value = undefined;
  effect(() => void showSelection(selection.value).catch(showError));
  effect(
    () =>
      void searchRecords(selection.value.country, searchQuery.value, selectedRegion.value).catch(showError),
  );
}

/** Turns the page to a country, or to a platform in it. */
export function navigateTo({ country, platform: slug }: PageSelection): void {
  location.hash = slug === '' ? country : `${country}/${slug}`;
}

async function showSelection(where: PageSelection): Promise<void> {
  const { country, platform: slug } = where;
  // One country's records must not stand under another's name, however short.
  if (country !== shownCountry) overview.value = null;
  platformDetails.value = null;
  const db = await getDatabase();
  // Only of the person's own country is it known in which part of it they are.
  const own = country === storedSettings.country ? storedSettings.region : '';
  const [all, names] = await Promise.all([
    queries.loadCountryOverview(db, country, { now: openedAt, region: own }),
    queries.entityNames(db),
  ]);
  const about = slug === '' ? null : await loadPlatformDetails(slug, country);
  if (where !== selection.peek()) return;
  if (country !== shownCountry) {
    recordsByYear.value = new Map();
    selectedRegion.value = '';
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

async function searchRecords(country: string, words: string, part: string): Promise<void> {
  if (words.trim() === '' && part === '') {
    searchResults.value = null;
    return;
  }
  const matches = createTextMatcher(words);
  const result = await queries.findIncidents(await getDatabase(), country, {
    matches: (incident) =>
      (part === '' || (incident.subdivisions?.includes(part) ?? false)) &&
      (words.trim() === '' || matches(searchableText(incident))),
    limit: MAX_SHOWN,
  });
  if (words === searchQuery.peek() && part === selectedRegion.peek() && country === selection.peek().country)
    searchResults.value = result;
}

/** The records of a year that are over, read when somebody opens it. */
export async function loadYear(year: string): Promise<void> {
  const { country } = selection.peek();
  if (recordsByYear.peek().has(year)) return;
  const endedInYear = (one: Incident) => one.start.startsWith(year) && !isOngoing(one, openedAt);
  const { incidents } = await queries.findIncidents(await getDatabase(), country, {
    matches: endedInYear,
    limit: 1000,
  });
  if (country === selection.peek().country)
    recordsByYear.value = new Map([...recordsByYear.peek(), [year, incidents]]);
}

function showError(error: unknown): undefined {
  errorMessage.value = error instanceof Error ? error.message : String(error);
}
