/** A request that was held back to spare a host says nothing, whatever it would have asked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../model/observation.ts';
import { anyWorld, diagnoseWorld } from './testing/generated.ts';
import * as f from './testing/observations.ts';

const heldBack = { kind: 'void', why: 'connection-limit' } as const;
const UNSENT: [string, Observation][] = [
  ['a control', f.observedControl('mozilla', heldBack)],
  ['another site abroad', f.observedForeign('ovh', heldBack)],
  ['a site of the country', f.observedDomestic('ya.ru', heldBack)],
  ['an ordinary site of the country', f.observedUnlisted('a.example', heldBack)],
  ['another host of the platform', f.observedAlternate(heldBack)],
  ['the address without the name', f.observedIpLiteral(heldBack)],
  ['a small file', f.observedStaticFile(heldBack)],
  ['a retry', f.observedRetry(heldBack, 3)],
];

describe('a request that was not sent changes no verdict', () => {
  test.each(UNSENT)('%s', (_, unsent) => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const observations = world.observations.filter(
          ({ check }) => check !== unsent.check || check === 'control',
        );
        const before = diagnoseWorld({ ...world, observations });
        const after = diagnoseWorld({ ...world, observations: [...observations, unsent] });
        const { kind, mechanism, confidence, rule } = before;
        expect(after).toMatchObject({ kind, mechanism, confidence, rule });
      }),
      { numRuns: 600 },
    );
  });
});
