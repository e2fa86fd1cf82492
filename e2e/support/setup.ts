import { ensureBrowser } from '../browsers/install.ts';
import { ensureBuilt } from './ensure-built.ts';

/** Once, before any worker starts: what every test needs, and what two workers must not do at the same time. */
export default async function globalSetup(): Promise<void> {
  process.env.CHROMIUM_PATH = await ensureBrowser('chromium');
  process.env.FIREFOX_PATH = await ensureBrowser('firefox');
  await ensureBuilt();
}
