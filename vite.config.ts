import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import { ENDPOINTS } from './src/config/endpoints.ts';
import { readCustomEndpoints } from './tools/build/given-endpoints.ts';
import { BROWSER_VERSIONS, type BrowserTarget, buildManifest } from './tools/build/manifest.ts';
import { createChunkNamer } from './tools/build/shared-chunks.ts';
import { allowInlineStyles } from './tools/build/style-hashes.ts';
import { requireNotices } from './tools/build/third-party.ts';
import {
  emitPackagedFiles,
  LANGUAGES,
  stylesheetAfterFrame,
  text,
  withoutInnerHtml,
} from './tools/build/vite-plugins.ts';
import { buildBundle } from './tools/knowledge/build.ts';

/** `vite build --mode chromium` or `--mode firefox`. */
export default defineConfig(({ mode, command }) => {
  const target: BrowserTarget = mode === 'firefox' ? 'firefox' : 'chromium';
  const given = readCustomEndpoints();
  const base = JSON.parse(text('manifest.json'));
  // The development server sends styles as text and talks over a WebSocket: there the browser's own policy holds.
  if (command === 'serve') base.content_security_policy = undefined;
  const manifest = buildManifest(target, base, { ...ENDPOINTS, ...given }) as unknown as ManifestV3Export;
  const bundle = buildBundle();
  const { version } = JSON.parse(bundle) as { version: string };
  return {
    plugins: [
      emitPackagedFiles(bundle),
      withoutInnerHtml(),
      stylesheetAfterFrame(),
      requireNotices(text('THIRD-PARTY.txt')),
      allowInlineStyles(),
      crx({ manifest, browser: target === 'firefox' ? 'firefox' : 'chrome' }),
    ],
    define: {
      __TARGET__: JSON.stringify(target),
      __KNOWLEDGE_VERSION__: JSON.stringify(version),
      __LANGUAGES__: JSON.stringify(LANGUAGES),
      ...(given && { __ENDPOINTS__: JSON.stringify(given) }),
    },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      modulePreload: false,
      // The pages' policy takes pictures from files of the package alone, not from `data:`.
      assetsInlineLimit: 0,
      target:
        target === 'firefox' ? `firefox${BROWSER_VERSIONS.firefox}` : `chrome${BROWSER_VERSIONS.chromium}`,
      rollupOptions: {
        input: {
          popup: 'extension/popup/index.html',
          welcome: 'extension/pages/welcome/index.html',
          records: 'extension/pages/records/index.html',
        },
        output: { codeSplitting: { groups: [{ name: createChunkNamer(), debugName: 'shared' }] } },
      },
    },
  };
});
