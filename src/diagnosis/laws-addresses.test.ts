/** An address that differs is no evidence, and a refusal does not say who refuses. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation, Outcome } from '../model/observation.ts';
import type { Symptom } from '../model/symptom.ts';
import {
  anyWorld,
  diagnoseWorld,
  FOREIGN_IPV4,
  MANY_RUNS,
  NEIGHBOUR_IPV4,
  type World,
  withoutChecks,
} from './testing/generated.ts';
import * as f from './testing/observations.ts';

/** The same world, in which this network gives another address for the name. What the true one does stays as it is. */
function atAddress({ observations, symptom, ...rest }: World, ip: string): World {
  const outcomeAt = (check: Observation['check'], outcome: Outcome): Outcome => {
    if (check === 'system-resolver-lookup' && outcome.kind === 'resolved' && outcome.addresses.length > 0)
      return { ...outcome, addresses: [ip] };
    const isOfHost = ['retry', 'plain-http', 'static-file'].includes(check);
    return isOfHost && 'ip' in outcome ? { ...outcome, ip } : outcome;
  };
  const literals = observations.filter((o) => o.check === 'ip-literal' && o.address === f.SITE_IPV4);
  return {
    ...rest,
    symptom: 'ip' in symptom ? { ...symptom, ip } : symptom,
    observations: [
      ...observations.map((o) => ({ ...o, outcome: outcomeAt(o.check, o.outcome) })),
      // Without a name, the other address does as the true one does.
      ...literals.filter(() => ip !== f.SITE_IPV4).map(({ outcome }) => f.observedIpLiteral(outcome, ip)),
    ],
  };
}

/** Whether anybody elsewhere tells an address of the site, with which others can be compared. */
const knowsSite = ({ observations }: World): boolean =>
  observations.some(
    ({ check, outcome }) =>
      (check === 'doh-lookup' || check === 'test-helper') &&
      'addresses' in outcome &&
      (outcome.addresses ?? []).length > 0,
  );

/** Whether the browser names this address, as Firefox does; else only times tell where a refusal comes from. */
const isTold = ({ symptom, observations }: World, ip: string): boolean =>
  JSON.stringify([symptom, withoutChecks(observations, 'ip-literal')]).includes(`"${ip}"`);

test('an address of another network alone changes no verdict, except that nobody knows who refuses there', () => {
  let differing = 0;
  fc.assert(
    fc.property(anyWorld, fc.constantFrom(NEIGHBOUR_IPV4, FOREIGN_IPV4), (world, ip) => {
      const before = diagnoseWorld(atAddress(world, f.SITE_IPV4));
      const moved = atAddress(world, ip);
      const after = diagnoseWorld(moved);
      const isForeign = ip === FOREIGN_IPV4 && isTold(moved, ip);
      // Where no resolver tells the site's addresses, none differs.
      if (before.rule === 'connection-refused' && isForeign && knowsSite(world)) {
        expect(after.mechanism).not.toBe('tcp-refused');
        return;
      }
      if (ip === FOREIGN_IPV4 && before.kind === 'blocked') differing++;
      expect([after.kind, after.mechanism]).toEqual([before.kind, before.mechanism]);
    }),
    MANY_RUNS,
  );
  expect(differing).toBeGreaterThan(20);
});

test('an address is wrong only if it is on record, a bogon, or seen from outside to be another’s', () => {
  let seen = 0;
  const isOnRecordOrBogon = (text: string) =>
    /"(10\.10\.34\.3[56]|36\.86\.63\.185|10\.66\.34\.9|127\.0\.0\.1|::1)"/.test(text);
  fc.assert(
    fc.property(anyWorld, fc.boolean(), (world, isAnothers) => {
      const helper = f.observedTestHelper(undefined, [f.SITE_IPV4], {
        endpoints: [{ address: FOREIGN_IPV4, connects: true, validForName: !isAnothers }],
      });
      const observations = [...withoutChecks(world.observations, 'test-helper'), helper];
      const { mechanism } = diagnoseWorld({ ...world, observations });
      if (mechanism !== 'dns-sinkhole') return;
      seen++;
      expect(isAnothers || isOnRecordOrBogon(JSON.stringify(world))).toBe(true);
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(3);
});

const refusal = (ip?: string) => f.failedWith('refused', ip);
/** Every request that names the host is refused; what was asked besides is as it may be. */
const refusedWorld = (world: World, symptom: Symptom, ip?: string): World => ({
  ...world,
  symptom,
  observations: [
    // A page in the clear says by itself who sent it.
    ...withoutChecks(world.observations, 'retry', 'static-file', 'plain-http', 'system-resolver-lookup'),
    ...f.twoRetries(refusal(ip)),
  ],
});

test('a refusal at an unknown address, of which no time tells where it is, is never a block', () => {
  let unclear = 0;
  fc.assert(
    fc.property(anyWorld, (world) => {
      const refused = refusedWorld(world, f.errorSymptom('refused'));
      const { kind } = diagnoseWorld({
        ...refused,
        observations: withoutChecks(refused.observations, 'ip-literal'),
      });
      if (kind === 'inconclusive') unclear++;
      expect(kind).not.toBe('blocked');
    }),
    MANY_RUNS,
  );
  expect(unclear).toBeGreaterThan(20);
});

test('a refusal is the site’s only if its address, without its name, refuses as quickly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 200 }), fc.boolean(), (roundTrip, doesSiteRefuse) => {
      const took = (ms: number) => ({ ...f.observedIpLiteral(f.failedWith('other')), ms });
      const { rule } = diagnoseWorld({
        symptom: f.errorSymptom('refused'),
        secure: true,
        observations: [
          ...f.twoRetries(refusal()),
          f.observedNamedRefusal(doesSiteRefuse ? roundTrip : 2),
          ...f.publicControls,
          ...f.matchingLookups,
          took(doesSiteRefuse ? roundTrip : 2 * roundTrip),
        ],
      });
      expect(rule).toBe(doesSiteRefuse ? 'connection-refused' : 'refused-nearby');
    }),
  );
});

test('a refusal at an address of this device is never a block', () => {
  const ofThisDevice = fc.constantFrom('127.0.0.1', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1');
  let local = 0;
  fc.assert(
    fc.property(anyWorld, ofThisDevice, (world, ip) => {
      const { kind } = diagnoseWorld(refusedWorld(world, f.errorSymptom('refused', ip), ip));
      if (kind === 'local-block') local++;
      expect(kind).not.toBe('blocked');
    }),
    MANY_RUNS,
  );
  expect(local).toBeGreaterThan(20);
});

test('a refusal after 1 ms is not that of a site whose address takes TLS in 40 ms', () => {
  const { kind } = diagnoseWorld({
    symptom: f.errorSymptom('refused'),
    secure: true,
    observations: [
      ...f.twoRetries(refusal()),
      f.observedNamedRefusal(1),
      ...f.publicControls,
      ...f.matchingLookups,
      { ...f.observedIpLiteral(f.failedWith('other')), ms: 40 },
    ],
  });
  expect(kind).toBe('local-block');
});

test('a private address on no record may be a filter’s nearby: never more than possible, and it is said', () => {
  const privateAddress = fc.constantFrom('192.168.1.2', '10.66.34.9', '172.16.0.9', '100.64.0.7', 'fd00::5');
  let seen = 0;
  fc.assert(
    fc.property(anyWorld, privateAddress, (world, ip) => {
      const refused = refusedWorld(world, f.errorSymptom('refused', ip), ip);
      const { rule, confidence, evidence } = diagnoseWorld({
        ...refused,
        observations: withoutChecks(refused.observations, 'measurements'),
      });
      if (rule !== 'inconsistent-dns-answer') return;
      seen++;
      expect(confidence).toBe('possible');
      expect(evidence.map(({ key }) => key)).toContain('filter-nearby');
    }),
    MANY_RUNS,
  );
  expect(seen).toBeGreaterThan(20);
});
