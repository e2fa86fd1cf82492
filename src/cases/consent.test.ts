/** Quiet is quiet: the choice is asked before every request, not once at the start of a case. */
import { expect, test, vi } from 'vitest';
import { createDeferred } from '../base/deferred.ts';
import { requestedSymptom } from '../diagnosis/testing/media-observations.ts';
import { errorSymptom } from '../diagnosis/testing/observations.ts';
import { okResult, resetResult } from '../investigation/testing/plan-run.ts';
import { createCaseWorld } from './testing/case-world.ts';

const NORMAL = { isPrivate: false };

test('quiet, chosen while checks run, sends nothing more: the next request is refused', async () => {
  const world = createCaseWorld(undefined, async ({ url }) => {
    if (url.includes('gstatic')) world.isAllowed = false;
    return url.includes('//x.com') ? resetResult : okResult;
  });
  const asked = vi.spyOn(world.askedUrls, 'push');
  const askedInQuietMode = () => asked.mock.calls.slice(askedBefore);
  let askedBefore = Number.POSITIVE_INFINITY;
  const manager = world.startManager({
    mayCheck: async () => {
      if (!world.isAllowed) askedBefore = Math.min(askedBefore, asked.mock.calls.length);
      return world.isAllowed;
    },
  });
  await manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  await vi.waitFor(async () => expect((await world.store.ofTab(7))?.phase).toBe('settled'));
  expect(askedInQuietMode()).toEqual([]);
  expect(world.askedUrls.some((url) => /ooni|cloudfront|dns/.test(url))).toBe(false);
  expect(await world.store.ofTab(7)).toMatchObject({
    mode: 'quiet',
    observations: [],
    verdict: { kind: 'inconclusive' },
  });
  expect(world.settled).toHaveLength(1);
});

test('quiet ends checks that wait for an answer, also those of a click before it', async () => {
  const answer = createDeferred();
  const world = createCaseWorld(undefined, async () => {
    await answer.promise;
    return okResult;
  });
  const manager = world.startManager();
  void manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  void manager.openCase(world.loadOf('github.com', 8), requestedSymptom, NORMAL);
  await vi.waitFor(() => expect(world.askedUrls).toContain('https://github.com/'));
  world.isAllowed = false;
  await manager.consentWithdrawn();
  const before = world.askedUrls.length;
  answer.resolve();
  await vi.waitFor(() => expect(manager.isBusy()).toBe(false));
  expect(world.askedUrls).toHaveLength(before);
  for (const tabId of [7, 8])
    expect(await world.store.ofTab(tabId)).toMatchObject({ phase: 'settled', mode: 'quiet' });
});

test('a case that a killed worker left sends nothing if quiet was chosen since', async () => {
  const world = createCaseWorld(undefined, () => new Promise(() => {}));
  void world.startManager().openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  await vi.waitFor(() => expect(world.askedUrls.length).toBeGreaterThan(0));
  const before = world.askedUrls.length;
  world.isAllowed = false;
  await world.startManager().resumeUnsettled();
  await vi.waitFor(async () =>
    expect(await world.store.ofTab(7)).toMatchObject({ phase: 'settled', mode: 'quiet' }),
  );
  expect(world.askedUrls).toHaveLength(before);
});

test('a click in quiet mode is the consent for its one case, also after the worker was killed', async () => {
  const world = createCaseWorld();
  world.isAllowed = false;
  const manager = world.startManager();
  await manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  expect(world.askedUrls).toEqual([]);
  await manager.recheckTab(7);
  expect(await world.store.ofTab(7)).toMatchObject({ mode: 'standard', verdict: { kind: 'blocked' } });

  const shown = await world.store.ofTab(7);
  if (shown) await world.store.saveCase({ ...shown, phase: 'checking', observations: [] });
  await world.startManager().resumeUnsettled();
  expect(await world.store.ofTab(7)).toMatchObject({ phase: 'settled', verdict: { kind: 'blocked' } });
});

test('settings that cannot be read count as quiet', async () => {
  const world = createCaseWorld();
  let reads = 0;
  const manager = world.startManager({
    mayCheck: async () => {
      if (reads++ > 0) throw new Error('the storage is gone');
      return true;
    },
  });
  await manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  await vi.waitFor(async () => expect((await world.store.ofTab(7))?.phase).toBe('settled'));
  expect(world.askedUrls).toEqual([]);
});

test('a policy that cannot be read sends nothing, not even after a click, and says why', async () => {
  const world = createCaseWorld();
  const unreadable = new Error('The policy of this browser cannot be read');
  const manager = world.startManager({ getEndpoints: () => Promise.reject(unreadable) });
  await manager.openCase(world.loadOf(), errorSymptom('reset'), NORMAL);
  await manager.recheckTab(7);
  expect(world.askedUrls).toEqual([]);
  expect(world.errors).toEqual([unreadable, unreadable]);
  expect(await world.store.ofTab(7)).toMatchObject({ phase: 'settled', mode: 'quiet' });
});
