import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import * as v from 'valibot';
import { defineConfig, type Plugin } from 'vite';
import { ENDPOINTS, type Endpoints, EndpointsSchema } from './src/config/endpoints.ts';
import { policySchema } from './tools/build/managed-policy.ts';
import { manifestFor, POLICY_FILE, type Target } from './tools/build/manifest.ts';
import { buildBundle } from './tools/knowledge/build.ts';

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const LANGUAGES = readdirSync(new URL('extension/_locales', import.meta.url));

/** The facts and the words, beside the code: one file each, read when needed. */
function files(bundle: string): [fileName: string, source: string][] {
  const words = (language: string): unknown =>
    JSON.parse(text(`extension/_locales/${language}/messages.json`));
  const short = (value: unknown) =>
    JSON.stringify(value, (key, v) => (key === 'description' ? undefined : v));
  return [
    ['knowledge.json', bundle],
    ['THIRD-PARTY.txt', text('THIRD-PARTY.txt')],
    ['LICENSE.txt', text('LICENSE')],
    ['PRIVACY.txt', text('PRIVACY.md')],
    ['DATA-LICENSES.txt', text('DATA-LICENSES.md')],
    [POLICY_FILE, JSON.stringify(policySchema())],
    ['fingerprints.json', JSON.stringify(JSON.parse(text('src/checks/fingerprints.json')))],
    ...LANGUAGES.map((l): [string, string] => [`_locales/${l}/messages.json`, short(words(l))]),
  ];
}

function carryFiles(bundle: string): Plugin {
  return {
    name: 'is-it-blocked:files',
    generateBundle() {
      for (const [fileName, source] of files(bundle)) this.emitFile({ type: 'asset', fileName, source });
    },
    /** `npm run dev` bundles nothing: there the files are put into place when the server is up, and at each change. */
    configureServer({ httpServer, watcher, config }) {
      const write = () => {
        for (const [fileName, source] of files(bundle)) {
          const path = resolve(config.root, config.build.outDir, fileName);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, source);
        }
      };
      httpServer?.once('listening', write);
      watcher.on('change', (path) => {
        if (path.includes('_locales')) write();
      });
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

/**
 * A style sheet keeps all that stands behind it from being painted, and nothing before: in the popup it comes after the frame
 * that is there to be seen at once.
 */
function frameFirst(): Plugin {
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

/**
 * What several pages share lies in two files, whichever pages there are: what the background shares too, and what draws.
 * In a dozen small ones, as they would come by themselves, the popup would be a kilobyte larger.
 */
const CHUNKS = [
  {
    name: 'core',
    test: /node_modules\/(valibot|idb)|src\/(cases\/case|checks\/observation|detection\/error-family|diagnosis\/verdict|storage\/(database|open)|knowledge\/(recall|pages|trust|in-use|bundle)|settings|endpoints)\.|extension\/browser\/(api|messages|pages|settings)\./,
  },
  {
    name: 'draw',
    test: /node_modules\/(preact|@preact)|src\/words\/|extension\/ui\/(CountryOptions|Icon|Path|Record|Say|Sources|Timeline|group|offices|words)\./,
  },
];

/** What a lab or an organisation puts in the place of our endpoints (`src/config/endpoints.ts`). @throws on what is none */
function givenEndpoints(file = process.env.ENDPOINTS): Partial<Endpoints> | undefined {
  if (!file) return undefined;
  const parsed = v.safeParse(
    v.strictObject(v.partial(EndpointsSchema).entries),
    JSON.parse(readFileSync(file, 'utf8')),
  );
  if (!parsed.success) throw new Error(`${file} (ENDPOINTS):\n${v.summarize(parsed.issues)}`);
  return JSON.parse(JSON.stringify(parsed.output));
}

/** `vite build --mode chromium` or `--mode firefox`. */
export default defineConfig(({ mode }) => {
  const target: Target = mode === 'firefox' ? 'firefox' : 'chromium';
  const given = givenEndpoints();
  const base = JSON.parse(text('manifest.json'));
  const manifest = manifestFor(target, base, { ...ENDPOINTS, ...given }) as unknown as ManifestV3Export;
  const bundle = buildBundle();
  const { version } = JSON.parse(bundle) as { version: string };
  return {
    plugins: [
      carryFiles(bundle),
      withoutInnerHtml(),
      frameFirst(),
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
      target: target === 'firefox' ? 'firefox140' : 'chrome127',
      rollupOptions: {
        input: {
          popup: 'extension/popup/index.html',
          welcome: 'extension/pages/welcome/index.html',
          facts: 'extension/pages/records/index.html',
        },
        output: { codeSplitting: { groups: CHUNKS } },
      },
    },
  };
});
