/**
 * The one table of rooms: which folders there are, what lies in them, and which rooms each may import. Biome's import
 * rules (`biome-rooms.ts`), the table in ARCHITECTURE.md and `npm run rooms` are all made from it.
 */
import type { Room } from './room.ts';

const BASE: readonly Room[] = [
  { name: 'package.json', floor: 0, paths: ['package.json'], mayImport: [], note: 'name and version' },
  {
    name: 'extension/globals.d.ts',
    floor: 0,
    paths: ['extension/globals.d.ts'],
    mayImport: [],
    note: 'types of the constants that the build writes into the code',
  },
];

const SRC: readonly Room[] = [
  { name: 'src/base', floor: 1, mayImport: [], note: 'helpers that know nothing of the product' },
  {
    name: 'src/config',
    floor: 2,
    mayImport: ['src/base'],
    note: 'endpoints and settings: what a person or an administrator may change',
  },
  { name: 'src/platforms', floor: 1, mayImport: [], note: 'the catalogue of platforms' },
  { name: 'src/regions', floor: 2, mayImport: ['src/base'], note: 'countries and their parts' },
  {
    name: 'src/model',
    floor: 2,
    mayImport: ['src/platforms', 'src/base'],
    note: 'what travels: types, schemas, predicates of one line; at least two rooms need each',
  },
  {
    name: 'src/ooni',
    floor: 3,
    mayImport: ['src/model', 'src/base', 'package.json'],
    note: "all that is known of OONI's protocols",
  },
  {
    name: 'src/storage',
    floor: 3,
    mayImport: ['src/model', 'src/base'],
    note: 'the database: its schema, its migrations, and what *Delete everything* deletes',
  },
  {
    name: 'src/detection',
    floor: 3,
    mayImport: ['src/platforms', 'src/model', 'src/base'],
    note: 'notices that a page, or parts of it, did not load',
  },
  {
    name: 'src/diagnosis',
    floor: 3,
    mayImport: ['src/model', 'src/base'],
    note: 'observations to verdict: pure functions, no clock, no network',
  },
  {
    name: 'src/checks',
    floor: 4,
    mayImport: ['src/ooni', 'src/config', 'src/model', 'src/base'],
    note: 'one question to the network a file',
  },
  {
    name: 'src/knowledge',
    floor: 4,
    mayImport: ['src/storage', 'src/model', 'src/base'],
    note: 'recorded incidents: import, lookup, queries',
  },
  {
    name: 'src/reports',
    floor: 4,
    mayImport: ['src/ooni', 'src/storage', 'src/config', 'src/model', 'src/base'],
    note: 'the measurement that a report sends, and the outbox',
  },
  {
    name: 'src/live',
    floor: 4,
    mayImport: ['src/ooni', 'src/storage', 'src/config', 'src/model', 'src/base'],
    note: 'what others measure now: feeds, their age and cache',
  },
  {
    name: 'src/investigation',
    floor: 5,
    mayImport: ['src/checks', 'src/diagnosis', 'src/config', 'src/model', 'src/base'],
    note: 'the plan: which check runs when, and when to stop',
  },
  {
    name: 'src/updates',
    floor: 5,
    mayImport: ['src/knowledge', 'src/storage', 'src/base'],
    note: 'signed updates of the knowledge',
  },
  {
    name: 'src/cases',
    floor: 6,
    mayImport: [
      'src/investigation',
      'src/checks',
      'src/diagnosis',
      'src/storage',
      'src/platforms',
      'src/config',
      'src/model',
      'src/base',
    ],
    note: 'a case from its first symptom to its verdict',
  },
];

const ALL_OF_SRC = SRC.map(({ name }) => name);

/** What both kinds of pages show and ask. */
const PAGES_MAY_IMPORT = [
  'extension/ui',
  'extension/i18n',
  'extension/storage',
  'extension/browser',
  'extension/protocol.ts',
  'src/updates',
  'src/reports',
  'src/knowledge',
  'src/platforms',
  'src/regions',
  'src/config',
  'src/model',
  'src/base',
];

const EXTENSION: readonly Room[] = [
  {
    name: 'extension/in-page',
    floor: 7,
    mayImport: ['src/checks', 'src/model'],
    typesOnly: true,
    note: "the probe that runs inside a platform's page: it travels as text",
  },
  {
    name: 'extension/protocol.ts',
    floor: 7,
    paths: ['extension/protocol.ts'],
    mayImport: ALL_OF_SRC,
    typesOnly: true,
    note: 'the typed map of messages between pages and background',
  },
  {
    name: 'extension/browser',
    floor: 8,
    mayImport: [
      'extension/protocol.ts',
      'extension/in-page',
      'src/checks',
      'src/detection',
      'src/platforms',
      'src/config',
      'src/model',
      'src/base',
    ],
    note: 'the only files that touch `browser` or `chrome`',
  },
  {
    name: 'extension/storage',
    floor: 9,
    mayImport: ['extension/browser', 'src/knowledge', 'src/storage', 'src/base'],
    note: 'opens the database, or one in memory where the browser grants none',
  },
  {
    name: 'extension/i18n',
    floor: 9,
    paths: ['extension/i18n/', 'extension/_locales/'],
    mayImport: ['extension/browser', 'src/knowledge', 'src/model'],
    note: 'messages, languages, dates and numbers',
  },
  {
    name: 'extension/ui',
    floor: 10,
    mayImport: [
      'extension/i18n',
      'extension/browser',
      'extension/protocol.ts',
      'src/live',
      'src/knowledge',
      'src/ooni',
      'src/config',
      'src/model',
      'src/base',
    ],
    note: 'components, styles and the page client that popup and pages share',
  },
  { name: 'extension/popup', floor: 11, mayImport: PAGES_MAY_IMPORT, note: 'the popup' },
  { name: 'extension/pages', floor: 11, mayImport: PAGES_MAY_IMPORT, note: 'welcome, records and options' },
  {
    name: 'extension/background',
    floor: 11,
    paths: ['extension/background/', 'extension/background.ts'],
    mayImport: ['extension/storage', 'extension/browser', 'extension/protocol.ts', ...ALL_OF_SRC],
    note: 'wires all parts together; draws nothing',
  },
  { name: 'extension/testing', floor: 12, mayImport: [], note: 'stand-ins for the browser, for tests alone' },
];

const TOOLS: readonly Room[] = [
  {
    name: 'tools/dev',
    floor: 7,
    mayImport: [],
    note: '`npm start`, `npm test`: plain Node, before `npm ci`',
  },
  {
    name: 'tools/house',
    floor: 7,
    mayImport: [],
    note: 'this table, and the tools that hold the code against it',
  },
  {
    name: 'tools/docs',
    floor: 8,
    mayImport: ['tools/house', ...ALL_OF_SRC],
    note: 'writes the parts of documents that follow from code',
  },
  {
    name: 'tools/new',
    floor: 8,
    mayImport: ['tools/house', ...ALL_OF_SRC],
    note: 'writes the files of a new check, rule, country, language, platform or feed',
  },
  {
    name: 'tools/collector',
    floor: 7,
    mayImport: ALL_OF_SRC,
    note: "a collector of reports that behaves as OONI's",
  },
  {
    name: 'tools/knowledge',
    floor: 7,
    mayImport: ALL_OF_SRC,
    note: 'checks, builds, counts and imports incidents',
  },
  { name: 'tools/ooni-replay', floor: 7, mayImport: ALL_OF_SRC, note: "our verdicts on OONI's measurements" },
  {
    name: 'tools/publish',
    floor: 8,
    mayImport: ['tools/knowledge', ...ALL_OF_SRC],
    note: 'makes and signs an update of the knowledge',
  },
  {
    name: 'tools/build',
    floor: 8,
    mayImport: ['tools/knowledge', 'package.json', ...ALL_OF_SRC],
    note: 'manifests, plugins of Vite, packages for the stores',
  },
  {
    name: 'configs',
    floor: 9,
    paths: ['vite.config.ts', 'vitest.config.ts', 'playwright.config.ts'],
    mayImport: ['tools/build', 'tools/knowledge', 'src/config'],
    note: 'settings of Vite, Vitest and Playwright',
  },
  { name: 'icons', floor: 7, mayImport: [], note: 'the icon, and the program that draws its sizes' },
];

const E2E: readonly Room[] = [
  {
    name: 'e2e/network',
    floor: 8,
    mayImport: ['tools/collector', ...ALL_OF_SRC],
    note: 'a network on loopback that really resets, drops and forges; its scenarios',
  },
  { name: 'e2e/browsers', floor: 8, mayImport: ALL_OF_SRC, note: 'finds, starts and drives real browsers' },
  { name: 'e2e/blocker', floor: 8, mayImport: [], note: 'an ad blocker for tests' },
  {
    name: 'e2e/support',
    floor: 9,
    mayImport: [
      'e2e/browsers',
      'e2e/network',
      'tools/build',
      'tools/knowledge',
      'tools/publish',
      ...ALL_OF_SRC,
    ],
    note: 'what the tests in browsers share',
  },
  {
    name: 'e2e/bench',
    floor: 10,
    mayImport: ['e2e/support', 'e2e/browsers', 'e2e/network', 'tools/knowledge', ...ALL_OF_SRC],
    note: 'measures time, size and resilience',
  },
  {
    name: 'e2e/cli',
    floor: 10,
    mayImport: ['e2e/support', 'e2e/browsers', 'e2e/network', 'tools/knowledge', ...ALL_OF_SRC],
    note: 'the demonstration, and the recorder of observations',
  },
  { name: 'e2e', floor: 11, paths: ['e2e/*'], mayImport: [], note: 'the tests in real browsers' },
];

export const ROOMS: readonly Room[] = [...BASE, ...SRC, ...EXTENSION, ...TOOLS, ...E2E];
