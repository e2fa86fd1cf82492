import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { builtDir, ROOT } from '../support/ensure-built.ts';
import { compareToBar, formatKilobytes, type Table } from './table.ts';

/** design: bars, bytes */
const BARS = { popupJs: 25 * 1024, zip: 600 * 1024 };
const DIST = builtDir('chromium');
const POPUP_PATH = 'extension/popup/index.html';
const BuiltManifestSchema = v.object({ background: v.object({ service_worker: v.string() }) });

/** Sizes of the download, and of the scripts and styles that a browser reads before it shows something. */
export async function benchSizes(): Promise<Table> {
  await buildPackages();
  const page = await readFile(join(DIST, POPUP_PATH), 'utf8');
  const scripts = await collectImports(linkedPaths(page, /<script[^>]+src="([^"]+)"/g));
  const styles = linkedPaths(page, /<link[^>]+href="([^"]+\.css)"/g);
  const manifest = v.parse(
    BuiltManifestSchema,
    JSON.parse(await readFile(join(DIST, 'manifest.json'), 'utf8')),
  );
  const background = await collectImports([manifest.background.service_worker]);
  const rows = [
    await sizeRow('popup: scripts', scripts, BARS.popupJs),
    await sizeRow('popup: styles', styles),
    await sizeRow('background: scripts', background),
    await sizeRow('the facts: knowledge.json', ['knowledge.json']),
  ];
  for (const target of ['chromium', 'firefox'] as const) {
    const { size } = await stat(join(ROOT, `dist/is-it-blocked-${target}.zip`));
    const files = await readdir(builtDir(target), { recursive: true, withFileTypes: true });
    const count = files.filter((file) => file.isFile()).length;
    rows.push([
      `package for ${target}`,
      String(count),
      '',
      formatKilobytes(size),
      ...barCells(size, BARS.zip),
    ]);
  }
  return {
    title: 'Sizes',
    how: 'Of a build made for this table; scripts with all that they import at once, each file gzipped by itself (the packages: zipped).',
    columns: ['what', 'files', 'plain', 'compressed', 'bar', ''],
    rows,
  };
}

async function sizeRow(what: string, paths: string[], limit?: number): Promise<string[]> {
  const files = await Promise.all(paths.map((path) => readFile(join(DIST, path))));
  const sumOf = (sizes: number[]) => sizes.reduce((a, b) => a + b, 0);
  const plain = sumOf(files.map((file) => file.length));
  const gzipped = sumOf(files.map((file) => gzipSync(file, { level: 9 }).length));
  return [
    what,
    String(files.length),
    formatKilobytes(plain),
    formatKilobytes(gzipped),
    ...barCells(gzipped, limit),
  ];
}

const barCells = (value: number, limit?: number): string[] =>
  limit === undefined ? ['', ''] : [`≤ ${limit / 1024} KB`, compareToBar(value, limit)];

/** Paths in the package of the files that a page names, relative to its folder or to the root. */
function linkedPaths(page: string, pattern: RegExp): string[] {
  const paths = [...page.matchAll(pattern)].map(([, path = '']) =>
    path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(POPUP_PATH), path),
  );
  if (paths.length === 0) throw new Error(`${POPUP_PATH} names nothing that matches ${pattern}`);
  return paths;
}

/** The scripts and all their static imports, each once. */
async function collectImports(entries: string[]): Promise<string[]> {
  const found = new Set(entries);
  for (const path of found) {
    const code = await readFile(join(DIST, path), 'utf8');
    for (const [, name = ''] of code.matchAll(/\b(?:import|from)\s*["'](\.[^"']+)["']/g))
      found.add(posix.join(posix.dirname(path), name));
  }
  return [...found];
}

/** Builds and zips both variants. @throws if that fails */
async function buildPackages(): Promise<void> {
  const tsx = join(ROOT, 'node_modules/.bin/tsx');
  const child = spawn(tsx, ['tools/build/package.ts'], { cwd: ROOT, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(`Making the packages failed with exit code ${code}; its own words are above`);
}
