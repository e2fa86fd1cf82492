import { expect, test } from 'vitest';
import { platformOfHost } from '../platforms/catalogue.ts';
import { drawControls } from './draw-controls.ts';
import { ENDPOINTS } from './endpoints.ts';

const drawnNames = (id: string, round = 0) =>
  drawControls(ENDPOINTS, { id, round }).controls.map(({ name }) => name);

test('a resumed round asks the same three controls, of three operators', () => {
  const names = drawnNames('6e1f8a5e');
  expect(names).toEqual(drawnNames('6e1f8a5e'));
  expect(new Set(names).size).toBe(3);
});

test('every set of three comes up about as often, so that no fixed names make a cut-off', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 4_000; i++) {
    const set = drawnNames(`case-${i}`, i % 3)
      .sort()
      .join();
    counts.set(set, (counts.get(set) ?? 0) + 1);
  }
  expect(counts.size).toBe(20);
  for (const count of counts.values()) expect(count).toBeGreaterThan(100);
});

test('the pool lies on six networks, and none of its hosts is a platform’s', () => {
  expect(new Set(ENDPOINTS.controls.map(({ name }) => name)).size).toBe(6);
  for (const { url } of ENDPOINTS.controls) expect(platformOfHost(new URL(url).hostname)).toBeUndefined();
});

test('an organisation with fewer controls keeps them all', () => {
  const [first] = ENDPOINTS.controls;
  if (!first) throw new Error('endpoints are empty');
  expect(drawControls({ ...ENDPOINTS, controls: [first] }, { id: 'a', round: 0 }).controls).toEqual([first]);
});
