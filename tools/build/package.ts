/** Builds and zips both variants for the stores. Names are sorted and dates fixed, so the same sources give the same bytes. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import './build.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The earliest date in the zip format; a real date would change the file with each build. */
const ZIP_DATE = new Date(1980, 0, 1);
/** A self-imposed limit: people on slow or expensive lines download the extension, too. */
const MAX_ZIP_BYTES = 600 * 1024;

for (const target of ['chromium', 'firefox']) {
  const dir = join(ROOT, 'dist', target);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((e) => e.isFile()).map((e) => relative(dir, join(e.parentPath, e.name)));
  const files: Zippable = {};
  for (const path of paths.sort()) files[path.split(sep).join('/')] = await readFile(join(dir, path));
  const zip = zipSync(files, { level: 9, mtime: ZIP_DATE });
  const file = `dist/is-it-blocked-${target}.zip`;
  await writeFile(join(ROOT, file), zip);
  const size = `${(zip.length / 1024).toFixed(0)} KB of ${MAX_ZIP_BYTES / 1024} KB`;
  console.log(`${file}: ${size}`);
  if (zip.length > MAX_ZIP_BYTES) throw new Error(`${file} is too large for the stores' users: ${size}`);
}
