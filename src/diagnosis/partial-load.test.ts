import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import * as f from './testing/observations.ts';

const diagnosePartialLoad = (...observations: Parameters<typeof f.diagnosisInput>[1]) =>
  diagnose(f.diagnosisInput(f.partialLoadSymptom('reset'), observations));

test('parts that are cut again, while other sites answer, are blocked; the page that came is said', () => {
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
  'a server of parts that answers its bare name with %i is reached',
  (status) => {
    const verdict = diagnosePartialLoad(...f.workingControls, f.observedRetry(f.answeredWith(status)));
    expect(verdict.kind).toBe('reachable');
    expect(verdict.evidence.map((e) => e.key)).toContain('retry-ok');
  },
);

test('451 is a word of the law, from a server of parts as well', () => {
  expect(diagnosePartialLoad(...f.workingControls, f.observedRetry(f.answeredWith(451)))).toMatchObject({
    mechanism: 'http-451',
  });
});

test('parts that fail from outside as well are down', () => {
  const failing = [
    ...f.workingControls,
    ...f.twoRetries(f.failedWith('reset')),
    f.observedTestHelper('connection_reset'),
  ];
  expect(diagnosePartialLoad(...failing).kind).toBe('site-down');
});

test('without a control, or in quiet mode, nobody is blamed', () => {
  expect(diagnosePartialLoad(...f.timedOutControls, ...f.twoRetries(f.failedWith('reset'))).kind).toBe(
    'offline',
  );
  expect(diagnose(f.diagnosisInput(f.partialLoadSymptom('reset'), [], 'quiet')).kind).toBe('inconclusive');
});

test('what the page itself can get is not blocked, whatever fails to the extension', () => {
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
