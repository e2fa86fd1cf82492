import '../../testing/fake-browser.ts';
import { beforeAll, expect, test } from 'vitest';
import { UPDATE_PROBLEMS, type UpdateState } from '../../../src/updates/update-state.ts';
import { toMessageKey } from '../../i18n/keys.ts';
import { loadMessages, translate } from '../../i18n/messages.ts';
import { visibleText } from '../../testing/visible-text.ts';
import { updates } from './state.ts';
import { UpdatesSection } from './Updates.tsx';

beforeAll(() => loadMessages('en'));

const AT = Date.parse('2026-11-24T12:00:00');
const updateState = (more: Partial<UpdateState> = {}): UpdateState => ({
  mode: 'on',
  running: false,
  activeBundle: { version: '2026-11-23-0', asOf: '2026-11-23', from: 'bundle' },
  expires: null,
  last: null,
  lastGoodAt: null,
  nextAt: null,
  ...more,
});
function sectionText(more: Partial<UpdateState>): string {
  updates.value = updateState(more);
  return visibleText(<UpdatesSection />);
}

test.each(UPDATE_PROBLEMS)('says why no mirror was believed: %s', (problem) => {
  const failures = [
    { mirror: 'one.example', problem, detail: 'manifest.json: ended on 2026-11-20' },
    { mirror: 'two.example', problem, detail: 'root.json: is no JSON' },
  ];
  const text = sectionText({ last: { at: AT, outcome: 'failed', mirror: '', failures } });
  const why = translate(`problem_${toMessageKey(problem)}`);
  expect(why).not.toContain('_');
  expect(text).toContain('nobody gave an answer that could be trusted. The records stay as they were.');
  expect(text).toContain(`one.example: ${why} manifest.json: ended on 2026-11-20`);
  expect(text).toContain(`two.example: ${why} root.json: is no JSON`);
});

test('shows the version of the records, where they came from, and by when they should have been renewed', () => {
  expect(sectionText({})).toContain(
    'Records as of November 23, 2026 · Version 2026-11-23-0 · came with the extension',
  );
  const update = { version: '2026-11-23-1', asOf: '2026-11-23', from: 'update' } as const;
  expect(sectionText({ activeBundle: update, expires: Date.now() + 1e9 })).not.toContain('renewed');
  expect(sectionText({ activeBundle: update, expires: AT - 1e9 })).toMatch(
    /signed update[\s\S]*should have been renewed by/,
  );
  expect(sectionText({ activeBundle: null })).toContain('not loaded yet');
});

test('offers to look for updates only where requests are allowed', () => {
  const button = translate('options_check_now');
  expect(sectionText({})).toContain(button);
  expect(sectionText({ mode: 'quiet' })).toMatch(/as long as it stays quiet/);
  expect(sectionText({ mode: 'quiet' })).not.toContain(button);
  expect(sectionText({ mode: 'unavailable' })).not.toContain(button);
});
