import * as v from 'valibot';

/** What counts until a person chooses, and in place of a stored value that does not fit. */
const FALLBACKS = {
  choice: 'unset',
  country: '',
  region: '',
  language: '',
  autoOpen: true,
  keepNothing: false,
  asksOutside: true,
} as const;

const FIELDS = {
  /** `unset` counts as quiet until the welcome page is answered. */
  choice: v.picklist(['unset', 'standard', 'quiet']),
  /** ISO 3166-1 alpha-2, chosen by hand; empty: by the time zone. */
  country: v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)),
  /** ISO 3166-2 of the part of `country` where the person is, always chosen by hand; empty: not chosen. */
  region: v.pipe(v.string(), v.regex(/^([A-Z]{2}-[A-Z0-9]{1,3})?$/)),
  /** Language of the pages; empty: the browser's. */
  language: v.pipe(v.string(), v.regex(/^[A-Za-z-]{0,12}$/)),
  /** Whether the popup opens by itself for a settled block, once a platform and day. */
  autoOpen: v.boolean(),
  /** A case ends with its tab, and reports wait in memory, not on the disk. */
  keepNothing: v.boolean(),
  /** Whether checks may ask resolvers, OONI and Globalping, whose names tell the network what is done. */
  asksOutside: v.boolean(),
};

/** Everything a person chose. Stored in `storage.local`, parsed on every read; each field falls back by itself. */
export const SettingsSchema = v.object({
  /** A damaged choice is quiet: the person has chosen, and only one choice allows requests. */
  choice: v.fallback(v.optional(FIELDS.choice, FALLBACKS.choice), 'quiet'),
  country: v.fallback(FIELDS.country, FALLBACKS.country),
  region: v.fallback(FIELDS.region, FALLBACKS.region),
  language: v.fallback(FIELDS.language, FALLBACKS.language),
  autoOpen: v.fallback(FIELDS.autoOpen, FALLBACKS.autoOpen),
  keepNothing: v.fallback(FIELDS.keepNothing, FALLBACKS.keepNothing),
  /** A damaged value asks nobody: the person may have said so. */
  asksOutside: v.fallback(v.optional(FIELDS.asksOutside, FALLBACKS.asksOutside), false),
});
/** What a page may ask to change. What does not fit is an error that names the field; nothing is changed then. */
export const SettingsChangeSchema = v.partial(v.object(FIELDS));
export type Settings = v.InferOutput<typeof SettingsSchema>;
export const DEFAULT_SETTINGS: Settings = FALLBACKS;

/**
 * The settings after a change of the given fields; a value that does not fit falls back. A region is dropped when it
 * does not lie in the country.
 */
export function applySettingsChange(settings: Settings, change: Partial<Settings>): Settings {
  const changed = v.parse(SettingsSchema, { ...settings, ...change });
  return changed.region.startsWith(`${changed.country}-`) ? changed : { ...changed, region: '' };
}
