/** Replays what real browsers observed: the verdict is the one that the scenario asks for. */
import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { recordedSamples } from './testing/corpus.ts';

const samples = recordedSamples();

test('both browsers are in the corpus', () => {
  for (const browser of ['chromium', 'firefox'])
    expect(samples.filter(({ name }) => name.endsWith(`.${browser}`)).length).toBeGreaterThanOrEqual(10);
});

test.each(samples)('$name', ({ input, expect: expected }) => {
  const { kind, mechanism, confidence } = diagnose(input);
  expect({ verdict: kind, mechanism, confidence }).toMatchObject(expected);
});
