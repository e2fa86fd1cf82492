import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCountryName, formatDate, formatDateTime, formatDuration } from './dates.ts';
import { formatParts, formatPlain } from './format.ts';
import { pickLanguage, textDirection } from './language.ts';

describe('a message', () => {
  test('is cut at its parameters and at its emphasis', () => {
    expect(formatParts('{platform} is *being blocked by {who}* here.', { platform: 'X', who: 'A' })).toEqual([
      { text: 'X', strong: false, isolate: true },
      { text: ' is ', strong: false, isolate: false },
      { text: 'being blocked by ', strong: true, isolate: false },
      { text: 'A', strong: true, isolate: true },
      { text: ' here.', strong: false, isolate: false },
    ]);
  });

  test('takes parameters literally: neither emphasis nor a parameter in a name counts', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        expect(formatParts('a {name} b', { name })).toEqual([
          { text: 'a ', strong: false, isolate: false },
          { text: name, strong: false, isolate: true },
          { text: ' b', strong: false, isolate: false },
        ]);
      }),
    );
  });

  test('shows which parameter is missing', () => {
    expect(formatParts('{host}')[0]?.text).toBe('{host}');
  });

  test('isolates names in plain text, and formats numbers for the language', () => {
    expect(formatPlain('{n} *mal*', { n: 1234.5 }, 'de')).toBe('\u20681.234,5\u2069 mal');
  });
});

test.each([
  ['2024', 'en', '2024'],
  ['2024-02', 'en', 'February 2024'],
  ['2024-02-17', 'en-GB', '17 February 2024'],
  ['2024-02-17', 'ur', '17 فروری، 2024'],
])('%s in %s is no more exact than it is known', (date, language, expected) => {
  expect(formatDate(date, language)).toBe(expected);
});

test('dates are in the calendar of their sources', () => {
  expect(formatDate('2024', 'fa-u-nu-latn')).toContain('2024');
});

test('writes a moment as a day and a time, in the Gregorian calendar', () => {
  const at = new Date(2026, 10, 24, 9, 38).getTime();
  expect(formatDateTime(at, 'en-GB')).toBe('24 November 2026 at 09:38');
  expect(formatDateTime(at, 'fa-u-nu-latn')).toContain('2026');
});

test('durations are in seconds, and below a tenth of one in milliseconds', () => {
  expect(formatDuration(1234, 'en')).toBe('1.2s');
  expect(formatDuration(85, 'en')).toBe('85ms');
});

test('a country has its name, and what is no country code has none', () => {
  expect(formatCountryName('PK', 'ur')).toBe('پاکستان');
  expect(formatCountryName('', 'en')).toBe('');
});

describe('the language', () => {
  const available = ['en', 'pt_BR', 'ur', 'zh_CN'];
  test.each([
    [['', 'ur'], 'ur'],
    [['ur-PK'], 'ur'],
    [['pt-br'], 'pt_BR'],
    [['pt', 'ur'], 'ur'],
    [['xx', ''], 'en'],
  ])('%j gives %s', (wishes, expected) => {
    expect(pickLanguage(wishes, available)).toBe(expected);
  });

  test('has the direction that it is written in', () => {
    expect([textDirection('ur'), textDirection('ar-EG'), textDirection('pt_BR')]).toEqual([
      'rtl',
      'rtl',
      'ltr',
    ]);
  });
});
