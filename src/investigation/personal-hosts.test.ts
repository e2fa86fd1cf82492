/** A host that is somebody's page is named to nobody, and what is asked about its domain is no opinion about it. */
import { expect, test } from 'vitest';
import { createCaseWorld } from '../cases/testing/case-world.ts';
import { errorSymptom } from '../diagnosis/testing/observations.ts';
import type { Failure } from '../model/failure.ts';
import type { Probe, ProbeResult } from '../model/probe.ts';
import { okResult, resetResult } from './testing/plan-run.ts';

const BLOG = 'secret-blog.wordpress.com';
const HELPERS = /ooni|cloudfront|globalping/;
const RESOLVERS = /cloudflare-dns|dns\.google/;
const json = (value: object): ProbeResult => ({
  kind: 'answered',
  status: 200,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(value)),
  hstsUpgraded: false,
  ms: 5,
});
const LOADS = { failure: null, status_code: 200, body_length: 40_000 };
const DOWN = { failure: 'connection_reset', status_code: 0, body_length: -1 };

/** @param fails hosts that fail here; `http_request` is what the helper says of whatever it is asked about */
function blogWorld(fails: RegExp, http_request: object) {
  const told: string[] = [];
  const probe: Probe = async (request) => {
    const { hostname } = new URL(request.url);
    if (HELPERS.test(hostname)) {
      told.push(`${request.url} ${request.postBody ?? ''}`);
      if (request.url.endsWith('check-in')) return json({ probe_cc: 'PK', probe_asn: 'AS64500' });
      if (!/ooni|globalping/.test(hostname))
        return json({
          http_request,
          dns: { failure: null, addrs: ['192.0.78.9'] },
          tcp_connect: {},
          tls_handshake: {},
          ip_info: {},
        });
      return json({});
    }
    if (RESOLVERS.test(hostname)) told.push(request.url);
    return fails.test(hostname) ? resetResult : okResult;
  };
  const world = createCaseWorld(undefined, probe);
  const open = async (failure: Failure = 'reset') => {
    await world.startManager().openCase(world.loadOf(BLOG), errorSymptom(failure), { isPrivate: false });
    const found = await world.store.ofTab(7);
    if (!found) throw new Error('no case');
    return found;
  };
  return { world, told, open };
}

test('helpers are told the domain, resolvers nothing, and nobody the name', async () => {
  const { told, open, world } = blogWorld(/wordpress/, LOADS);
  await open();
  expect(world.askedUrls).toContain(`https://${BLOG}/`);
  expect(told.some((request) => request.includes('wordpress.com'))).toBe(true);
  expect(told.filter((request) => request.includes('secret-blog'))).toEqual([]);
  expect(told.filter((request) => RESOLVERS.test(request))).toEqual([]);
});

test('a domain that fails here and loads elsewhere makes it a block, and never a certain one', async () => {
  const { verdict } = await blogWorld(/wordpress/, LOADS).open();
  expect(verdict).toMatchObject({ kind: 'blocked', mechanism: 'tls-reset', confidence: 'likely' });
});

test('a domain that works here says nothing of the page: neither a block nor an outage follows', async () => {
  const blocked = await blogWorld(/secret-blog/, LOADS).open();
  expect(blocked.verdict).toMatchObject({ kind: 'blocked', confidence: 'possible' });
  expect(blocked.verdict.evidence.map(({ key }) => key)).not.toContain('test-helper-works');
  const down = await blogWorld(/secret-blog/, DOWN).open();
  expect(down.verdict.kind).not.toBe('site-down');
});

test('a domain that is down for all makes its page down, but not certainly', async () => {
  const { verdict } = await blogWorld(/wordpress/, DOWN).open();
  expect(verdict.confidence).not.toBe('certain');
});

test('a host of the platform’s own is asked about by its name', async () => {
  const world = createCaseWorld((host) => host === 'en.wordpress.com');
  await world
    .startManager()
    .openCase(world.loadOf('en.wordpress.com'), errorSymptom('reset'), { isPrivate: false });
  expect(world.askedUrls.some((url) => RESOLVERS.test(url))).toBe(true);
});
