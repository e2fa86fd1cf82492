import { expect, test } from 'vitest';
import { platformOfHost } from '../../src/platforms/catalogue.ts';
import { startNetwork } from './network.ts';
import { REDUNDANT_SCENARIOS, SCENARIOS } from './scenarios.ts';

test('names are unique', () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('every redundant scenario exists', () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect([...REDUNDANT_SCENARIOS].filter((name) => !names.includes(name))).toEqual([]);
});

test.each(SCENARIOS)(
  '$name can be simulated and is consistent',
  async ({ url, expect: expected, ...rest }) => {
    const { country, timezone, about, innocent } = rest;
    expect(country).toMatch(/^[A-Z]{2}$/);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: timezone })).not.toThrow();
    expect(about).not.toMatch(/[.\n]$/);
    if (expected) expect(platformOfHost(new URL(url).hostname)).toBeDefined();
    if (innocent) expect(expected?.verdict ?? '').not.toMatch(/blocked|throttled|cut-off/);
    const network = await startNetwork(rest);
    if (!rest.only) expect(network.chromiumArgs().join(' ').length).toBeLessThan(100_000);
    await network.close();
  },
);
