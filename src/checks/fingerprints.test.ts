import fc from 'fast-check';
import { expect, test } from 'vitest';
import rows from './fingerprints.json' with { type: 'json' };
import { Fingerprints } from './fingerprints.ts';

const allFingerprints = new Fingerprints(rows);
const findPage = (body: string, location = '') => allFingerprints.findBlockPage({ body, location });

test('every text of the table is found in the middle of a page, unless a look-alike overrules it', () => {
  const bodies = rows.filter(
    ([where, how, scope]) => where === 'body' && how === 'contains' && scope !== 'fp',
  );
  const missed = bodies.filter(([, , , , , text]) => findPage(`<html>\n${text}\n</html>`) === undefined);
  expect(bodies.length).toBeGreaterThan(400);
  expect(missed.length).toBeLessThan(bodies.length * 0.05);
});

test('a redirect to a known URL is found', () => {
  const prefix = rows.find(
    ([where, how, scope]) => where === 'location' && how === 'prefix' && scope === 'nat',
  );
  expect(findPage('', `${prefix?.[5]}?id=1`)?.name).toBe(prefix?.[3]);
  expect(findPage('', `https://elsewhere.example/?to=${prefix?.[5]}`)).toBeUndefined();
});

test('of a redirect’s target only the beginning is searched, however long it is', () => {
  const text = rows.find(([where, how]) => where === 'location' && how === 'contains')?.[5] ?? '';
  expect(text).not.toBe('');
  expect(findPage('', `http://a.example/?${text}`)).toBeDefined();
  expect(findPage('', `http://a.example/?${'x'.repeat(1_000_000)}${text}`)).toBeUndefined();
});

test('an ordinary page is no block page', () => {
  expect(
    findPage('<!doctype html><title>X. It’s what’s happening</title><p>Log in</p>', 'https://x.com/login'),
  ).toBeUndefined();
});

test('a look-alike overrules a fingerprint on the same page', () => {
  const some = new Fingerprints([
    ['body', 'contains', 'isp', 'isp_a', 'RU', 'access restricted'],
    ['body', 'contains', 'fp', 'fp_b', '', 'domain for sale'],
  ]);
  expect(some.findBlockPage({ body: 'x access restricted x', location: '' })).toEqual({
    name: 'isp_a',
    scope: 'isp',
    countries: ['RU'],
  });
  expect(some.findBlockPage({ body: 'access restricted domain for sale', location: '' })).toBeUndefined();
});

test.each([
  ['<p>access restricted</p><!-- domain for sale -->'],
  ['<p>access restricted</p><script>"domain for sale"</script>'],
  ['<p title="domain for sale">access restricted</p>'],
  ['<p title="> domain for sale">access restricted</p>'],
  ['<style>domain for sale</style><p>access restricted</p>'],
  ['<iframe src="http://parked.example/"></iframe><p>access restricted</p>'],
])('a look-alike that nobody sees overrules nothing: %s', (body) => {
  const some = new Fingerprints([
    ['body', 'contains', 'isp', 'isp_a', 'RU', 'access restricted'],
    ['body', 'contains', 'fp', 'fp_b', '', 'domain for sale'],
    ['body', 'contains', 'fp', 'fp_c', '', '<title>domain for sale</title>'],
    ['location', 'prefix', 'fp', 'fp_d', '', 'http://parked.example/'],
  ]);
  expect(some.findBlockPage({ body, location: '' })?.name).toBe('isp_a');
  for (const shown of ['<title>domain for sale</title>', '<p class="x">domain\n for  sale</p>'])
    expect(some.findBlockPage({ body: body + shown, location: '' })).toBeUndefined();
  expect(some.findBlockPage({ body, location: 'http://parked.example/' })).toBeUndefined();
});

test('finds what a search for each text would find', () => {
  const table = ['aaaaaaaa', 'aaaaaaab', 'abababababab', 'blocked by order'].map((text, i) => [
    'body',
    'contains',
    'isp',
    `r${i}`,
    '',
    text,
  ]);
  const some = new Fingerprints(table);
  const page = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'blocked by ', 'order'), { maxLength: 40 })
    .map((p) => p.join(''));
  fc.assert(
    fc.property(page, (body) => {
      const slow = table.find((row) => body.includes(row[5] ?? ''));
      expect(some.findBlockPage({ body, location: '' })?.name).toBe(slow?.[3]);
    }),
  );
});

test('an invalid table is rejected with the row that is wrong', () => {
  expect(() => new Fingerprints([['body', 'contains', 'isp', 'a', '', 'short']])).toThrow(/length/i);
});
