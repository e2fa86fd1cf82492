import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findMissingPaths, linkedFiles } from './document-paths.ts';
import { ROOMS } from './rooms.ts';
import { insertRoomsTable, ROOM_DOCUMENTS } from './rooms-table.ts';
import { listFiles, PROJECT_ROOT } from './source-tree.ts';

const FILES = listFiles(PROJECT_ROOT);
const DOCUMENTS = FILES.filter((path) => path.endsWith('.md'));
const RECORDS = DOCUMENTS.filter((path) => /^docs\/decisions\/\d{4}-/.test(path));
const WORKFLOWS = FILES.filter((path) => path.startsWith('.github/workflows/'));

const read = (path: string): string => readFileSync(join(PROJECT_ROOT, path), 'utf8');

const ROOM_TABLES = Object.keys(ROOM_DOCUMENTS) as (keyof typeof ROOM_DOCUMENTS)[];

test.each(ROOM_TABLES)('the table in %s is what the table of rooms makes: npm run docs', (document) => {
  const text = read(document);
  expect(insertRoomsTable(text, document)).toBe(text);
});

test('each room stands in one of the tables', () => {
  for (const { name } of ROOMS)
    expect([name, ROOM_TABLES.filter((path) => read(path).includes(`| \`${name}\` |`)).length]).toEqual([
      name,
      1,
    ]);
});

test('without its marks there is no place for the table', () => {
  expect(() => insertRoomsTable('## Rooms', 'ARCHITECTURE.md')).toThrow(
    'ARCHITECTURE.md has no <!-- rooms:begin -->',
  );
});

test('ARCHITECTURE.md stays two pages', () => {
  expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(135);
});

describe('documents name only files that exist', () => {
  test.each(DOCUMENTS)('%s', (path) => {
    const text = read(path);
    expect(findMissingPaths(text, FILES)).toEqual([]);
    const targets = linkedFiles(text).map((target) =>
      posix.join(posix.dirname(path), target).replace(/\/$/, ''),
    );
    expect(
      targets.filter((one) => !FILES.includes(one) && !FILES.some((file) => file.startsWith(`${one}/`))),
    ).toEqual([]);
  });

  test('a file that is gone is named with its line; folders, placeholders and other code are not', () => {
    const text = '`src/a.ts`\n`src/gone.ts` `src/` `src/data/CC.json` `npm run docs` `text/html`';
    expect(findMissingPaths(text, ['src/a.ts'])).toEqual([{ line: 2, path: 'src/gone.ts' }]);
  });

  test('links to files are found, addresses and headings are not', () => {
    expect(linkedFiles('[a](a.md#top) [b](https://b.example/b.md) [c](#c)')).toEqual(['a.md']);
  });
});

describe('decision records', () => {
  const index = read('docs/decisions/README.md');

  test.each(RECORDS)('%s is in the list, and has date, status and its four headings', (path) => {
    const text = read(path);
    const [, number] = /(\d{4})-/.exec(path) ?? [];
    const [, title] = /^# \d{4}\. (.+)$/m.exec(text) ?? [];
    const row = index.split('\n').find((line) => line.startsWith(`| ${number} |`)) ?? '';
    expect(row).toContain(`(${posix.basename(path)})`);
    expect(plainQuotes(row)).toContain(`[${plainQuotes(title ?? 'no title')}]`);
    expect(text).toMatch(/^- Date: \d{4}-\d{2}-\d{2}$/m);
    expect(text).toMatch(/^- Status: (accepted|superseded by \d{4})$/m);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'Evidence',
      'Consequence',
    ]);
  });

  test('the list names no record twice', () => {
    const numbers = [...index.matchAll(/^\| (\d{4}) \|/gm)].map(([, number]) => number);
    expect(numbers).toHaveLength(RECORDS.length);
    expect(new Set(numbers).size).toBe(RECORDS.length);
  });
});

const plainQuotes = (text: string): string => text.replaceAll('’', "'");

test('a workflow uses actions by their full commit, with the version beside it', () => {
  const uses = WORKFLOWS.flatMap((path) => [...read(path).matchAll(/uses: (.+)$/gm)].map(([, use]) => use));
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) expect(use).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
