/** Searches a browser's profile for a host name, in all the ways in which browsers write one. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface Trace {
  /** Of the file, from the profile's folder. */
  path: string;
  /** How the name is written there. */
  encoding: string;
  count: number;
}

/** All places of a profile that hold the label, or the host that begins with it. */
export async function findTraces(profileDir: string, host: string): Promise<Trace[]> {
  const needles = encodingsOf(host);
  const traces: Trace[] = [];
  const entries = await readdir(profileDir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    for (const [encoding, needle] of needles) {
      const count = countOf(bytes, needle);
      if (count > 0) traces.push({ path: relative(profileDir, path), encoding, count });
    }
  }
  return traces.sort((a, b) => a.path.localeCompare(b.path));
}

/** As lines for people. */
export const describeTraces = (traces: readonly Trace[]): string[] =>
  traces.map(({ path, encoding, count }) => `${path}: ${count} × ${encoding}`);

function encodingsOf(host: string): [string, Buffer][] {
  // The first label is found in whatever address it stands, compressed or not.
  const [label = ''] = host.split('.');
  return [
    ['text', Buffer.from(label)],
    ['UTF-16', Buffer.from(label, 'utf16le')],
    // Firefox's IndexedDB adds one to each character of a key.
    ['key of IndexedDB', Buffer.from(Buffer.from(label).map((byte) => byte + 1))],
    ['hash of HSTS', Buffer.from(hstsHash(host))],
    ...[0, 1, 2].map((offset): [string, Buffer] => ['base64', base64Of(label, offset)]),
  ];
}

/** Chromium's TransportSecurity: SHA-256 of the name as in a DNS question, in base64. */
function hstsHash(host: string): string {
  const labels = host.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`));
  return createHash('sha256')
    .update(Buffer.concat([...labels, Buffer.from([0])]))
    .digest('base64');
}

/** What of the base64 text depends on the label alone, if so many bytes stand before it. */
function base64Of(label: string, offset: number): Buffer {
  const text = Buffer.from('\0'.repeat(offset) + label)
    .toString('base64')
    .replace(/=+$/, '');
  return Buffer.from(text.slice(Math.ceil((offset * 4) / 3), text.length - 2));
}

function countOf(bytes: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) count++;
  return count;
}
