import { expect, test } from 'vitest';
import { addImport, addMessage, appendToList, appendToObject } from './insert.ts';

test('an item goes to the end of its list, whatever its type is written like', () => {
  const text = "const OTHERS = [\n  1,\n];\nexport const NAMES: readonly Row[] = [\n  ['a'],\n];\n";
  expect(appendToList(text, 'NAMES', "  ['b']")).toBe(text.replace("  ['a'],\n", "  ['a'],\n  ['b'],\n"));
});

test('a field goes to the end of its object, or of its schema', () => {
  expect(appendToObject('const A: B = {\n  a: 1,\n};\n', 'A', '  b: 2')).toBe(
    'const A: B = {\n  a: 1,\n  b: 2,\n};\n',
  );
  expect(appendToObject('const A = v.object({\n  a: x,\n});\n', 'A', '  b: y')).toBe(
    'const A = v.object({\n  a: x,\n  b: y,\n});\n',
  );
});

test('a list that is not there is named', () => {
  expect(() => appendToList('const A = 1;', 'NAMES', '1')).toThrow('NAMES');
});

test('an import goes before the first one, below the comment of the file', () => {
  expect(addImport("/** Why. */\nimport a from 'a';\nimport b from 'b';\n", "import c from 'c';")).toBe(
    "/** Why. */\nimport c from 'c';\nimport a from 'a';\nimport b from 'b';\n",
  );
});

test('a message goes after the last one of its prefix', () => {
  const json = JSON.stringify({
    check_a: { message: 'a' },
    check_b: { message: 'b' },
    other: { message: 'o' },
  });
  expect(Object.keys(JSON.parse(addMessage(json, 'check_c', { message: 'c' })))).toEqual([
    'check_a',
    'check_b',
    'check_c',
    'other',
  ]);
});
