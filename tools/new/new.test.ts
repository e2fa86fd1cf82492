import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../house/source-tree.ts';
import { runProgram } from '../house/testing/planted-tree.ts';
import { checkFiles } from '../knowledge/check.ts';
import { addKind } from './add.ts';
import { ChangeSet } from './change-set.ts';
import { copyCheckout, removeCheckout } from './testing/checkout-copy.ts';

/** One of each kind, under a name that nothing has. */
const NAMES = {
  check: 'quic-handshake',
  rule: 'quic-is-dropped',
  country: 'AQ',
  language: 'gsw',
  platform: 'quux',
  feed: 'radar-x',
};

const changesOf = (kind: string, name: string): ChangeSet => {
  const changes = new ChangeSet(PROJECT_ROOT);
  addKind(changes, { kind, name });
  return changes;
};

describe('what each kind writes', () => {
  test.each<[string, string, Record<string, string>]>([
    [
      'check',
      NAMES.check,
      {
        'src/checks/quic-handshake.ts': 'export function quicHandshakeCheck(',
        'src/checks/quic-handshake.test.ts': "from './quic-handshake.ts'",
        'src/model/observation.ts': "'quic-handshake',",
        'src/investigation/plan.ts': '=> [quicHandshakeCheck(host, ms)]',
        'extension/_locales/en/messages.json': '"check_quic_handshake"',
        'extension/_locales/ur/messages.json': '"check_quic_handshake"',
        'tools/docs/requests.ts': 'TO WRITE: who is asked',
      },
    ],
    [
      'rule',
      NAMES.rule,
      {
        'src/diagnosis/rules/network.ts': "name: 'quic-is-dropped'",
        'src/diagnosis/testing/rule-cases/network.ts': "'quic-is-dropped',",
      },
    ],
    ['country', NAMES.country, { 'src/knowledge/data/AQ.json': '"country": "AQ"' }],
    ['language', NAMES.language, { 'extension/_locales/gsw/messages.json': '"message": "TO WRITE: ' }],
    ['platform', NAMES.platform, { 'src/platforms/catalogue.json': '"slug": "quux"' }],
    [
      'feed',
      NAMES.feed,
      {
        'src/live/radar-x.ts': 'export function radarXFeed(',
        'src/live/radar-x.test.ts': "from './radar-x.ts'",
        'src/config/endpoints.ts': "radarX: 'https://radar-x.example'",
        'tools/docs/requests.ts': 'formatHost(ENDPOINTS.radarX)',
      },
    ],
  ])('%s', (kind, name, expected) => {
    const changes = changesOf(kind, name);
    expect(changes.paths.sort()).toEqual(expect.arrayContaining(Object.keys(expected).sort()));
    for (const [path, text] of Object.entries(expected)) expect(changes.read(path)).toContain(text);
  });
});

test('a country begins with a record that npm run data:check accepts', () => {
  const text = changesOf('country', NAMES.country).read('src/knowledge/data/AQ.json');
  expect(checkFiles([{ name: 'AQ.json', text }])).toEqual([]);
});

describe('what is refused', () => {
  test.each([
    ['colour', 'red', '"colour" is nothing that can be added'],
    ['check', 'Quic Handshake', '"Quic Handshake" is no name'],
    ['check', '../plan', 'is no name'],
    ['check', 'retry', 'the check "retry" exists already'],
    ['rule', 'Resets', 'is no name'],
    ['country', 'XX', '"XX" is no country'],
    ['country', 'pk', '"pk" is no country'],
    ['country', 'PK', 'src/knowledge/data/PK.json exists already'],
    ['language', 'xx', '"xx" is no language'],
    ['language', 'pt-BR', '"pt-BR" is no language'],
    ['language', 'ur', 'extension/_locales/ur/messages.json exists already'],
    ['platform', 'x', 'the platform "x" exists already'],
    ['feed', 'outages', 'exists already'],
  ])('%s %s', (kind, name, message) => {
    expect(() => changesOf(kind, name)).toThrow(message);
  });

  test('a rule that the table has', () => {
    const [, name = ''] =
      /name: '([a-z0-9-]+)'/.exec(readFileSync(join(PROJECT_ROOT, 'src/diagnosis/rules.ts'), 'utf8')) ?? [];
    expect(() => changesOf('rule', name)).toThrow(`the rule "${name}" exists already`);
  });

  test('a group of rules that is none: the message names those that are', () => {
    const changes = new ChangeSet(PROJECT_ROOT);
    expect(() => addKind(changes, { kind: 'rule', name: 'quic', group: 'moon' })).toThrow(
      /"moon": --in takes .*site/,
    );
    expect(changes.paths).toEqual([]);
  });
});

const ReportSchema = v.object({
  testResults: v.array(
    v.object({ assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })) }),
  ),
});

/** Programs run side by side; on a busy machine they take minutes, alone some ten seconds. */
const TIMEOUT_MS = 240_000;

/** Tests that look at what the kinds write. */
const TESTS = [
  'src/checks/quic-handshake.test.ts',
  'src/live/radar-x.test.ts',
  'src/diagnosis/rules.test.ts',
  'src/diagnosis/mutation.test.ts',
  'src/investigation/plan.test.ts',
  'src/platforms/catalogue.test.ts',
  'src/reports/privacy.test.ts',
  'tools/knowledge/schema.test.ts',
  'tools/new/left-to-write.test.ts',
  'extension/i18n/messages.test.ts',
];

describe('after one of each kind', () => {
  let root: string;
  let written: string[];
  beforeAll(async () => {
    root = copyCheckout();
    const changes = new ChangeSet(root);
    const { check, ...others } = NAMES;
    for (const [kind, name] of Object.entries(others)) addKind(changes, { kind, name });
    changes.write();
    await runProgram('biome', ['check', '--write', ...changes.paths], root);
    // The last one as a person does it; it also rewrites PRIVACY.md for all.
    const output = await runProgram('tsx', ['tools/new/new.ts', 'check', check], root);
    expect(output).toContain('What is left to write: npx vitest run tools/new/left-to-write.test.ts');
    const printed = [...output.matchAll(/^ {2}(\S+\.\w+)$/gm)].map(([, path = '']) => path);
    expect(printed).toContain('src/checks/quic-handshake.ts');
    written = [...new Set([...changes.paths, ...printed])];
  }, TIMEOUT_MS);
  afterAll(() => removeCheckout(root));

  test('lint and types hold, and one test fails: it says what is left to write', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const [lint, types, unit] = await Promise.all([
      runProgram('biome', ['check', ...written, '--reporter=summary'], root),
      runProgram('tsc', ['-b', 'extension', '.', '--pretty', 'false'], root),
      runProgram('vitest', ['run', '--reporter=json', ...TESTS], root),
    ]);
    expect(lint).toContain('No fixes applied');
    expect(lint).not.toContain('Found');
    expect(types).toBe('');
    const report = v.parse(ReportSchema, JSON.parse(unit.slice(unit.indexOf('{"'))));
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.length).toBeGreaterThan(100);
    expect(results.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName)).toEqual([
      'nothing that `npm run new` began is left to write',
    ]);
  });
});
