import { readdirSync, readFileSync } from 'node:fs';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig, type Plugin } from 'vite';
import { manifestFor, type Target } from './extension/manifest.ts';
import { buildBundle } from './src/knowledge/tools/build.ts';

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const LANGUAGES = readdirSync(new URL('extension/_locales', import.meta.url));

/** Puts the facts and the words beside the code: one file each, read when needed. */
function files(bundle: string): Plugin {
  return {
    name: 'is-it-blocked:files',
    generateBundle() {
      const emit = (fileName: string, source: string) => this.emitFile({ type: 'asset', fileName, source });
      emit('knowledge.json', bundle);
      emit('THIRD-PARTY.txt', text('THIRD-PARTY.txt'));
      emit('fingerprints.json', JSON.stringify(JSON.parse(text('src/checks/fingerprints.json'))));
      for (const language of LANGUAGES) {
        const words: unknown = JSON.parse(text(`extension/_locales/${language}/messages.json`));
        emit(
          `_locales/${language}/messages.json`,
          JSON.stringify(words, (key, value) => (key === 'description' ? undefined : value)),
        );
      }
    },
  };
}

/**
 * Takes Preact's `dangerouslySetInnerHTML` out of the build. Nothing here uses it; without it no code of the extension
 * can write HTML at all, and the stores' linters have nothing to ask about.
 */
function withoutInnerHtml(): Plugin {
  const write = /\|\|\(\w+\.innerHTML=\w+\.__html\)/;
  return {
    name: 'is-it-blocked:without-inner-html',
    transform(code, id) {
      if (!/[\\/]preact[\\/]dist[\\/]preact\.mjs/.test(id)) return null;
      if (!write.test(code))
        throw new Error('Preact writes innerHTML in a way that vite.config.ts does not know');
      return { code: code.replace(write, ''), map: null };
    },
  };
}

/** `vite build --mode chromium` or `--mode firefox`. */
export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chromium';
  const manifest = manifestFor(target, JSON.parse(text('manifest.json'))) as unknown as ManifestV3Export;
  const bundle = buildBundle();
  const { version } = JSON.parse(bundle) as { version: string };
  return {
    plugins: [
      files(bundle),
      withoutInnerHtml(),
      crx({ manifest, browser: target === 'firefox' ? 'firefox' : 'chrome' }),
    ],
    define: {
      __TARGET__: JSON.stringify(target),
      __KNOWLEDGE_VERSION__: JSON.stringify(version),
      __LANGUAGES__: JSON.stringify(LANGUAGES),
    },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      modulePreload: false,
      target: target === 'firefox' ? 'firefox140' : 'chrome127',
      rollupOptions: {
        input: { popup: 'extension/popup/index.html', welcome: 'extension/pages/welcome.html' },
      },
    },
  };
});
