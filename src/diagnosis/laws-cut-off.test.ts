/** A country is cut off only if nothing abroad answers over TLS, and it has a list only if an ordinary site fails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../model/observation.ts';
import { diagnoseWorld, MANY_RUNS } from './testing/generated.ts';
import * as f from './testing/observations.ts';

const maybe = (...all: Observation[]) => fc.subarray(all);
/** A country in which its own sites answer, and none of those abroad that were asked first. */
const anyCutOff = fc
  .tuple(
    fc.constantFrom(f.timedOut, f.failedWith('reset'), f.failedWith('refused')),
    maybe(f.observedDomestic('ya.ru'), f.observedDomestic('www.rbc.ru')),
    maybe(
      f.observedUnlisted('a.example'),
      f.observedUnlisted('b.example', f.failedWith('reset')),
      f.observedUnlisted('c.example', f.answeredWith()),
    ),
    maybe(f.observedPortal('firefox', true), f.observedPortal('google', true)),
  )
  .chain(([outcome, ...found]) =>
    fc
      .tuple(
        maybe(...['google', 'cloudflare', 'apple'].map((name) => f.observedControl(name, outcome))),
        maybe(...['fastly', 'akamai', 'ovh'].map((name) => f.observedForeign(name, outcome))),
        maybe(...f.twoRetries(outcome)),
      )
      .map((failed) => [...found, ...failed].flat()),
  );
const diagnoseCutOff = (observations: Observation[]) =>
  diagnoseWorld({ symptom: f.errorSymptom('timeout'), secure: true, observations });

test('no list is claimed without an ordinary site of the country that fails, or beside one that answers', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyCutOff, (all) => {
      if (diagnoseCutOff(all).mechanism !== 'allow-list') return;
      seen++;
      const unlisted = all.filter(({ key }) => key.endsWith(':unlisted'));
      expect(unlisted.some(({ outcome }) => outcome.kind !== 'answered')).toBe(true);
      expect(unlisted.some(({ outcome }) => outcome.kind === 'answered')).toBe(false);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(3);
});

const ANSWERS_ABROAD: [string, Observation][] = [
  ['a control', f.observedControl('mozilla')],
  ['a control that refuses the request', f.observedControl('mozilla', f.answeredWith(403))],
  ['another site abroad', f.observedForeign('hetzner', f.answeredWith())],
  ['a resolver that knows the name', f.observedLookup('quad9', [f.SITE_IPV4])],
  ['a resolver that does not', f.observedLookup('quad9', [], 'NXDOMAIN')],
  ['a resolver that has a failure of its own', f.observedLookup('quad9', [], 'SERVFAIL')],
  ['the site itself', f.observedRetry(f.answeredWith(), 3)],
  ['a small file of the site', f.observedStaticFile()],
  ['another host of the platform', f.observedAlternate(f.answeredWith())],
  ['the test helper', f.observedTestHelper('connection_reset')],
  ['the service of the volunteers', f.observedVolunteers({ US: undefined })],
  ['the service that keeps measurements', f.observedAggregation(40, 40, 5)],
];

describe('a country is not cut off if something abroad answers over TLS', () => {
  test.each(ANSWERS_ABROAD)('%s', (_, answer) => {
    let cleared = 0;
    fc.assert(
      fc.property(anyCutOff, (all) => {
        if (diagnoseCutOff(all).kind === 'cut-off') cleared++;
        expect(diagnoseCutOff([...all, answer]).kind).not.toBe('cut-off');
      }),
      { numRuns: 500 },
    );
    expect(cleared).toBeGreaterThan(20);
  });
});

test('a device is not offline while sites of the country answer', () => {
  fc.assert(
    fc.property(anyCutOff, (all) => {
      const hasDomestic = all.some(
        ({ check, outcome }) => check === 'domestic' && outcome.kind === 'answered',
      );
      expect(hasDomestic && diagnoseCutOff(all).kind === 'offline').toBe(false);
    }),
    MANY_RUNS,
  );
});
