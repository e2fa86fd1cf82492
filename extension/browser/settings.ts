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
  // Of this area alone: the memory of the session changes with every step of a case.
  browser.storage.local.onChanged.addListener((changes) => {
    const change = changes[KEY];
    if (change) callback(parseSettings(change.newValue));
  });
}

/** Calls back when another answer than *standard* was chosen, on whichever page and in whichever window. */
export function onConsentWithdrawn(callback: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    const change = changes[KEY];
    if (!change) return;
    const { choice } = parseSettings(change.newValue);
    if (choice !== 'standard' && choice !== parseSettings(change.oldValue).choice) callback();
  });
}

/**
 * Keeps scripts in pages from reading and writing what is stored, where the browser can (Chromium): settings are the consent,
 * and an attacker who has taken over a page's process could change them.
 */
export async function protectStorage(): Promise<void> {
  for (const area of [browser.storage.local, browser.storage.session])
    await (area as Partial<AccessLevelArea>).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

interface AccessLevelArea {
  setAccessLevel(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}

/** Tells the other background of a deletion: in Chromium private windows have one of their own, and share this area alone. */
const ERASURE_KEY = 'erasure';
let ownErasure: unknown;

/** Leaves `storage.local` as it is after the installation. */
export async function resetSettings(): Promise<void> {
  ownErasure = crypto.randomUUID();
  await browser.storage.local.set({ [ERASURE_KEY]: ownErasure });
  await browser.storage.local.clear();
}

/** Calls back when the background of the other windows has deleted everything. */
export function onErasedElsewhere(callback: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    const erasure = changes[ERASURE_KEY]?.newValue;
    if (erasure !== undefined && erasure !== ownErasure) callback();
  });
}
