import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeIncident } from '../../src/knowledge/testing/fixtures.ts';
import { preAuthEncoding, verifyEnvelope } from '../../src/updates/dsse.ts';
import {
  MANIFEST_TYPE,
  ROOT_TYPE,
  RootMetadataSchema,
  UpdateManifestSchema,
} from '../../src/updates/repository-format.ts';
import { TRUST_ANCHOR } from '../../src/updates/trust-anchor.ts';
import { parseUpdateJson } from '../../src/updates/update-error.ts';
import { runPublish } from './publish.ts';
import { parseSigner, signEnvelope, testSigner } from './sign.ts';
import { makeTestBundle } from './testing/mirror.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'publish-'));
});
afterEach(() => rmSync(out, { recursive: true }));

/** RFC 8032 §7.1, test 1. */
const RFC_SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const RFC_PUBLIC = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const toPkcs8 = (seed: string): string =>
  Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
const ENV = { FACTS_ROOT_KEYS: toPkcs8('01'.repeat(32)), FACTS_RELEASE_KEYS: toPkcs8(RFC_SEED) };

const runPublishWith = (
  args: string,
  facts = makeTestBundle('2026-11-10-b'),
  env: Record<string, string> = {},
): string[] => {
  const said: string[] = [];
  runPublish(
    ['--out', out, ...args.split(' ').filter(Boolean)],
    env,
    (line) => said.push(line),
    () => facts,
  );
  return said;
};
const readOutFile = (path: string): Buffer => readFileSync(join(out, path));
const readAllFiles = (): [string, string][] =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => [
      entry.name,
      readFileSync(join(entry.parentPath, entry.name)).toString('base64'),
    ])
    .sort();
const readManifest = async (signer = testSigner('release')) => {
  const signers = { keys: [signer.publicKey], threshold: 1 };
  const text = await verifyEnvelope(readOutFile('1/manifest.json'), {
    type: MANIFEST_TYPE,
    signers,
    where: 'manifest.json',
  });
  return parseUpdateJson(UpdateManifestSchema, text, 'manifest.json');
};

test('the same records, keys and time give the same bytes', () => {
  runPublishWith('--test-key --first --at 2026-11-10T00:00:00Z');
  const first = readAllFiles();
  expect(first.map(([name]) => name)).toEqual(['full-2026-11-10-b.bin', 'manifest.json', 'root.json']);
  rmSync(out, { recursive: true });
  runPublishWith('--test-key --first --at 2026-11-10T00:00:00Z');
  expect(readAllFiles()).toEqual(first);
});

test('numbers rise, eight deltas begin at the sets before, and the same records again change only the dates', async () => {
  for (let n = 10; n < 22; n++)
    runPublishWith(
      `--test-key --at 2026-11-${n}T00:00:00Z${n === 10 ? ' --first' : ''}`,
      makeTestBundle(`2026-11-${n}-a`),
    );
  const { version, deltas } = await readManifest();
  expect(version).toBe(12);
  expect(deltas.map(({ from }) => from)).toEqual(
    [20, 19, 18, 17, 16, 15, 14, 13].map((n) => `2026-11-${n}-a`),
  );
  expect(readdirSync(join(out, '1'))).toHaveLength(1 + 9 + 8);
  runPublishWith('--test-key --at 2026-12-01T00:00:00Z', makeTestBundle('2026-11-21-a'));
  expect(await readManifest()).toMatchObject({
    version: 13,
    published: Date.parse('2026-12-01'),
    bundle: { version: '2026-11-21-a' },
    deltas: deltas.map(({ from }) => ({ from })),
  });
});

test('a root key names release keys, a release key publishes, and neither needs the other', async () => {
  expect(runPublishWith('--show-keys', '', ENV)).toEqual([
    expect.stringMatching(/^root /),
    `release ${RFC_PUBLIC}`,
  ]);
  const { FACTS_ROOT_KEYS, FACTS_RELEASE_KEYS } = ENV;
  const other = testSigner('other').publicKey;
  runPublishWith(`--root --release ${RFC_PUBLIC} --release ${other} --at 2026-11-01T00:00:00Z`, '', {
    FACTS_ROOT_KEYS,
  });
  runPublishWith('--first --at 2026-11-10T00:00:00Z', undefined, { FACTS_RELEASE_KEYS });
  expect((await readManifest(parseSigner(FACTS_RELEASE_KEYS))).version).toBe(1);
  const signers = { keys: [parseSigner(FACTS_ROOT_KEYS).publicKey], threshold: 1 };
  expect(
    parseUpdateJson(
      RootMetadataSchema,
      await verifyEnvelope(readOutFile('root.json'), { type: ROOT_TYPE, signers, where: 'root' }),
      'root',
    ),
  ).toMatchObject({
    version: 1,
    release: { keys: [RFC_PUBLIC, other], threshold: 1 },
  });
  runPublishWith(`--root --release ${other} --at 2026-11-11T00:00:00Z`, '', { FACTS_ROOT_KEYS });
  expect(() => runPublishWith('--at 2026-11-12T00:00:00Z', undefined, { FACTS_RELEASE_KEYS })).toThrow(
    /names 0 of the 1 release keys/,
  );
});

test('publishes nothing with fewer keys than the root asks for', () => {
  const other = testSigner('other').publicKey;
  runPublishWith(
    `--root --release ${RFC_PUBLIC} --release ${other} --threshold 2 --at 2026-11-01T00:00:00Z`,
    '',
    ENV,
  );
  expect(() => runPublishWith('--first --at 2026-11-10T00:00:00Z', undefined, ENV)).toThrow(
    /names 1 of the 1.*asks for 2/,
  );
  expect(readAllFiles().map(([name]) => name)).toEqual(['root.json']);
});

test('writes the manifest last, so that a mirror that copies meanwhile never names a missing file', () => {
  runPublishWith('--test-key --first --at 2026-11-10T00:00:00Z');
  runPublishWith('--test-key --at 2026-11-11T00:00:00Z', makeTestBundle('2026-11-11-c'));
  const writtenAt = (path: string): bigint => statSync(join(out, path), { bigint: true }).ctimeNs;
  for (const name of readdirSync(join(out, '1')))
    expect(writtenAt(`1/${name}`), name).toBeLessThanOrEqual(writtenAt('1/manifest.json'));
});

test.each<[string, string, Record<string, string>, RegExp]>([
  ['no key', '--first', {}, /No key.*FACTS_RELEASE_KEYS.*--test-key/],
  ['no root key', '--root', {}, /No key.*FACTS_ROOT_KEYS/],
  ['no release key to name', '--root', ENV, /Invalid length/],
  [
    'more that have to sign than there are keys',
    `--root --release ${RFC_PUBLIC} --threshold 2`,
    ENV,
    /more have to sign than there are keys/,
  ],
  [
    'rubbish for a key',
    '--first',
    { FACTS_RELEASE_KEYS: 'aGVsbG8=' },
    /FACTS_RELEASE_KEYS: This is no private key/,
  ],
  [
    'a key of another kind',
    '--first',
    { FACTS_RELEASE_KEYS: 'MC4CAQAwBQYDK2VuBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB' },
    /x25519/,
  ],
  ['no root yet', '--first', ENV, /no root\.json yet/],
  ['no earlier publication', '--test-key', {}, /no earlier publication.*--first/],
  ['no time', '--test-key --at yesterday', {}, /no time/],
])('names what is missing and writes no publication: %s', (_, args, env, expected) => {
  expect(() => runPublishWith(args, undefined, env)).toThrow(expected);
  expect(readAllFiles().filter(([name]) => name !== 'root.json')).toEqual([]);
});

test('refuses what devices would refuse', () => {
  runPublishWith('--test-key --first --at 2026-11-10T00:00:00Z');
  const before = readAllFiles();
  expect(() => runPublishWith('--test-key', makeTestBundle('2026-11-09-c'))).toThrow(
    /newest check.*2026-11-09.*2026-11-10/,
  );
  expect(() =>
    runPublishWith('--test-key', makeTestBundle('2026-11-11-c', [makeIncident({ start: '2024-13' })])),
  ).toThrow(/a date/);
  expect(() =>
    runPublishWith('--test-key --at 2028-01-01T00:00:00Z', makeTestBundle('2026-11-11-c')),
  ).toThrow(/root\.json ends on 2027-12-15/);
  expect(readAllFiles()).toEqual(before);
});

test('signs as DSSE and RFC 8032 specify', async () => {
  const preAuthText = (type: string, text: string): string =>
    new TextDecoder().decode(preAuthEncoding(type, Buffer.from(text)));
  expect(preAuthText('http://example.com/HelloWorld', 'hello world')).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  );
  expect(preAuthText('ü', 'é')).toBe('DSSEv1 2 ü 2 é');
  const signer = parseSigner(toPkcs8(RFC_SEED));
  expect(signer.publicKey).toBe(RFC_PUBLIC);
  expect(Buffer.from(signer.sign(new Uint8Array())).toString('hex')).toMatch(
    /^e5564300c360ac729086e2cc806e828a/,
  );
  writeFileSync(join(out, 'sealed'), signEnvelope('a/b', '{}', [signer]));
  const signers = { keys: [RFC_PUBLIC], threshold: 1 };
  expect(await verifyEnvelope(readOutFile('sealed'), { type: 'a/b', signers, where: 'sealed' })).toBe('{}');
  await expect(
    verifyEnvelope(readOutFile('sealed'), { type: 'a/c', signers, where: 'sealed' }),
  ).rejects.toThrow(/payloadType/);
});

test('the trust anchor holds no test key', () => {
  for (const name of [
    'root',
    'release',
    'stolen',
    'stranger',
    'second',
    'third',
    'other',
    'other root',
    'thief',
  ])
    expect(TRUST_ANCHOR.keys).not.toContain(testSigner(name).publicKey);
});
