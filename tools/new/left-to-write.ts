/** `npm run new` marks what it cannot know; `left-to-write.test.ts` fails until each mark is replaced. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../house/source-tree.ts';

export const MARK = 'TO WRITE:';

/** The same file is not listed line by line beyond this: a new language has hundreds of marks. */
const MAX_LINES_PER_FILE = 8;

/** `src/checks/quic.ts:5 what this check finds out` for each mark under `root`; the templates themselves are left out. */
export const findLeftToWrite = (root: string): string[] =>
  listFiles(root)
    .filter((path) => /^(src|extension|tools)\/.*\.(tsx?|json)$/.test(path) && !path.startsWith('tools/new/'))
    .flatMap((path) => marksIn(path, readFileSync(join(root, path), 'utf8')));

function marksIn(path: string, text: string): string[] {
  if (!text.includes(MARK)) return [];
  const marks = text.split('\n').flatMap((line, i) => {
    const at = line.indexOf(MARK);
    return at < 0 ? [] : [`${path}:${i + 1} ${cleanMark(line.slice(at + MARK.length))}`];
  });
  return marks.length > MAX_LINES_PER_FILE ? [`${path}: ${marks.length} places`] : marks;
}

const cleanMark = (text: string): string => text.replace(/(\*\/|['"],?|,)\s*$/, '').trim();
