import { expect, test } from 'vitest';
import { comparePages, isBotChallenge } from './compare-pages.ts';
import { controlOf, readMeasurement } from './read-measurement.ts';
import { helper, measurement, PAGE, request } from './testing/measurements.ts';

function compare(answer: Parameters<typeof request>[1], control: object = helper()) {
  const { test_keys } = readMeasurement(
    measurement({ requests: [request('http://www.site.example/', answer)], control }),
  );
  const [first] = test_keys.requests;
  const outside = controlOf(test_keys);
  if (!first || !outside) throw new Error('no page to compare');
  return comparePages(first.response, outside);
}

test.each([
  ['the same page', {}, 'same'],
  ['a page of a similar length', { body: 'x'.repeat(Math.round(0.8 * PAGE.length)) }, 'same'],
  ['a short page with the same title', { body: '<title> Our  own site</title>' }, 'same'],
  [
    'a short page with an unusual header of the site',
    { body: 'short', headers: { 'alt-svc': 'clear' } },
    'same',
  ],
  [
    'a short page with common headers alone',
    { body: 'short', headers: { 'Content-Type': 'text/html' } },
    'different',
  ],
  ['another status', { code: 403, body: PAGE }, 'different'],
  ['a redirect that was not followed', { code: 302 }, 'unknown'],
] as const)('%s', (_what, answer, likeness) => {
  expect(compare(answer)).toBe(likeness);
});

test('a helper that gets an error, or none, is no measure', () => {
  expect(compare({}, helper({ status: 503 }))).toBe('unknown');
  expect(compare({}, helper({ failure: 'unknown_error' }))).toBe('unknown');
});

test('bytes that are no text keep their length', () => {
  const { test_keys } = readMeasurement(
    measurement({
      requests: [
        {
          ...request('http://www.site.example/'),
          response: {
            code: 200,
            body: { format: 'base64', data: Buffer.alloc(PAGE.length, 0xff).toString('base64') },
          },
        },
      ],
    }),
  );
  expect(test_keys.requests[0]?.response.body).toHaveLength(PAGE.length);
});

test('a challenge is a refusal with the mark of a challenge', () => {
  const page = {
    body_is_truncated: false,
    headers: {},
    body: Buffer.from('src="/cdn-cgi/challenge-platform/a"'),
  };
  expect(isBotChallenge({ ...page, code: 503 })).toBe(true);
  expect(isBotChallenge({ ...page, code: 200 })).toBe(false);
  expect(isBotChallenge({ ...page, code: 503, body: Buffer.from('busy') })).toBe(false);
  expect(
    isBotChallenge({ ...page, code: 403, body: Buffer.from(''), headers: { 'cf-mitigated': 'challenge' } }),
  ).toBe(true);
});
