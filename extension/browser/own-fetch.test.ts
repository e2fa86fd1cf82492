import { beforeEach, expect, test, vi } from 'vitest';

const URL_OF_OONI = 'https://api.ooni.org/report';
/** What happened, in order. */
const events: string[] = [];
let isPermitted = true;
let takesRules = true;

Object.assign(globalThis, {
  chrome: {
    runtime: { getURL: (path: string) => `moz-extension://uuid/${path}` },
    permissions: { contains: async () => isPermitted },
    declarativeNetRequest: {
      async updateSessionRules({ addRules }: { addRules: object[] }) {
        await Promise.resolve();
        if (!takesRules) throw new Error('no rules here');
        events.push(JSON.stringify(addRules));
      },
    },
  },
});
vi.stubGlobal('fetch', async () => {
  events.push('fetch');
  return new Response();
});

/** As a background that was just started. */
async function startedAnew(): Promise<typeof fetch> {
  vi.resetModules();
  return (await import('./own-fetch.ts')).fetchWithoutOrigin;
}

beforeEach(() => {
  events.length = 0;
  isPermitted = true;
  takesRules = true;
});

test('the browser has the rule before the first request of a background, once', async () => {
  const fetchWithoutOrigin = await startedAnew();
  await fetchWithoutOrigin(URL_OF_OONI);
  await fetchWithoutOrigin(URL_OF_OONI);
  expect(events).toEqual([expect.stringMatching(/"origin","operation":"remove".*"uuid"/), 'fetch', 'fetch']);
});

test('no request leaves while the browser does not take the rule', async () => {
  const fetchWithoutOrigin = await startedAnew();
  takesRules = false;
  await expect(fetchWithoutOrigin(URL_OF_OONI)).rejects.toThrow('no rules here');
  expect(events).toEqual([]);
  takesRules = true;
  await fetchWithoutOrigin(URL_OF_OONI);
  expect(events).toHaveLength(2);
});

test('no request leaves for a host that the extension may not access: the rule does not apply there', async () => {
  const fetchWithoutOrigin = await startedAnew();
  isPermitted = false;
  await expect(fetchWithoutOrigin(URL_OF_OONI)).rejects.toThrow('api.ooni.org');
  expect(events).not.toContain('fetch');
});
