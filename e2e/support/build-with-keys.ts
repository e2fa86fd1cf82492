import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { Endpoints } from '../../src/config/endpoints.ts';
import type { TrustAnchor } from '../../src/updates/trust-anchor.ts';
import type { BrowserKind } from '../browsers/browser.ts';
import { ROOT } from './ensure-built.ts';

/** What a release compiles in. Keys of tests never stand in the product's code. */
export interface CompiledTrust {
  trust: TrustAnchor;
  mirrors: Endpoints['mirrors'];
  /** Version of the package's facts: a mirror's facts of a later day replace them. */
  factsVersion: string;
}

/** Builds the extension as a release with keys and mirrors, otherwise unchanged. */
export async function withTrustedBuild<T>(
  kind: BrowserKind,
  { trust, mirrors, factsVersion }: CompiledTrust,
  steps: (extensionDir: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'is-it-blocked-trusting-'));
  const outDir = join(dir, 'extension');
  process.env.ENDPOINTS = join(dir, 'endpoints.json');
  try {
    await writeFile(process.env.ENDPOINTS, JSON.stringify({ mirrors }));
    await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.config.ts'),
      mode: kind,
      logLevel: 'error',
      build: { outDir },
      define: {
        __KNOWLEDGE_VERSION__: JSON.stringify(factsVersion),
        __TRUST_ANCHOR__: JSON.stringify(trust),
      },
    });
    const facts = join(outDir, 'knowledge.json');
    await writeFile(
      facts,
      JSON.stringify({ ...JSON.parse(await readFile(facts, 'utf8')), version: factsVersion }),
    );
    return await steps(outDir);
  } finally {
    delete process.env.ENDPOINTS;
    await rm(dir, { recursive: true, force: true });
  }
}
