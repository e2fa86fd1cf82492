import '../testing/fake-browser.ts';
import { beforeAll, expect, test, vi } from 'vitest';
import type { LiveData } from '../../src/live/live-layers.ts';
import { loadMessages } from '../i18n/messages.ts';
import { replies } from '../testing/fake-browser.ts';
import { visibleText } from '../testing/visible-text.ts';
import { LivePanel } from './Live.tsx';

beforeAll(() => loadMessages('en'));

/** Waits longer than by default, for busy machines. */
const waitUntilPasses = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

const AT = new Date(2026, 10, 24, 9, 38).getTime();
const measurementsFeed = (stale: boolean): LiveData['measurements'] => ({
  at: AT,
  stale,
  value: [
    { day: '2026-11-22', ok: 3, anomaly: 12, confirmed: 2 },
    { day: '2026-11-23', ok: 4, anomaly: 0, confirmed: 0 },
  ],
});
const outagesFeed = (stale: boolean): LiveData['outages'] => ({
  at: AT,
  stale,
  value: [{ since: AT - 3_600_000, sources: ['bgp'] }],
});

let countries = 0;
/** The text after a press of the button, once the background has answered. */
async function textAfterLookup(live: LiveData | null | Error): Promise<string> {
  replies.set('getLiveData', () => {
    if (live instanceof Error) throw live;
    return live;
  });
  // Another country each time, because an answer is shown only for its own query.
  const question = { country: `P${String.fromCharCode(65 + countries++)}`, host: 'x.com' };
  const renderPanel = () => LivePanel({ ...question, platform: 'X', place: 'Pakistan' });
  expect(visibleText(renderPanel())).toMatch(/Apart from what is on record.*\nLook now$/);
  pressButton(renderPanel());
  expect(visibleText(renderPanel())).toContain('Asking OONI and IODA…');
  await waitUntilPasses(() => expect(visibleText(renderPanel())).not.toContain('Asking'));
  return visibleText(renderPanel());
}
function pressButton(panel: ReturnType<typeof LivePanel>): void {
  const children = panel.props.children as unknown as { props?: { onClick?: () => void } }[];
  children.find((child) => child.props?.onClick)?.props?.onClick?.();
}

test('each layer shows its source and its age, apart from what is on record', async () => {
  const text = await textAfterLookup({ measurements: measurementsFeed(false), outages: outagesFeed(false) });
  expect(text).toContain('kept volunteers in Pakistan from X in 14 of 21 tests.');
  expect(text).toContain('In 2 tests, a known block page came instead.');
  expect(text).toMatch(/OONI, as of Nov 24, 2026, 9:38/);
  expect(text).toMatch(/since Nov 24, 2026, 8:38.*\(bgp\)/);
  expect(text).toMatch(/IODA, as of Nov 24, 2026, 9:38/);
});

test('a failing feed shows its last good value with its age, or without one that it could not be asked', async () => {
  const text = await textAfterLookup({ measurements: measurementsFeed(true), outages: null });
  expect(text).toContain('in 14 of 21 tests');
  expect(text).toMatch(/OONI could not be asked again; as of Nov 24, 2026, 9:38/);
  expect(text).toContain('IODA could not be asked.');
});

test('in quiet mode it says that no request is made', async () => {
  expect(await textAfterLookup(null)).toContain('Nobody is asked as long as it stays quiet.');
});

test('without tests and outages it says so, and draws no chart', async () => {
  const text = await textAfterLookup({
    measurements: { at: AT, stale: false, value: [] },
    outages: { at: AT, stale: false, value: [] },
  });
  expect(text).toContain('No volunteer in Pakistan tested X in the last 30 days.');
  expect(text).toContain('IODA sees no disturbance of the internet of all Pakistan just now.');
});

test('an error of the background is shown', async () => {
  expect(await textAfterLookup(new Error('x.com belongs to no platform'))).toContain(
    'x.com belongs to no platform',
  );
});
