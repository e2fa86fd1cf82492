import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTraces } from './profile-search.ts';

let profile: string;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'profile-search-'));
});
afterEach(() => rmSync(profile, { recursive: true }));

const url = 'https://night-letters.wordpress.com/2026';
test.each([
  ['text', Buffer.from(url)],
  ['UTF-16', Buffer.from(url, 'utf16le')],
  ['key of IndexedDB', Buffer.from('ojhiu.mfuufst/xpseqsftt/dpn')],
  // What Chromium's own `--dump` of TransportSecurity names the host by.
  ['hash of HSTS', Buffer.from('{"sts":[{"host":"wZaC4/nothing"}]}')],
  ['base64', Buffer.from(Buffer.from(`a${url}`).toString('base64'))],
  ['base64', Buffer.from(Buffer.from(`ab${url}`).toString('base64'))],
  ['base64', Buffer.from(Buffer.from(`abc${url}`).toString('base64'))],
])('finds a host that is written as %s', async (encoding, bytes) => {
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'any.log'), Buffer.concat([Buffer.alloc(7, 0xff), bytes, bytes]));
  writeFileSync(join(profile, 'other'), 'day-letters.wordpress.com');
  const found = await findTraces(profile, 'night-letters.wordpress.com');
  expect(found.map((one) => [one.path, one.encoding])).toEqual(
    encoding === 'hash of HSTS' ? [] : [['Default/any.log', encoding]],
  );
});
