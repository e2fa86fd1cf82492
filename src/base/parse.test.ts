import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parseInput, parseJsonText } from './parse.ts';

const schema = v.object({ sources: v.array(v.object({ url: v.pipe(v.string(), v.url('not an address')) })) });
const fail = (message: string) => new RangeError(message);

test('input that fits is given back without what the schema does not know', () => {
  const good = { sources: [{ url: 'https://example.org/' }] };
  expect(parseInput(schema, { ...good, more: 1 }, { whole: 'file', fail })).toEqual(good);
});

test('input that does not fit is refused with its field, in the error of the one who asked', () => {
  const parse = (input: unknown) => () => parseInput(schema, input, { whole: 'file', fail });
  expect(parse({ sources: [{ url: 'here' }] })).toThrow(new RangeError('sources.0.url: not an address'));
  expect(parse('text')).toThrow(/^file: /);
});

test('text that is no JSON is refused in the same way', () => {
  expect(parseJsonText('{"a":1}', fail)).toEqual({ a: 1 });
  expect(() => parseJsonText('<html>', fail)).toThrow(RangeError);
});
