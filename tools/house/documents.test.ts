import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { insertRoomsTable } from './rooms-table.ts';
import { PROJECT_ROOT } from './source-tree.ts';

test('the table of ARCHITECTURE.md is what the table of rooms makes: npm run docs', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'ARCHITECTURE.md'), 'utf8');
  expect(insertRoomsTable(text)).toBe(text);
});

test('without its marks there is no place for the table', () => {
  expect(() => insertRoomsTable('## Rooms')).toThrow('ARCHITECTURE.md has no <!-- rooms:begin -->');
});
