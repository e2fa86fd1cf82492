import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ACTORS, CountryFileSchema, EVENTS, STANDINGS, TRIGGERS } from '../../src/knowledge/incident.ts';
import { EVIDENCE_KEYS } from '../../src/model/evidence.ts';
import { FAILURES } from '../../src/model/failure.ts';
import { CHECK_NAMES } from '../../src/model/observation.ts';
import { CONFIDENCES, MECHANISMS, VERDICTS } from '../../src/model/verdict.ts';
import { UPDATE_PROBLEMS } from '../../src/updates/update-state.ts';
import { ALL_ADVICE } from '../ui/advice.ts';
import { formatParts, parameterNames } from './format.ts';
import { eventKeys, headlineKeys, toMessageKey } from './keys.ts';

const ROOT = new URL('../../', import.meta.url);
type Messages = Record<string, { message: string; description?: string }>;

const readProjectFile = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const messagesOf = (language: string): Messages =>
  JSON.parse(readProjectFile(`extension/_locales/${language}/messages.json`)) as Messages;
const languages = readdirSync(new URL('extension/_locales/', ROOT));
const en = messagesOf('en');

const countries = readdirSync(new URL('src/knowledge/data/', ROOT)).map((file) =>
  v.parse(CountryFileSchema, JSON.parse(readProjectFile(`src/knowledge/data/${file}`))),
);
const entities = countries.flatMap((country) => Object.keys(country.entities));
const reasons = countries
  .flatMap(({ incidents }) => incidents.flatMap(({ events }) => events.map(({ because }) => because ?? '')))
  .filter((slug) => slug !== '');
const keysFor = (prefix: string, slugs: readonly string[]): string[] =>
  slugs.filter((slug) => slug !== '').map((slug) => `${prefix}_${toMessageKey(slug)}`);

/** Keys that are made from values of the code. Each of them must exist. */
const REQUIRED_KEYS = [
  ...keysFor('evidence', EVIDENCE_KEYS),
  ...keysFor('failure', FAILURES),
  ...keysFor('check', CHECK_NAMES),
  ...keysFor('confidence', CONFIDENCES),
  ...keysFor('mechanism', MECHANISMS),
  ...keysFor('next_step', ['try-later', 'other-network', 'turn-on-checks', 'look-outside', 'fix-clock']),
  ...keysFor('event', EVENTS),
  ...keysFor('event', EVENTS).map((key) => `${key}_by`),
  ...keysFor('reason', [...new Set(reasons)]),
  ...keysFor('trigger', TRIGGERS),
  ...keysFor('actor', ACTORS),
  ...keysFor('standing', STANDINGS),
  ...keysFor('kind', ['block', 'throttle', 'shutdown', 'app-removal']),
  ...keysFor('status', ['ongoing', 'ended', 'unclear']),
  ...keysFor('acknowledged', ['admitted', 'not-admitted', 'not-recorded']),
  ...keysFor('disputed', ['start', 'end', 'on']),
  ...keysFor('problem', UPDATE_PROBLEMS),
  ...keysFor('options_updates', ['on', 'quiet', 'unavailable']),
  ...keysFor('options_attempt', ['updated', 'current', 'failed']),
  ...keysFor('options_from', ['bundle', 'update']),
  ...['standard', 'quiet'].flatMap((mode) => [`welcome_${mode}`, `welcome_${mode}_line`]),
  ...keysFor('path', ['you', 'name', 'address', 'wifi', 'internet', 'proxy', 'world']),
  ...keysFor('mark', ['fine', 'bad', 'open']),
  ...keysFor('report', ['queued', 'sending', 'sent', 'not-accepted']),
  ...VERDICTS.map((kind) => `verdict_${toMessageKey(kind)}`),
  ...VERDICTS.map((kind) => `why_${toMessageKey(kind)}`),
  'why_local_block_possible',
  'why_refused_by_site_legal',
  ...ALL_ADVICE,
];
/** Keys that may exist: messages of special cases, where a general one stands in. */
const OPTIONAL_KEYS = [
  ...VERDICTS.flatMap((kind) =>
    ['media-', 'requested-'].flatMap((rule) => headlineKeys({ kind, confidence: 'possible', rule })),
  ),
  ...EVENTS.flatMap((what) => eventKeys({ what, by: 'x', to: 'y' })),
];

const sourceCode = ['extension', 'manifest.json']
  .flatMap((path) =>
    path.endsWith('.json')
      ? [path]
      : readdirSync(new URL(path, ROOT), { recursive: true })
          .map((file) => `${path}/${file}`)
          .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)),
  )
  .map(readProjectFile)
  .join('\n')
  .replaceAll(/__MSG_(\w+)__/g, '$1');

describe('English', () => {
  test.each([...new Set(REQUIRED_KEYS)])('has a message for %s', (key) => {
    expect(en[key]?.message).toBeTruthy();
  });

  test('has no message that no page uses', () => {
    const known = new Set([...REQUIRED_KEYS, ...OPTIONAL_KEYS, ...keysFor('entity', entities)]);
    const unused = Object.keys(en).filter(
      (key) => !known.has(key) && !new RegExp(`\\b${key}\\b`).test(sourceCode),
    );
    expect(unused).toEqual([]);
  });

  test.each([
    ['blocked', ''],
    ['throttled', ''],
    ['cut-off', ''],
    ['blocked', 'media-fails-reset'],
    ['throttled', 'media-slow-controls-fast'],
  ] as const)('claims no "%s" in the headline where it is only possible %s', (kind, rule) => {
    const key = headlineKeys({ kind, confidence: 'possible', rule }).find((one) => one in en) ?? '';
    expect(en[key]?.message).toContain('may be');
    expect(en[key]?.message).not.toMatch(/\bis\b/);
  });

  test('describes the extension within the length that the stores accept', () => {
    expect(en.app_name?.message.length).toBeLessThanOrEqual(45);
    expect(en.app_description?.message.length).toBeLessThanOrEqual(132);
  });
});

describe.each(languages)('%s', (language) => {
  const messages = messagesOf(language);

  test('has exactly the keys of English', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort());
  });

  test('has the parameters of English in every sentence', () => {
    for (const [key, { message }] of Object.entries(messages))
      expect([key, parameterNames(message)]).toEqual([key, parameterNames(en[key]?.message ?? '')]);
  });

  test('has the emphasis of English in every sentence, and closes each', () => {
    const hasEmphasis = (message = '') => formatParts(message).some(({ strong }) => strong);
    for (const [key, { message }] of Object.entries(messages)) {
      expect([key, hasEmphasis(message)]).toEqual([key, hasEmphasis(en[key]?.message)]);
      expect([key, message.split('*').length % 2]).toEqual([key, 1]);
    }
  });

  test('has no character that browsers would read as a placeholder, and no HTML', () => {
    for (const { message } of Object.values(messages)) expect(message).not.toMatch(/[$<>]|^\s|\s$/);
  });
});
