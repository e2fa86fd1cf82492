import * as v from 'valibot';

/** What counts until a person chooses, and in place of a stored value that does not fit. */
const FALLBACKS = {
  choice: 'unset',
  country: '',
  region: '',
  language: '',
  autoOpen: true,
  keepNothing: false,
} as const;

/** Everything a person chose. Stored in `storage.local`, parsed on every read; each field falls back by itself. */
export const SettingsSchema = v.object({
  /** `unset` counts as quiet until the welcome page is answered. */
  choice: v.fallback(v.picklist(['unset', 'standard', 'quiet']), FALLBACKS.choice),
  /** ISO 3166-1 alpha-2, chosen by hand; empty: by the time zone. */
  country: v.fallback(v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)), FALLBACKS.country),
  /** ISO 3166-2 of the part of `country` where the person is, always chosen by hand; empty: not chosen. */
  region: v.fallback(v.pipe(v.string(), v.regex(/^([A-Z]{2}-[A-Z0-9]{1,3})?$/)), FALLBACKS.region),
  /** Language of the pages; empty: the browser's. */
  language: v.fallback(v.pipe(v.string(), v.regex(/^[A-Za-z-]{0,12}$/)), FALLBACKS.language),
  /** Whether the popup opens by itself, once for each settled block. */
  autoOpen: v.fallback(v.boolean(), FALLBACKS.autoOpen),
  /** A case ends with its tab, and reports wait in memory, not on the disk. */
  keepNothing: v.fallback(v.boolean(), FALLBACKS.keepNothing),
});
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
