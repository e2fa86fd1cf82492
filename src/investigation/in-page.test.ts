import { expect, test } from 'vitest';
import { ENDPOINTS } from '../config/endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import * as f from '../diagnosis/testing/observations.ts';
import { nextChecks } from './plan.ts';

test('a page whose browser lets it see the request is not asked from inside', () => {
  const seen = [f.observedRetry(f.failedWith('reset')), ...f.workingControls];
  const asked = (canProbePage: boolean) =>
    nextChecks(
      { ...f.xTarget, tabId: 7, canProbePage },
      ENDPOINTS,
      deriveFindings(f.diagnosisInput(f.partialLoadSymptom('reset'), seen)),
    ).filter(({ name }) => name === 'in-page');
  expect([asked(true).length, asked(false).length]).toEqual([1, 0]);
});
