import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parseInput, parseJsonText } from './parse.ts';

const schema = v.object({ sources: v.array(v.object({ url: v.pipe(v.string(), v.url('not an address')) })) });
const fail = (message: string) => new RangeError(message);

test('returns valid input without unknown fields', () => {
  const good = { sources: [{ url: 'https://example.org/' }] };
  expect(parseInput(schema, { ...good, more: 1 }, { whole: 'file', fail })).toEqual(good);
});

test('rejects invalid input with the error of the caller, naming the field', () => {
  const parse = (input: unknown) => () => parseInput(schema, input, { whole: 'file', fail });
  expect(parse({ sources: [{ url: 'here' }] })).toThrow(new RangeError('sources.0.url: not an address'));
  expect(parse('text')).toThrow(/^file: /);
});

test('rejects text that is no JSON in the same way', () => {
  expect(parseJsonText('{"a":1}', fail)).toEqual({ a: 1 });
  expect(() => parseJsonText('<html>', fail)).toThrow(RangeError);
});
