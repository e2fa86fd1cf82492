/** Without outside help nothing is asked that only such an extension asks, in any situation. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { ENDPOINTS, endpointsOf } from '../config/endpoints.ts';
import { deriveFindings } from '../diagnosis/findings/findings.ts';
import { anyWorld } from '../diagnosis/testing/generated.ts';
import * as f from '../diagnosis/testing/observations.ts';
import type { Observation } from '../model/observation.ts';
import { nextChecks } from './plan.ts';

const endpoints = endpointsOf('chromium', ENDPOINTS);
const OUTSIDE_HOSTS = [...endpoints.resolvers.map(({ url }) => url), endpoints.helper, endpoints.collector]
  .concat(endpoints.globalping)
  .map((url) => new URL(url).hostname);

/** The addresses that a check asks for, where nothing answers. */
async function urlsOf(check: Check): Promise<URL[]> {
  const asked: URL[] = [];
  const context = {
    probe: async ({ url }: { url: string }) => {
      asked.push(new URL(url));
      return { kind: 'timeout', ms: 1 } as const;
    },
    now: () => 0,
    random: () => 0.5,
    findBlockPage: async () => undefined,
  };
  await check.run(context, new AbortController().signal).catch(() => {});
  return asked;
}

const checksIn = (world: { symptom: Parameters<typeof f.diagnosisInput>[0]; observations: Observation[] }) =>
  nextChecks(
    { ...f.xTarget, asksOutside: false },
    endpoints,
    deriveFindings(f.diagnosisInput(world.symptom, world.observations)),
  );

test('no service outside, no odd name, no address without a name and no odd port is asked', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async ({ symptom, observations }) => {
      const urls = (await Promise.all(checksIn({ symptom, observations }).map(urlsOf))).flat();
      for (const { hostname, port } of urls) {
        expect(OUTSIDE_HOSTS).not.toContain(hostname);
        expect(hostname).not.toMatch(/ooni|globalping|^[\d.]+$|:/);
        expect(port).toBe('');
      }
    }),
    { numRuns: 400 },
  );
});

test('the platform, the controls and the portal page are asked as ever', () => {
  const names = new Set(
    checksIn({ symptom: f.errorSymptom('reset'), observations: [] }).map(({ name }) => name),
  );
  expect([...names].sort()).toEqual(['captive-portal', 'control', 'retry']);
});
