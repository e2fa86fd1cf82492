import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OVERRIDES_FILE, renderOverrides } from './biome-overrides.ts';
import { type Finding, lintPlanted } from './testing/lint-planted.ts';

test('the overrides are what the tables make: npm run docs', () => {
  expect(readFileSync(OVERRIDES_FILE, 'utf8')).toBe(renderOverrides());
});

interface Breach {
  file: string;
  text: string;
  rule: string;
  says: string;
}

const repeatLines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

const BREACHES: Breach[] = [
  {
    file: 'src/base/up.ts',
    text: "export { a } from '../cases/case-manager.ts';",
    rule: 'noRestrictedImports',
    says: 'src/base may import no other room: see ARCHITECTURE.md, Rooms',
  },
  {
    file: 'src/diagnosis/rules/up-by-type.ts',
    text: "export type { A } from '../../investigation/plan.ts';",
    rule: 'noRestrictedImports',
    says: 'src/diagnosis may import src/model, src/base: see ARCHITECTURE.md, Rooms',
  },
  {
    file: 'src/model/other-area.ts',
    text: "export { a } from '../../extension/protocol.ts';",
    rule: 'noRestrictedImports',
    says: 'src/model may import src/platforms, src/base: see ARCHITECTURE.md, Rooms',
  },
  {
    file: 'extension/protocol.ts',
    text: "export type { A } from './browser/tabs.ts';",
    rule: 'noRestrictedImports',
    says: 'extension/protocol.ts may import all of src',
  },
  {
    file: 'tools/knowledge/to-page.ts',
    text: "export { a } from '../../extension/ui/advice.ts';",
    rule: 'noRestrictedImports',
    says: 'tools/knowledge may import all of src',
  },
  {
    file: 'e2e/network/scenarios/up.ts',
    text: "export { a } from '../../support/stage.ts';",
    rule: 'noRestrictedImports',
    says: 'e2e/network may import tools/collector, all of src',
  },
  {
    file: 'src/base/circle-a.ts',
    text: "import type { B } from './circle-b.ts';\nexport type A = B;",
    rule: 'noImportCycles',
    says: 'This import is part of a cycle.',
  },
  {
    file: 'src/storage/node.ts',
    text: "export { readFileSync } from 'node:fs';",
    rule: 'noRestrictedImports',
    says: 'the product runs in browsers, which have no Node',
  },
  {
    file: 'src/checks/test-support.ts',
    text: "export { a } from './testing/run-check.ts';",
    rule: 'noRestrictedImports',
    says: 'only tests import testing/ or a test',
  },
  {
    file: 'tools/build/other.test.ts',
    text: "export { a } from '../../extension/popup/state.ts';",
    rule: 'noRestrictedImports',
    says: 'only the extension imports what people see',
  },
  {
    file: 'extension/ui/polyfill.ts',
    text: "export { default } from 'webextension-polyfill';",
    rule: 'noRestrictedImports',
    says: 'only extension/browser touches the browser',
  },
  {
    file: 'extension/background/draws.ts',
    text: "export { render } from 'preact';",
    rule: 'noRestrictedImports',
    says: 'only rooms that people see draw',
  },
  {
    file: 'tools/knowledge/package.ts',
    text: "export { default } from 'left-pad';",
    rule: 'noUndeclaredDependencies',
    says: "Dependency left-pad isn't specified in package.json.",
  },
  {
    file: 'src/regions/package-of-tools.ts',
    text: "export { build } from 'vite';",
    rule: 'noUndeclaredDependencies',
    says: "Dependency vite isn't specified in package.json.",
  },
  {
    file: 'src/base/floating.ts',
    text: 'export function call(): void {\n  fetch("https://a.example");\n}',
    rule: 'noFloatingPromises',
    says: 'A "floating" Promise was found',
  },
  {
    file: 'src/base/long-file.ts',
    text: repeatLines(301, (n) => `export const a${n} = ${n};`),
    rule: 'noExcessiveLinesPerFile',
    says: 'Maximum allowed is 300',
  },
  {
    file: 'src/base/long-function.ts',
    text: `export function call(print: (n: number) => void): void {\n${repeatLines(51, (n) => `  print(${n});`)}\n}`,
    rule: 'noExcessiveLinesPerFunction',
    says: 'Maximum allowed is 50',
  },
  {
    file: 'src/base/many-parameters.ts',
    text: 'export const sum = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e;',
    rule: 'useMaxParams',
    says: '4',
  },
  {
    file: 'src/base/nested-ternary.ts',
    text: 'export const sign = (n: number) => (n > 0 ? 1 : n < 0 ? -1 : 0);',
    rule: 'noNestedTernary',
    says: 'Do not nest ternary expressions.',
  },
  {
    file: 'src/base/tangled.ts',
    text: `export function tangle(n: number): number {\n${'if (n > 0) {'.repeat(6)}return 1;${'}'.repeat(6)}\nreturn 0;\n}`,
    rule: 'noExcessiveCognitiveComplexity',
    says: 'Excessive complexity of',
  },
];

/** Near to a breach each, and none. */
const INNOCENTS = {
  'src/base/circle-b.ts': "export type { A } from './circle-a.ts';",
  'src/cases/down.ts': "export { a } from '../model/case.ts';\nexport * as v from 'valibot';",
  'src/checks/deep/storage/same-name.ts': "export { a } from '../../check.ts';",
  'src/checks/deep/a.ts': "export { a } from './storage/same-name.ts';",
  'src/checks/a.test.ts': "export { a } from './testing/run-check.ts';\nexport { b } from '../cases/b.ts';",
  'extension/browser/polyfill.ts': "export { default } from 'webextension-polyfill';",
  'extension/popup/store.ts': "export { a } from '../storage/open-database.ts';",
  'extension/background/store.ts': "export { a } from '../../src/storage/database.ts';",
  'tools/publish/a.ts': "export { a } from '../knowledge/build.ts';\nexport { b } from 'node:fs';",
};

test('Biome reports each planted breach, and nothing else', { timeout: 60_000 }, async () => {
  const files = Object.fromEntries(BREACHES.map(({ file, text }) => [file, `${text}\n`]));
  const findings = await lintPlanted({ ...files, ...INNOCENTS }, renderOverrides());
  const unexpected: Finding[] = [...findings];
  for (const { file, rule, says } of BREACHES) {
    const index = unexpected.findIndex((one) => one.file === file && one.rule === rule);
    expect(unexpected[index]?.message, `${file}: ${rule}`).toContain(says);
    unexpected.splice(index, 1);
  }
  // A circle is reported in each of its files.
  expect(unexpected.map(({ file, rule }) => `${file}: ${rule}`)).toEqual([
    'src/base/circle-b.ts: noImportCycles',
  ]);
});
