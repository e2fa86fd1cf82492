/** Packages that only some of the rooms that are shipped may import. */
export const RESERVED_PACKAGES: readonly {
  patterns: readonly string[];
  rooms: readonly string[];
  why: string;
}[] = [
  {
    patterns: ['webextension-polyfill', 'webextension-polyfill/**'],
    rooms: ['extension/browser'],
    why: 'only extension/browser touches the browser',
  },
  {
    patterns: ['preact', 'preact/**', '@preact/**'],
    rooms: ['extension/i18n', 'extension/ui', 'extension/popup', 'extension/pages'],
    why: 'only rooms that people see draw',
  },
  {
    patterns: ['fake-indexeddb', 'fake-indexeddb/**'],
    rooms: ['extension/storage'],
    why: 'only extension/storage opens databases',
  },
  { patterns: ['node:*'], rooms: [], why: 'the product runs in browsers, which have no Node' },
];
