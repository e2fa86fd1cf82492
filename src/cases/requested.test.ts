/** A check that the person asked for: it never mixes with a failure, and a click is its consent. */
import { expect, test } from 'vitest';
import { createSessionMemory } from '../base/testing/session-memory.ts';
import { ENDPOINTS } from '../config/endpoints.ts';
import { requestedSymptom } from '../diagnosis/testing/media-observations.ts';
import { errorSymptom, partialLoadSymptom } from '../diagnosis/testing/observations.ts';
import { caseWith, okResult } from '../investigation/testing/plan-run.ts';
import type { Case } from '../model/case.ts';
import type { PageLoad } from '../model/page-load.ts';
import type { Symptom } from '../model/symptom.ts';
import { platformOfHost } from '../platforms/catalogue.ts';
import { CaseBudget } from './case-budget.ts';
import { CaseManager } from './case-manager.ts';
import { CaseStore } from './case-store.ts';
import { belongsToLoad, canShareCase, isSameFailure } from './deduplication.ts';

function loadOf(host = 'x.com', startedAt = 1_000): PageLoad {
  const platform = platformOfHost(host);
  if (!platform) throw new Error(`${host} is no platform's`);
  return { tabId: 7, platform, host, isSecure: true, startedAt };
}

function managerIn(saved: Case[] = []) {
  const store = new CaseStore(createSessionMemory());
  let ids = 0;
  const manager = new CaseManager({
    store,
    budget: new CaseBudget(createSessionMemory(), () => 2_000),
    context: {
      probe: async () => okResult,
      now: () => 2_000,
      random: () => 0.5,
      findBlockPage: async () => undefined,
    },
    getEndpoints: async () => ENDPOINTS,
    platformOf: platformOfHost,
    getCountry: async () => 'PK',
    mayAskOutside: async () => true,
    mayCheck: async () => false,
    hasRestrictionInForce: async () => false,
    createId: () => `requested-${ids++}`,
    caseChanged: (changed) => void saved.push(changed),
    tabCleared: () => {},
    reportError: (error) => {
      throw error;
    },
  });
  const open = (symptom: Symptom) => manager.openCase(loadOf(), symptom, { isPrivate: false });
  return { manager, store, open, saved };
}

test('the click is the consent: in quiet mode, too, the network is asked', async () => {
  const { open, saved } = managerIn();
  await open(requestedSymptom);
  expect(saved.at(-1)).toMatchObject({ mode: 'standard', phase: 'settled', symptom: { kind: 'requested' } });
  expect(saved.at(-1)?.verdict).toMatchObject({ kind: 'reachable', rule: 'requested-works' });
  await open(errorSymptom('reset'));
  expect(saved.at(-1)).toMatchObject({ mode: 'quiet', symptom: { kind: 'error' } });
});

test('a failure replaces it, and it replaces a failure', async () => {
  const { open, store } = managerIn();
  for (const symptom of [
    requestedSymptom,
    errorSymptom('reset'),
    requestedSymptom,
    partialLoadSymptom('reset'),
  ]) {
    await open(symptom);
    expect((await store.ofPlatform('x')).map((one) => one.symptom.kind)).toEqual([symptom.kind]);
  }
});

test('it stays while the tab shows pages of the platform', async () => {
  const { manager, open, store } = managerIn();
  await open(requestedSymptom);
  await manager.pageArrived(loadOf('x.com', 3_000));
  expect(await store.ofTab(7)).toBeDefined();
  await manager.pageArrived(loadOf('www.facebook.com', 4_000));
  expect(await store.ofTab(7)).toBeUndefined();
});

test('it is the same as no failure, and as no other request', () => {
  const requested = caseWith(requestedSymptom);
  for (const symptom of [errorSymptom('reset'), partialLoadSymptom('reset'), requestedSymptom])
    expect(isSameFailure(requested, symptom)).toBe(false);
  expect(isSameFailure(caseWith(errorSymptom('reset')), requestedSymptom)).toBe(false);
  expect(canShareCase(requested, { ...requested, symptom: requestedSymptom })).toBe(false);
  expect(belongsToLoad(requested, loadOf('twitter.com', 5_000))).toBe(true);
});
