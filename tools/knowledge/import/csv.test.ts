import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

test.each<[string, string, Record<string, string>[]]>([
  ['quotes, commas and lines in quotes', 'a,b\n"x ""y"", z","1\n2"', [{ a: 'x "y", z', b: '1\n2' }]],
  ['a byte order mark', '\ufeffa,b\n1,2', [{ a: '1', b: '2' }]],
  ['line ends of three kinds', 'a\r\n1\n2\r3', [{ a: '1' }, { a: '2' }, { a: '3' }]],
  ['spaces around cells', ' a , b\n 1 ,2 ', [{ a: '1', b: '2' }]],
  [
    'short rows and long ones',
    'a,b\n1\n1,2,3',
    [
      { a: '1', b: '' },
      { a: '1', b: '2' },
    ],
  ],
  ['empty rows', 'a,b\n\n,\n1,2\n', [{ a: '1', b: '2' }]],
  ['a formula', 'a\n=1+1', [{ a: '=1+1' }]],
  ['a quote inside a cell', 'a\nthe "X" app', [{ a: 'the "X" app' }]],
  ['words behind a quote', 'a\n"X" app', [{ a: '"X" app' }]],
])('%s', (_, text, rows) => {
  expect(parseCsv(text)).toEqual(rows);
});
