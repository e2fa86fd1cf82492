/** What is asked before a country is called cut off. */
import { expect, test } from 'vitest';
import { DRAWN_ENDPOINTS } from '../config/testing/drawn-endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as f from '../diagnosis/testing/observations.ts';
import type { Observation } from '../model/observation.ts';
import { isConclusive, nextChecks } from './plan.ts';

const findingsOf = (...observations: Observation[]) =>
  deriveFindings(f.diagnosisInput(f.errorSymptom('reset'), observations));

test('where no control answers, sites at networks without one are asked', () => {
  const keys = nextChecks(f.xTarget, DRAWN_ENDPOINTS, findingsOf(...f.timedOutControls)).map(
    ({ key }) => key,
  );
  expect(keys.filter((key) => key.startsWith('foreign:'))).toEqual(
    ['fastly', 'akamai', 'amazon', 'ovh'].map((name) => `foreign:${name}`),
  );
});

test('a few names that are cut at once are no cut-off: all sites at other networks are waited for', () => {
  const cut = f.failedWith('reset');
  const seen = [
    f.observedRetry(cut),
    ...f.timedOutControls,
    ...['a.example', 'b.example'].map((host) => f.observedDomestic(host)),
    ...['firefox', 'google'].map((name) => ({ ...f.observedPortal(name, true), outcome: f.timedOut })),
  ];
  const foreign = ['fastly', 'akamai', 'amazon', 'ovh'].map((name) => f.observedForeign(name, cut));
  expect(isConclusive(findingsOf(...seen, ...foreign.slice(0, 3)))).toBe(false);
  expect(isConclusive(findingsOf(...seen, ...foreign))).toBe(true);
});
