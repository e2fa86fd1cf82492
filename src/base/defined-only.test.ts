import { expect, test } from 'vitest';
import { definedOnly } from './defined-only.ts';

test('drops undefined fields, and no others, in their order', () => {
  const fields = { b: undefined, a: null, zero: 0, empty: '', isSet: false };
  expect(Object.entries(definedOnly(fields))).toEqual([
    ['a', null],
    ['zero', 0],
    ['empty', ''],
    ['isSet', false],
  ]);
});

test('its result fits a type with exact optional fields', () => {
  const given: { ms: number; ip: string | undefined } = { ms: 7, ip: undefined };
  const exact: { ms: number; ip?: string } = definedOnly(given);
  expect('ip' in exact).toBe(false);
});
