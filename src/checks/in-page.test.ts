import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as f from '../diagnosis/testing/observations.ts';
import { nextChecks } from '../investigation/plan.ts';
import type { Observation } from '../model/observation.ts';
import type { CheckContext } from './check.ts';
import { inPageCheck } from './in-page.ts';

const contextWith = (said?: () => Promise<unknown>): CheckContext => ({
  probe: () => Promise.reject(new Error('not asked')),
  now: () => 0,
  random: () => 0.5,
  findBlockPage: async () => undefined,
  ...(said ? { probeInPage: said } : {}),
});
const runInPageCheck = (said?: () => Promise<unknown>) =>
  inPageCheck(7, 'abs.twimg.com', 4_000).run(contextWith(said), new AbortController().signal);
const pageSaying = (result: string) => async () => ({ result, loaded: 1, zeroBytes: 3, waitedMs: 12.4 });

test.each([
  ['reachable', { kind: 'answered', secure: true }],
  ['timeout', { kind: 'timeout' }],
  ['csp', { kind: 'void', why: 'csp' }],
  ['service-worker', { kind: 'void', why: 'service-worker' }],
  ['unreachable', { kind: 'failed', failure: 'other', error: 'in the page; 1 parts came, 3 did not, 12 ms' }],
])('the page replies "%s"', async (result, outcome) => {
  expect((await runInPageCheck(pageSaying(result))).outcome).toEqual(outcome);
});

test.each<[string, (() => Promise<unknown>) | undefined]>([
  ['a reply of another shape', async () => ({ result: 'reachable', loaded: 'many' })],
  ['a tab that hangs or is gone', async () => undefined],
  ['an error page, which runs no script', () => Promise.reject(new Error('Cannot access contents'))],
  ['a browser that cannot do it', undefined],
])('%s is void', async (_what, said) => {
  expect((await runInPageCheck(said)).outcome).toEqual({ kind: 'void', why: 'no page to ask' });
});

test('waits for a page no longer than three and a half seconds', async () => {
  let patience = 0;
  const recordTimeout: CheckContext['probeInPage'] = async (_tab, _host, ms) => {
    patience = ms;
  };
  await inPageCheck(7, 'abs.twimg.com', 4_000).run(
    { ...contextWith(), probeInPage: recordTimeout },
    new AbortController().signal,
  );
  expect(patience).toBe(3_500);
});

const nextCheckKeys = (symptom: Parameters<typeof f.diagnosisInput>[0], observations: Observation[]) =>
  nextChecks(
    { ...f.xTarget, host: 'abs.twimg.com', tabId: 7 },
    ENDPOINTS,
    deriveFindings(f.diagnosisInput(symptom, observations)),
  ).map((task) => task.key);
const failedAgain = [f.observedRetry(f.failedWith('reset')), ...f.workingControls];

test('the page is asked only when its subresources failed and the retry fails, too', () => {
  expect(nextCheckKeys(f.partialLoadSymptom('reset'), failedAgain)).toContain('in-page:abs.twimg.com');
  expect(nextCheckKeys(f.partialLoadSymptom('reset'), [])).not.toContain('in-page:abs.twimg.com');
  expect(
    nextCheckKeys(f.partialLoadSymptom('reset'), [f.observedRetry(f.answeredWith()), ...f.workingControls]),
  ).not.toContain('in-page:abs.twimg.com');
  expect(nextCheckKeys(f.errorSymptom('reset'), failedAgain)).not.toContain('in-page:abs.twimg.com');
});
