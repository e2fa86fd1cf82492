import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { Endpoints } from '../../src/endpoints.ts';
import type { Trust } from '../../src/updates/keys.ts';
import type { BrowserKind } from '../browsers/browser.ts';
import { ROOT } from './built.ts';

/** What a release would compile in. The keys of the repository's tests never stand in its code. */
export interface Compiled {
  trust: Trust;
  mirrors: Endpoints['mirrors'];
  /** The package's facts are as old as this version says: a mirror's take their place by their day. */
  factsVersion: string;
}

/** The extension as a release with keys and mirrors would be: all of it as it is, but for these three. */
export async function withTrusting<T>(
  kind: BrowserKind,
  { trust, mirrors, factsVersion }: Compiled,
  steps: (extensionDir: string) => Promise<T>,
): Promise<T> {
  const outDir = await mkdtemp(join(tmpdir(), 'is-it-blocked-trusting-'));
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.config.ts'),
      mode: kind,
      logLevel: 'error',
      build: { outDir },
      define: { __KNOWLEDGE_VERSION__: JSON.stringify(factsVersion) },
      plugins: [
        {
          name: 'test:trust',
          enforce: 'pre',
          transform: (code, id) =>
            replaced(code, id, 'src/updates/keys.ts', /(TRUST: Trust =)[^;]+;/, trust) ??
            replaced(code, id, 'src/endpoints.ts', /(mirrors:) \[\],/, mirrors),
        },
      ],
    });
    await change(join(outDir, 'manifest.json'), ({ host_permissions, ...manifest }) => ({
      ...manifest,
      host_permissions: [...host_permissions, ...mirrors.map(({ url }) => `*://${new URL(url).hostname}/*`)],
    }));
    await change(join(outDir, 'knowledge.json'), (facts) => ({ ...facts, version: factsVersion }));
    return await steps(outDir);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: files of the build's own, and a test that fails if they are not as they were
async function change(file: string, by: (content: any) => object): Promise<void> {
  await writeFile(file, JSON.stringify(by(JSON.parse(await readFile(file, 'utf8')))));
}

/** @throws when the code does not stand there any more */
function replaced(code: string, id: string, path: string, what: RegExp, by: unknown): string | undefined {
  if (!id.endsWith(path)) return undefined;
  if (!what.test(code)) throw new Error(`${path} is not as this test knows it`);
  const end = what.source.endsWith(',') ? ',' : ';';
  return code.replace(what, (_, head: string) => `${head} ${JSON.stringify(by)}${end}`);
}
