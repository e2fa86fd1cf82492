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
import { openStory } from './opened.ts';
import { textOf } from './text.ts';

/** A country (ISO 3166-1 alpha-2), and one platform of it (slug); empty: none chosen. */
interface Place {
  country: string;
  platform: string;
}
/** What is known of one platform in the country, and of it elsewhere. */
interface AboutPlatform {
  here: queries.IncidentSearchResult;
  elsewhere: queries.CountryIncident[];
  /** Slugs of the other platforms that are restricted in this country now. */
  others: string[];
}

/** Records shown at once: more than that nobody reads, and a slow device would feel. */
export const SHOWN = 100;
const ADDRESS = /^#([A-Z]{2})(?:\/([a-z0-9-]+))?$/;

export const place = signal<Place>({ country: '', platform: '' });
export const choices = signal<CountryChoices>({ likely: [], all: [] });
/** ISO 3166-2 of the part to look at; empty: the whole country. */
export const region = signal('');
export const query = signal('');
export const overview = signal<queries.CountryOverview | null>(null);
export const platform = signal<AboutPlatform | null>(null);
/** What was searched for; null: nothing is. */
export const found = signal<queries.IncidentSearchResult | null>(null);
/** Records of the years that somebody has opened. */
export const years = signal<ReadonlyMap<string, readonly Incident[]>>(new Map());
/** How far an import of the records has come, up to 1, while there is one. */
export const loading = signal<number | undefined>(undefined);
export const errorMessage = signal('');

let settings = DEFAULT_SETTINGS;
/** The country that the page showed last. */
let before = '';
const database = openStore();
const now = Date.now();

/** Reads words and the address, and goes on following the address; the records come when they are there. Needs no network. */
export async function start(): Promise<void> {
  settings = await readSettings();
  await loadMessages(settings.language);
  const [answer, countries] = await Promise.all([
    sendRequest('getSettings', {}).catch(showError),
    sendRequest('listCountries', {}).catch(showError),
  ]);
  choices.value = countries ?? { likely: [], all: await queries.countriesOnRecord(await database()) };
  const follow = () => {
    const [, country = answer?.country ?? '', slug = ''] = ADDRESS.exec(location.hash) ?? [];
    place.value = { country, platform: slug };
  };
  addEventListener('hashchange', follow);
  follow();
  void load();
}

/** On a first start the records are still on their way in. */
async function load(): Promise<void> {
  const stop = onBroadcast('factsProgress', ({ done, total }) => {
    loading.value = done / total;
  });
  await sendRequest('loadFacts', {}).catch(showError);
  stop();
  loading.value = undefined;
  effect(() => void look(place.value).catch(showError));
  effect(() => void search(place.value.country, query.value, region.value).catch(showError));
}

/** Turns the page to a country, or to a platform in it. */
export function go({ country, platform: slug }: Place): void {
  location.hash = slug === '' ? country : `${country}/${slug}`;
}

async function look(where: Place): Promise<void> {
  const { country, platform: slug } = where;
  // One country's records must not stand under another's name, however short.
  if (country !== before) overview.value = null;
  platform.value = null;
  const db = await database();
  // Only of the person's own country is it known in which part of it they are.
  const own = country === settings.country ? settings.region : '';
  const [all, names] = await Promise.all([
    queries.loadCountryOverview(db, country, { now, region: own }),
    queries.entityNames(db),
  ]);
  const about = slug === '' ? null : await lookAt(slug, country);
  if (where !== place.peek()) return;
  if (country !== before) {
    years.value = new Map();
    region.value = '';
    query.value = '';
  }
  before = country;
  officeNames.value = names;
  platform.value = about;
  if (about) openStory(about.here.incidents);
  overview.value = all;
}

async function lookAt(slug: string, country: string): Promise<AboutPlatform> {
  const db = await database();
  const [here, elsewhere, others] = await Promise.all([
    queries.findIncidents(db, country, {
      matches: ({ platforms }) => platforms.includes(slug),
      limit: SHOWN,
    }),
    queries.otherCountries(db, { platform: slug, besides: country, now }),
    queries.otherPlatforms(db, { country, besides: slug, now }),
  ]);
  return { here, elsewhere, others: [...others.keys()] };
}

async function search(country: string, words: string, part: string): Promise<void> {
  if (words.trim() === '' && part === '') {
    found.value = null;
    return;
  }
  const matches = createTextMatcher(words);
  const result = await queries.findIncidents(await database(), country, {
    matches: (incident) =>
      (part === '' || (incident.subdivisions?.includes(part) ?? false)) &&
      (words.trim() === '' || matches(textOf(incident))),
    limit: SHOWN,
  });
  if (words === query.peek() && part === region.peek() && country === place.peek().country)
    found.value = result;
}

/** The records of a year that are over, read when somebody opens it. */
export async function openYear(year: string): Promise<void> {
  const { country } = place.peek();
  if (years.peek().has(year)) return;
  const wanted = (one: Incident) => one.start.startsWith(year) && !isOngoing(one, now);
  const { incidents } = await queries.findIncidents(await database(), country, {
    matches: wanted,
    limit: 1000,
  });
  if (country === place.peek().country) years.value = new Map([...years.peek(), [year, incidents]]);
}

function showError(error: unknown): undefined {
  errorMessage.value = error instanceof Error ? error.message : String(error);
}
