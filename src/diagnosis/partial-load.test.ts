import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const diagnosePartialLoad = (...observations: Parameters<typeof f.diagnosisInput>[1]) =>
  diagnose(f.diagnosisInput(f.partialLoadSymptom('reset'), observations));

test('subresources that are cut again while other sites answer are blocked, though the page came', () => {
  const verdict = diagnosePartialLoad(...f.workingControls, ...f.twoRetries(f.failedWith('reset')));
  expect(verdict).toMatchObject({ kind: 'blocked', mechanism: 'tls-reset' });
  expect(verdict.evidence[0]).toEqual({
    key: 'partial-load',
    tone: 'bad',
    params: { failed: 3, failure: 'reset', host: 'abs.twimg.com' },
    from: [],
  });
});

test.each([200, 403, 404, 503])(
  'a server of subresources that answers its front page with %i is reachable',
  (status) => {
    const verdict = diagnosePartialLoad(...f.workingControls, f.observedRetry(f.answeredWith(status)));
    expect(verdict.kind).toBe('reachable');
    expect(verdict.evidence.map((e) => e.key)).toContain('retry-ok');
  },
);

test('451 counts from a server of subresources as well: it withholds them itself', () => {
  const verdict = diagnosePartialLoad(...f.workingControls, f.observedRetry(f.answeredWith(451)));
  expect(verdict).toMatchObject({ kind: 'refused-by-site', mechanism: null });
  expect(verdict.evidence.map((e) => e.key)).toContain('legal-reasons');
});

test('subresources that fail for the test helper as well are down', () => {
  const failing = [
    ...f.workingControls,
    ...f.twoRetries(f.failedWith('reset')),
    f.observedTestHelper('connection_reset'),
  ];
  expect(diagnosePartialLoad(...failing).kind).toBe('site-down');
});

test('without a working control, or in quiet mode, there is no block', () => {
  expect(diagnosePartialLoad(...f.timedOutControls, ...f.twoRetries(f.failedWith('reset'))).kind).toBe(
    'offline',
  );
  expect(diagnose(f.diagnosisInput(f.partialLoadSymptom('reset'), [], 'quiet')).kind).toBe('inconclusive');
});

test('what the page itself can load is not blocked, whatever fails for the extension', () => {
  const cut = [...f.workingControls, ...f.twoRetries(f.failedWith('reset'))];
  const verdict = diagnosePartialLoad(...cut, f.observedInPage(f.answeredWith(0)));
  expect(verdict.kind).toBe('reachable');
  expect(verdict.evidence.map((e) => e.key)).toContain('in-page-ok');
  const alike = diagnosePartialLoad(...cut, f.observedInPage(f.failedWith('other')));
  expect(alike.kind).toBe('blocked');
  expect(alike.evidence.map((e) => e.key)).toContain('in-page-failed');
  const mute = diagnosePartialLoad(...cut, f.observedInPage({ kind: 'void', why: 'csp' }));
  expect(mute).toEqual(diagnosePartialLoad(...cut));
});
