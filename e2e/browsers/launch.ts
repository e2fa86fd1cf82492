import type { BrowserKind, LaunchedBrowser, LaunchOptions } from './browser.ts';
import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';

export const launchBrowser = (kind: BrowserKind, options: LaunchOptions): Promise<LaunchedBrowser> =>
  kind === 'chromium' ? launchChromium(options) : launchFirefox(options);
