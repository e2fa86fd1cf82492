import type { Settings } from '../../src/config/settings.ts';
import type { ExtensionGlobals } from '../browsers/extension-api.ts';
import type { ScriptEvaluator } from '../browsers/page-script.ts';

/** The settings as they are stored, read in a page of the extension; null where none are. */
export const readStoredSettings = (page: ScriptEvaluator): Promise<Settings | null> =>
  page.evaluate(async () => {
    const { browser, chrome } = globalThis as unknown as ExtensionGlobals;
    const stored = (await (browser ?? chrome).storage.local.get()) as { settings?: Settings };
    return stored.settings ?? null;
  });
