import * as v from 'valibot';
import { ENDPOINTS, type Endpoints, EndpointsSchema } from '../../src/endpoints.ts';
import { type Settings, SettingsSchema, withChange } from '../../src/settings.ts';
import browser from './api.ts';

export async function readSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get('settings');
  return v.parse(SettingsSchema, settings ?? {});
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const settings = withChange(await readSettings(), change);
  await browser.storage.local.set({ settings });
  return settings;
}

/** Everything is as after the installation. */
export async function forgetSettings(): Promise<void> {
  await browser.storage.local.clear();
}

/** An administrator's endpoints where a policy sets them, ours for each that it leaves out. */
export async function readEndpoints(): Promise<Endpoints> {
  // Without a policy Firefox rejects and Chromium gives nothing.
  const managed = await browser.storage.managed.get('endpoints').catch(() => ({}) as Record<string, unknown>);
  const parsed = v.safeParse(v.partial(EndpointsSchema), managed.endpoints ?? {});
  if (!parsed.success) console.error('storage.managed.endpoints is ignored:', v.summarize(parsed.issues));
  return parsed.success ? { ...ENDPOINTS, ...dropUndefined(parsed.output) } : ENDPOINTS;
}

function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, x]) => x !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
