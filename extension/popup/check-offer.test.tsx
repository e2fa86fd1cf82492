/** The popup of a tab without a failure: it offers to check the platform that the tab shows, and nothing elsewhere. */
import '../testing/fake-browser.ts';
import 'fake-indexeddb/auto';
import { beforeAll, expect, test, vi } from 'vitest';
import { requestedSymptom } from '../../src/diagnosis/testing/media-observations.ts';
import { caseWith } from '../../src/investigation/testing/plan-run.ts';
import type { Case } from '../../src/model/case.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { replies } from '../testing/fake-browser.ts';
import { visibleText } from '../testing/visible-text.ts';
import { App } from './App.tsx';
import { createCheckOffer } from './CheckOffer.tsx';
import { checkOffer, currentCase, loadFromStorage, subscribeToBackground } from './state.ts';

const shown = (): string => visibleText(<App />);
const showCase = (more: Partial<Case>): string => {
  currentCase.value = { ...caseWith(requestedSymptom), platformName: 'YouTube', ...more };
  return shown();
};
const verdictOf = (verdict: Partial<Verdict>): Verdict => ({
  ...caseWith(requestedSymptom).verdict,
  evidence: [{ key: 'media-slow', tone: 'bad', params: { host: 'rr1.googlevideo.com', rate: 24 }, from: [] }],
  ...verdict,
});

beforeAll(async () => {
  replies.set('listCountries', () => ({ likely: ['PK'], all: ['PK'] }));
  replies.set('getTabPlatform', () => ({ name: 'YouTube', isPrivate: false }));
  await loadFromStorage('?tab=7');
  expect(shown()).not.toContain('Check YouTube');
  subscribeToBackground();
  await vi.waitFor(() => expect(checkOffer.value).not.toBeNull());
});

test('a page of a platform without a case has the button, and one line on what it does', () => {
  currentCase.value = null;
  expect(shown()).toContain('Check YouTube');
  expect(shown()).toContain('We ask YouTube and a few other sites, once.');
});

test('the button asks once for a check', () => {
  let asked = 0;
  const offer = createCheckOffer({ name: 'YouTube', isPrivate: false }, () => asked++)({}) as {
    props: { children: (false | { props: { onClick?(): void } })[] };
  };
  for (const child of offer.props.children) if (child) child.props.onClick?.();
  expect(asked).toBe(1);
});

test('while it checks, nothing is said to have failed', () => {
  const text = showCase({ phase: 'checking' });
  expect(text).toContain('Checking YouTube…');
  expect(text).not.toContain('does not load');
  expect(text).not.toContain('Check YouTube');
});

test('slow videos are named with their host, and can be reported', () => {
  const throttled = { kind: 'throttled', mechanism: 'throttling', rule: 'media-slow-controls-fast' } as const;
  const sure = showCase({ phase: 'settled', verdict: verdictOf({ ...throttled, confidence: 'likely' }) });
  expect(sure).toContain('YouTube opens, but its videos and pictures are being slowed down.');
  expect(sure).toContain('rr1.googlevideo.com comes much slower than other sites.');
  expect(sure).toContain('Report this');
  const unsure = showCase({ phase: 'settled', verdict: verdictOf({ ...throttled, confidence: 'possible' }) });
  expect(unsure).toContain('its videos and pictures may be slowed down');
});

test('a platform that works offers no report', () => {
  const works = {
    kind: 'reachable',
    mechanism: null,
    rule: 'requested-works',
    confidence: 'certain',
  } as const;
  const text = showCase({ phase: 'settled', verdict: verdictOf(works) });
  expect(text).toContain('YouTube works here.');
  expect(text).toContain('Nothing that we looked at is blocked or slowed down.');
  expect(text).not.toContain('Report');
  expect(text).not.toContain('Reload');
});
