import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../endpoints.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const privacy = read('PRIVACY.md');

test('PRIVACY.md names every host that the extension asks', () => {
  const { controls, portals, resolvers, speeds, mirrors, helper, collector } = ENDPOINTS;
  for (const url of [
    ...controls,
    ...portals,
    ...resolvers,
    ...speeds,
    ...mirrors,
    { url: helper },
    { url: collector },
  ].map((e) => e.url))
    expect(privacy).toContain(`\`${new URL(url).hostname}\``);
});

test('PRIVACY.md explains every permission, and none that is not asked for', () => {
  const { permissions } = v.parse(
    v.object({ permissions: v.array(v.string()) }),
    JSON.parse(read('manifest.json')),
  );
  const explained = [...privacy.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual(permissions.sort());
});
