import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { builtDir, ROOT } from '../support/ensure-built.ts';
import { against, kilobytes, type Table } from './table.ts';

/** design: bars, bytes */
const BARS = { popupJs: 25 * 1024, zip: 600 * 1024 };
const DIST = builtDir('chromium');
const POPUP = 'extension/popup/index.html';
const ManifestSchema = v.object({ background: v.object({ service_worker: v.string() }) });

/** What a person downloads, and what a browser has to read before it shows something. */
export async function sizes(): Promise<Table> {
  await makePackages();
  const page = await readFile(join(DIST, POPUP), 'utf8');
  const scripts = await withImports(linked(page, /<script[^>]+src="([^"]+)"/g));
  const styles = linked(page, /<link[^>]+href="([^"]+\.css)"/g);
  const manifest = v.parse(ManifestSchema, JSON.parse(await readFile(join(DIST, 'manifest.json'), 'utf8')));
  const background = await withImports([manifest.background.service_worker]);
  const rows = [
    await row('popup: scripts', scripts, BARS.popupJs),
    await row('popup: styles', styles),
    await row('background: scripts', background),
    await row('the facts: knowledge.json', ['knowledge.json']),
  ];
  for (const target of ['chromium', 'firefox'] as const) {
    const { size } = await stat(join(ROOT, `dist/is-it-blocked-${target}.zip`));
    const files = await readdir(builtDir(target), { recursive: true, withFileTypes: true });
    const count = files.filter((file) => file.isFile()).length;
    rows.push([`package for ${target}`, String(count), '', kilobytes(size), ...bar(size, BARS.zip)]);
  }
  return {
    title: 'Sizes',
    how: 'Of a build made for this table; scripts with all that they import at once, each file gzipped by itself (the packages: zipped).',
    columns: ['what', 'files', 'plain', 'compressed', 'bar', ''],
    rows,
  };
}

async function row(what: string, paths: string[], limit?: number): Promise<string[]> {
  const files = await Promise.all(paths.map((path) => readFile(join(DIST, path))));
  const sum = (sizes: number[]) => sizes.reduce((a, b) => a + b, 0);
  const plain = sum(files.map((file) => file.length));
  const gzipped = sum(files.map((file) => gzipSync(file, { level: 9 }).length));
  return [what, String(files.length), kilobytes(plain), kilobytes(gzipped), ...bar(gzipped, limit)];
}

const bar = (value: number, limit?: number): string[] =>
  limit === undefined ? ['', ''] : [`≤ ${limit / 1024} KB`, against(value, limit)];

/** Paths in the package of what a page names; from its own folder, or from the root. */
function linked(page: string, pattern: RegExp): string[] {
  const paths = [...page.matchAll(pattern)].map(([, path = '']) =>
    path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(POPUP), path),
  );
  if (paths.length === 0) throw new Error(`${POPUP} names nothing that matches ${pattern}`);
  return paths;
}

/** The scripts and all that they import statically, each once. */
async function withImports(entries: string[]): Promise<string[]> {
  const found = new Set(entries);
  for (const path of found) {
    const code = await readFile(join(DIST, path), 'utf8');
    for (const [, name = ''] of code.matchAll(/\b(?:import|from)\s*["'](\.[^"']+)["']/g))
      found.add(posix.join(posix.dirname(path), name));
  }
  return [...found];
}

/** Builds both variants afresh and zips them. @throws when that fails */
async function makePackages(): Promise<void> {
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  const child = spawn(tsx, ['tools/build/package.ts'], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(`Making the packages failed with exit code ${code}; its own words are above`);
}
