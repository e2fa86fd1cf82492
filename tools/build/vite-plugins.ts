import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { buildPolicySchema } from './managed-policy.ts';
import { POLICY_FILE } from './manifest.ts';

export const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export const LANGUAGES = readdirSync(new URL('../../extension/_locales', import.meta.url));

/** The facts and the words, beside the code: one file each, read when needed. */
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
    /** `npm run dev` bundles nothing: there the files are put into place when the server is up, and at each change. */
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
 * Takes Preact's `dangerouslySetInnerHTML` out of the build. Nothing here uses it; without it no code of the extension
 * can write HTML at all, and the stores' linters have nothing to ask about.
 */
export function withoutInnerHtml(): Plugin {
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

/**
 * A style sheet keeps all that stands behind it from being painted, and nothing before: in the popup it comes after the frame
 * that is there to be seen at once.
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
