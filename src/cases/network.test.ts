/** A report speaks of the network that failed, whatever network the person is on when the report is made. */
import { expect, test } from 'vitest';
import { errorSymptom, plainPageSymptom } from '../diagnosis/testing/observations.ts';
import { okResult, resetResult } from '../investigation/testing/plan-run.ts';
import { buildMeasurement } from '../reports/build-measurement.ts';
import { createCaseWorld } from './testing/case-world.ts';

const NORMAL = { isPrivate: false };
const CHECK_IN = /check-in$/;
const answerOf = (network: object) => ({
  ...okResult,
  status: 200,
  body: new TextEncoder().encode(JSON.stringify(network)),
});
const KARACHI = { probe_cc: 'PK', probe_asn: 'AS17557', probe_network_name: 'Example Telecom' };
const VPN = { probe_cc: 'NZ', probe_asn: 'AS64501', probe_network_name: 'Example VPN' };

function worldOn(network: { now: object }, blockPage = false) {
  return createCaseWorld(undefined, async ({ url }) => {
    if (CHECK_IN.test(url)) return answerOf(network.now);
    if (blockPage && url === 'https://x.com/')
      return { ...okResult, status: 302, headers: { location: 'http://10.10.34.36/' } };
    if (blockPage) return okResult;
    return /\/\/(x|twitter)\.com/.test(url) ? resetResult : okResult;
  });
}
const report = { version: '1', browser: 'chrome' } as const;

test('after a VPN was switched on the report still names the network that failed', async () => {
  const network = { now: KARACHI };
  const world = worldOn(network);
  await world.startManager().openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  network.now = VPN;
  const failed = await world.store.ofTab(7);
  expect(failed && buildMeasurement(failed, report)).toMatchObject({
    probe_cc: 'PK',
    probe_asn: 'AS17557',
    probe_network_name: 'Example Telecom',
  });
});

test('another round forgets the network of the last one', async () => {
  const network: { now: object } = { now: KARACHI };
  const world = worldOn(network);
  const manager = world.startManager();
  await manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  network.now = {};
  await manager.recheckTab(7);
  const failed = await world.store.ofTab(7);
  expect(failed && buildMeasurement(failed, report)).toMatchObject({ probe_cc: 'ZZ', probe_asn: 'AS0' });
});

test('a block that was found without OONI asks once, at its end, which network this is', async () => {
  const world = worldOn({ now: KARACHI }, true);
  await world.startManager().openCase(world.loadOf(), plainPageSymptom, NORMAL);
  const found = await world.store.ofTab(7);
  expect(found?.verdict.mechanism).toBe('http-blockpage');
  expect(found).toMatchObject({ probeAsn: 'AS17557', phase: 'settled' });
  expect(world.askedUrls.filter((url) => CHECK_IN.test(url))).toHaveLength(1);
});
