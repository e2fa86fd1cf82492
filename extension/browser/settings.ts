import * as v from 'valibot';
import { applySettingsChange, type Settings, SettingsSchema } from '../../src/config/settings.ts';
import browser from './api.ts';

/** The key of `storage.local` that the settings are stored under. */
const KEY = 'settings';

const parseSettings = (stored: unknown): Settings => v.parse(SettingsSchema, stored ?? {});

export async function readSettings(): Promise<Settings> {
  return parseSettings((await browser.storage.local.get(KEY))[KEY]);
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const settings = applySettingsChange(await readSettings(), change);
  await browser.storage.local.set({ [KEY]: settings });
  return settings;
}

/** Calls back with the settings after each change, made on whichever page. */
export function onSettingsChanged(callback: (settings: Settings) => void): void {
  browser.storage.onChanged.addListener((changes, area) => {
    const change = changes[KEY];
    if (area === 'local' && change) callback(parseSettings(change.newValue));
  });
}

/** Leaves `storage.local` as it is after the installation. */
export async function resetSettings(): Promise<void> {
  await browser.storage.local.clear();
}
