import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { renderRequestTable } from '../../tools/docs/requests.ts';
import { ENDPOINTS } from '../config/endpoints.ts';

const root = new URL('../../', import.meta.url);
const readProjectFile = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const privacy = readProjectFile('PRIVACY.md');

/** Every URL in a nested value. */
const urlsIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(urlsIn)
    : [value].filter((text): text is string => /^https?:/.test(String(text)));

test('the table in PRIVACY.md matches the list of requests: npm run docs', () => {
  expect(privacy).toContain(`\n${renderRequestTable()}\n`);
});

test('PRIVACY.md names every host that the extension asks', () => {
  const urls = urlsIn(ENDPOINTS);
  expect(urls).toEqual(expect.arrayContaining([ENDPOINTS.collector, ENDPOINTS.portals[0]?.url]));
  for (const url of urls) expect(privacy).toContain(`\`${new URL(url).hostname}\``);
});

test('PRIVACY.md explains exactly the permissions in the manifest', () => {
  const { permissions } = v.parse(
    v.object({ permissions: v.array(v.string()) }),
    JSON.parse(readProjectFile('manifest.json')),
  );
  const explained = [...privacy.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual(permissions.sort());
});
