import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/base/random.ts';
import { MINUTE_MS } from '../../../src/base/time.ts';
import { MAX_CONNECTIONS_PER_MINUTE } from '../../../src/checks/connection-limits.ts';
import { ASSUMED, casesPerSecond, requestsPerSecond } from './crowd.ts';
import { runOneCase } from './one-case.ts';
import { serviceOfHost } from './services.ts';
import { SITUATIONS } from './situations.ts';

test('the same seed gives the same evening, and nobody who tries is without a case', () => {
  const evening = () => casesPerSecond(10 * MINUTE_MS, seededRandom(7));
  const cases = evening();
  expect(evening()).toEqual(cases);
  const total = cases.reduce((sum, one) => sum + one, 0);
  expect(total).toBeGreaterThan(ASSUMED.people * ASSUMED.tryingShare);
});

test('each case makes each of its requests once, as late as in the plan', () => {
  expect([...requestsPerSecond(Float64Array.of(5, 1, 0, 0), [0, 1_200])]).toEqual([5, 6, 1, 0]);
});

test.each(Object.values(SITUATIONS))(
  '$name: a case keeps to the limits of the host that fails',
  async (situation) => {
    const { sent, verdict } = await runOneCase(situation);
    const platformHosts = sent.map(({ host }) => host).filter((host) => serviceOfHost(host) === 'platform');
    for (const host of new Set(platformHosts))
      expect(platformHosts.filter((one) => one === host).length).toBeLessThanOrEqual(
        MAX_CONNECTIONS_PER_MINUTE,
      );
    expect(sent.map(({ host }) => serviceOfHost(host))).not.toContain('other');
    expect(verdict.kind).not.toBe('inconclusive');
  },
);
