import * as v from 'valibot';

/** Everything a person chose. Kept in `storage.local`; parsed on every read, each field alone falling back. */
export const SettingsSchema = v.object({
  /** `unset` counts as quiet until the welcome page is answered. */
  choice: v.fallback(v.picklist(['unset', 'standard', 'quiet']), 'unset'),
  /** ISO 3166-1 alpha-2 chosen by hand; empty: from the time zone. */
  country: v.fallback(v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)), ''),
  /** ISO 3166-2 of the part of `country` where the person is, chosen by hand alone; empty: not told. */
  region: v.fallback(v.pipe(v.string(), v.regex(/^([A-Z]{2}-[A-Z0-9]{1,3})?$/)), ''),
  /** Language of the pages; empty: the browser's. */
  language: v.fallback(v.pipe(v.string(), v.regex(/^[A-Za-z-]{0,12}$/)), ''),
  /** Whether the popup opens by itself once per settled block. */
  autoOpen: v.fallback(v.boolean(), true),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;
export const DEFAULT_SETTINGS: Settings = v.parse(SettingsSchema, {
  choice: 0,
  country: 0,
  region: 0,
  language: 0,
  autoOpen: 0,
});

/** The settings after a change: only the fields given; what does not fit falls back. A region goes with its country. */
export function applySettingsChange(settings: Settings, change: Partial<Settings>): Settings {
  const changed = v.parse(SettingsSchema, { ...settings, ...change });
  return changed.region.startsWith(`${changed.country}-`) ? changed : { ...changed, region: '' };
}
