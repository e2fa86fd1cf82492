import { afterEach, expect, test, vi } from 'vitest';
import { probeInPage } from './probe.ts';

const HOST = 'abs.twimg.com';
afterEach(() => vi.unstubAllGlobals());

/** A page whose requests fail, and which tells of a violation of its policy at that moment. */
function stubPage(violation: Partial<SecurityPolicyViolationEvent>): void {
  const listeners = new Set<(event: unknown) => void>();
  vi.stubGlobal('document', {
    addEventListener: (_: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: (event: unknown) => void) => listeners.delete(listener),
  });
  vi.stubGlobal('fetch', async () => {
    for (const listener of listeners) listener(violation);
    throw new TypeError('Failed to fetch');
  });
}

test.each([
  ['the browser’s own event', { isTrusted: true, blockedURI: `https://${HOST}/` }, 'csp'],
  ['an event that the page sent itself', { isTrusted: false, blockedURI: `https://${HOST}/` }, 'unreachable'],
  ['an event about another host', { isTrusted: true, blockedURI: 'https://other.example/' }, 'unreachable'],
])('a request that fails with %s', async (_what, violation, result) => {
  stubPage(violation);
  expect((await probeInPage(HOST, 1_000, false)).result).toBe(result);
});
