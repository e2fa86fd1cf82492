import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { buildPolicySchema } from './managed-policy.ts';
import { POLICY_FILE } from './manifest.ts';

export const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Sorted: the order in which a file system lists a folder must not change the packages. */
export const LANGUAGES = readdirSync(new URL('../../extension/_locales', import.meta.url)).sort();

/** Data files beside the code, which the extension reads when it needs them. */
function files(bundle: string): [fileName: string, source: string][] {
  const readMessages = (language: string): unknown =>
    JSON.parse(text(`extension/_locales/${language}/messages.json`));
  const withoutDescriptions = (value: unknown) =>
    JSON.stringify(value, (key, v) => (key === 'description' ? undefined : v));
  return [
    ['knowledge.json', bundle],
    ['THIRD-PARTY.txt', text('THIRD-PARTY.txt')],
    ['LICENSE.txt', text('LICENSE')],
    ['PRIVACY.txt', text('PRIVACY.md')],
    ['DATA-LICENSES.txt', text('DATA-LICENSES.md')],
    [POLICY_FILE, JSON.stringify(buildPolicySchema())],
    ['fingerprints.json', JSON.stringify(JSON.parse(text('src/checks/fingerprints.json')))],
    ...LANGUAGES.map((l): [string, string] => [
      `_locales/${l}/messages.json`,
      withoutDescriptions(readMessages(l)),
    ]),
  ];
}

export function emitPackagedFiles(bundle: string): Plugin {
  return {
    name: 'is-it-blocked:files',
    generateBundle() {
      for (const [fileName, source] of files(bundle)) this.emitFile({ type: 'asset', fileName, source });
    },
    /** `npm run dev` makes no bundle: the server writes the files when it starts, and when a message file changes. */
    configureServer({ httpServer, watcher, config }) {
      const writeFiles = () => {
        for (const [fileName, source] of files(bundle)) {
          const path = resolve(config.root, config.build.outDir, fileName);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, source);
        }
      };
      httpServer?.once('listening', writeFiles);
      watcher.on('change', (path) => {
        if (path.includes('_locales')) writeFiles();
      });
    },
  };
}

/**
 * Removes Preact's `dangerouslySetInnerHTML` from the build. The extension does not use it; without it, no code of the
 * extension can write HTML, and the stores' linters report nothing.
 */
export function withoutInnerHtml(): Plugin {
  const write = /\|\|\(\w+\.innerHTML=\w+\.__html\)/;
  return {
    name: 'is-it-blocked:without-inner-html',
    transform(code, id) {
      if (!/[\\/]preact[\\/]dist[\\/]preact\.mjs/.test(id)) return null;
      if (!write.test(code))
        throw new Error('Preact writes innerHTML in a way that tools/build/vite-plugins.ts does not know');
      return { code: code.replace(write, ''), map: null };
    },
  };
}

/**
 * Moves the style sheet behind the static frame of a page: a style sheet delays the painting of all content after it, and
 * the frame should appear at once.
 */
export function stylesheetAfterFrame(): Plugin {
  const sheet = /\n *<link rel="stylesheet"[^>]*>/;
  return {
    name: 'is-it-blocked:frame-first',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const [link = ''] = (html.includes('class="frame"') && sheet.exec(html)) || [];
        return html.replace(link, '').replace('\n  </body>', `${link}\n  </body>`);
      },
    },
  };
}
