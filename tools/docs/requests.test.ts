import { expect, test } from 'vitest';
import type { Check, CheckContext } from '../../src/checks/check.ts';
import { staticFileCheck } from '../../src/checks/static-file.ts';
import { SAMPLE_BYTES } from '../../src/checks/throughput.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { renderRequestTable } from './requests.ts';

const rows = renderRequestTable()
  .split('\n')
  .slice(2)
  .map((row) => row.split(' | '));
const rowWith = (text: string): string[] => rows.find(([to = '']) => to.includes(text)) ?? [];

async function urlOf(check: Check): Promise<URL> {
  const requested: string[] = [];
  const context: CheckContext = {
    async probe({ url }) {
      requested.push(url);
      return { kind: 'timeout', ms: 1 };
    },
    now: () => 0,
    random: () => 0.5,
    findBlockPage: async () => undefined,
  };
  await check.run(context, new AbortController().signal);
  const [url = ''] = requested;
  return new URL(url);
}

test('a silent platform is asked for what the table names, and for nothing with an address of its own', async () => {
  expect(rowWith('small icon file')).not.toHaveLength(0);
  const files = await Promise.all(([1, 2, 3] as const).map((n) => urlOf(staticFileCheck('x.com', 1, n))));
  for (const { protocol, host, pathname, search } of files) {
    expect([protocol, host, search]).toEqual(['https:', 'x.com', '']);
    expect(['/favicon.ico', '/robots.txt']).toContain(pathname);
  }
});

test('the table tells how much of a body is read, of the platform and of the sites that it is compared with', () => {
  const size = `up to ${SAMPLE_BYTES / 1024} KB`;
  const samples = rows.filter(([to = '']) => to.includes(' KB'));
  expect(samples).toHaveLength(3);
  for (const [to = ''] of samples) expect(to).toContain(size);
});

test('every endpoint that the extension asks by itself stands in the table', () => {
  const told = renderRequestTable();
  const { controls, portals, speeds, resolvers, helper, collector, globalping, outages } = ENDPOINTS;
  const urls = [...controls, ...portals, ...speeds, ...resolvers].map(({ url }) => url);
  for (const url of [...urls, helper, collector, globalping, outages])
    expect(told).toContain(new URL(url).hostname);
});
