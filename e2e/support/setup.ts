import { ensureBrowser } from '../browsers/install.ts';
import { ensureBuilt } from './ensure-built.ts';

/** Runs once, before any worker starts: two workers must not install or build at the same time. */
export default async function globalSetup(): Promise<void> {
  process.env.CHROMIUM_PATH = await ensureBrowser('chromium');
  process.env.FIREFOX_PATH = await ensureBrowser('firefox');
  await ensureBuilt();
}
