/** What may be installed: exact versions, from the public registry, with digests, and without code that runs at installation. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const versions = v.record(v.string(), v.string());
const ManifestSchema = v.object({ dependencies: versions, devDependencies: versions });
const LockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({
      version: v.optional(v.string()),
      resolved: v.optional(v.string()),
      integrity: v.optional(v.string()),
      hasInstallScript: v.optional(v.boolean()),
      /** It comes inside another package, whose digest covers it. */
      inBundle: v.optional(v.boolean()),
    }),
  ),
});
const { dependencies, devDependencies } = v.parse(ManifestSchema, read('package.json'));
const { packages } = v.parse(LockSchema, read('package-lock.json'));
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('package.json names each version exactly, and the lock file has that one', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

test('every package comes from the public registry, with its digest', () => {
  expect(installed.length).toBeGreaterThan(100);
  for (const [path, { resolved, integrity, inBundle }] of installed) {
    if (inBundle) continue;
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

test('no package runs code when it is installed', () => {
  const npmrc = readFileSync(new URL('../../.npmrc', import.meta.url), 'utf8');
  expect(npmrc).toMatch(/^ignore-scripts=true$/m);
  const install = readFileSync(new URL('../dev/run.mjs', import.meta.url), 'utf8');
  expect(install).toContain("['ci', '--ignore-scripts'");
  // Neither needs its script: esbuild finds its program without it, and fsevents is for macOS alone.
  for (const [path, { hasInstallScript }] of installed)
    if (hasInstallScript) expect(path).toMatch(/node_modules\/(esbuild|fsevents)$/);
});
