/** The overrides of Biome's rules, in a file of their own that biome.json extends. */
import { fileURLToPath } from 'node:url';
import { makeImportOverrides } from './biome-rooms.ts';
import { makeSizeOverrides } from './size-rules.ts';

export const OVERRIDES_FILE = fileURLToPath(new URL('biome-overrides.jsonc', import.meta.url));

/** The text of the file: a line each. */
export const renderOverrides = (): string =>
  [
    '// Made from rooms.ts and size-rules.ts: change these, then run `npm run docs`.',
    '{ "overrides": [',
    [...makeImportOverrides(), ...makeSizeOverrides()].map((one) => JSON.stringify(one)).join(',\n'),
    '] }',
    '',
  ].join('\n');
