import * as v from 'valibot';
import { applySettingsChange, type Settings, SettingsSchema } from '../../src/config/settings.ts';
import browser from './api.ts';

export async function readSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get('settings');
  return v.parse(SettingsSchema, settings ?? {});
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const settings = applySettingsChange(await readSettings(), change);
  await browser.storage.local.set({ settings });
  return settings;
}

/** Everything is as after the installation. */
export async function resetSettings(): Promise<void> {
  await browser.storage.local.clear();
}
