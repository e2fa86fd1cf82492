import { expect, test } from 'vitest';
import { answeredWith, failedWith } from '../diagnosis/testing/observations.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { makeCase, reportContext } from '../reports/testing/fixtures.ts';
import type { Outcome } from './observation.ts';
import { reportSubjectOf } from './report-subject.ts';

const caseOf = (host: string, domainOutcome?: Outcome) =>
  makeCase({
    host,
    observations: domainOutcome
      ? [
          {
            check: 'alternate',
            key: 'alternate:wordpress.com',
            host: 'wordpress.com',
            at: 1,
            ms: 1,
            outcome: domainOutcome,
          },
        ]
      : [],
  });

test.each([
  ['x.com', undefined, 'x.com', false],
  ['blog.wordpress.com', failedWith('reset'), 'wordpress.com', false],
  ['blog.wordpress.com', answeredWith(), 'wordpress.com', true],
  ['blog.wordpress.com', undefined, 'wordpress.com', true],
] as const)(
  'a report about %s after %j names %s; needs the exact name: %s',
  (host, outcome, named, needs) => {
    const reported = caseOf(host, outcome);
    expect(reportSubjectOf(reported, platformOfHost)).toEqual({
      host,
      publicHost: named,
      needsExactName: needs,
    });
    const { input } = buildMeasurement(reported, { ...reportContext, host: named });
    expect(input).toBe(`https://${named}/`);
  },
);
