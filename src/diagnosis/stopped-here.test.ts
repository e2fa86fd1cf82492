import { expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import * as f from './fixtures.ts';

test('that our own requests were stopped on this device is said', () => {
  const stopped = f.retry(f.failed('local'));
  const { evidence } = diagnose(f.input(f.error('reset'), [stopped, ...f.controls]));
  expect(evidence).toContainEqual(expect.objectContaining({ sign: 'local', from: [stopped.key] }));
});
