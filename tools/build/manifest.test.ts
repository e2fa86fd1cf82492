import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { SOFTWARE_VERSION } from '../../src/ooni/software.ts';
import { buildPolicySchema } from './managed-policy.ts';
import { buildManifest, POLICY_FILE } from './manifest.ts';

const base = JSON.parse(readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'));

test('the policy schema has each endpoint, in keywords that Chromium supports', () => {
  const { endpoints } = buildPolicySchema().properties ?? {};
  expect(Object.keys(endpoints?.properties ?? {})).toEqual(Object.keys(ENDPOINTS));
  expect(endpoints?.properties?.helper).toEqual({ type: 'string' });
  expect(endpoints?.properties?.controls).toEqual({
    type: 'array',
    items: { type: 'object', properties: { name: { type: 'string' }, url: { type: 'string' } } },
  });
  expect(buildManifest('chromium', base).storage).toEqual({ managed_schema: POLICY_FILE });
  expect(buildManifest('firefox', base)).not.toHaveProperty('storage');
});

test('Chromium runs the extension apart in private windows; Firefox refuses such a manifest', () => {
  expect(buildManifest('chromium', base).incognito).toBe('split');
  expect(buildManifest('firefox', base)).not.toHaveProperty('incognito');
});

test('the manifest permits a replaced endpoint’s new host, and not its old one', () => {
  const helper = 'https://helper.example/';
  const { host_permissions: hosts } = buildManifest('firefox', base, { ...ENDPOINTS, helper });
  expect(hosts).toContain('*://helper.example/*');
  expect(hosts).not.toContain(`*://${new URL(ENDPOINTS.helper).hostname}/*`);
});

test('the manifest permits WebSockets of platforms where `*` does not cover them', () => {
  const hosts = (target: 'chromium' | 'firefox') => buildManifest(target, base).host_permissions as string[];
  expect(hosts('chromium')).toEqual(expect.arrayContaining(['*://*.discord.gg/*', 'wss://*.discord.gg/*']));
  expect(hosts('firefox').filter((host) => host.startsWith('wss:'))).toEqual([]);
});

test('pages may load nothing but the package, ask over http and https, and be in no frame', () => {
  const { extension_pages: policy } = base.content_security_policy;
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self' https: http:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
});

test('the manifest and OONI get the version of package.json', () => {
  expect(base).not.toHaveProperty('version');
  expect(buildManifest('firefox', base).version).toBe(SOFTWARE_VERSION);
});
