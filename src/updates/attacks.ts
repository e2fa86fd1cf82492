/** What a mirror, or whoever stands before it, may try; each against a device that has publication 3 and root 2. */
import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'fflate';
import { FORMAT } from '../knowledge/bundle.ts';
import { MANIFEST_FILE, MANIFEST_TYPE, ROOT_FILE, ROOT_TYPE } from './layout.ts';
import type { Problem } from './state.ts';
import type { Files } from './tools/publication.ts';
import { type Signer, seal, testSigner } from './tools/sign.ts';
import { day, Publisher, RELEASE, ROOT, set, staticFiles } from './world.ts';

export const HAD = '2026-11-10-b';
export const NEXT = '2026-11-20-c';
export const NOW = day('2026-11-21');
/** For mirrors that are slow on purpose; all others get the time that a busy machine needs. */
const SOON_MS = 400;

/** Signed until root 2 took it back. */
const STOLEN = testSigner('stolen');
const STRANGER = testSigner('stranger');

const publisher = new Publisher()
  .root('2026-11-01', [STOLEN])
  .publish('2026-11-05', set('2026-11-05-a'), [STOLEN]);
const underRootOne = publisher.publish('2026-11-20', set('2026-11-20-lies'), [STOLEN]).copy();
publisher.files.delete(MANIFEST_FILE);
publisher.root('2026-11-06', [RELEASE]).publish('2026-11-07', set('2026-11-07-a'));
const older = publisher.publish('2026-11-08', set('2026-11-08-a')).copy();
/** What the device has already. */
export const had = publisher.publish('2026-11-10', set(HAD)).copy();
/** What a good mirror has for it. */
const good = publisher.publish('2026-11-20', set(NEXT)).copy();
/** What a good mirror has a little later: numbers above those that true keys have been made to sign here. */
export const next = publisher.root('2026-11-20').root('2026-11-20').publish('2026-11-20', set(NEXT)).copy();

const FULL = `${FORMAT}/full-${NEXT}.bin`;
const DELTA = `${FORMAT}/delta-${HAD}-to-${NEXT}.bin`;
const full = bytesOf(good, FULL);

function bytesOf(files: Files, path: string): Buffer {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no ${path}`);
  return Buffer.from(bytes);
}
function payloadOf(path: string): object {
  const { payload } = JSON.parse(bytesOf(good, path).toString()) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as object;
}
/** The good publication with some files changed; without the delta, so that the full set is asked for. */
function but(changes: Record<string, Uint8Array | string>): Files {
  const files = new Map(good);
  files.delete(DELTA);
  for (const [path, bytes] of Object.entries(changes)) files.set(path, Buffer.from(bytes));
  return files;
}
/** The good manifest, or root, with some fields changed, and signed by whom one likes. */
const manifest = (changes: object, signers: readonly Signer[] = [RELEASE]): string =>
  seal(MANIFEST_TYPE, JSON.stringify({ ...payloadOf(MANIFEST_FILE), ...changes }), signers);
const root = (changes: object, signers: readonly Signer[]): string =>
  seal(ROOT_TYPE, JSON.stringify({ ...payloadOf(ROOT_FILE), ...changes }), signers);
/** An envelope whose payload is another than the one that was signed. */
function forged(path: string, changes: object): string {
  const payload = Buffer.from(JSON.stringify({ ...payloadOf(path), ...changes })).toString('base64');
  return JSON.stringify({ ...(JSON.parse(bytesOf(good, path).toString()) as object), payload });
}
/** A set that is signed as it should be, whatever stands in it: the work of a stolen key, or of a bad day. */
function signedSet(text: string, unpacked = text.length): Files {
  const packed = gzipSync(Buffer.from(text));
  const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
  const file = { path: `full-${NEXT}.bin`, size: packed.length, sha256: digest(packed), unpacked };
  const changes = { full: file, deltas: [], bundle: { version: NEXT, sha256: digest(text) } };
  return but({ [FULL]: packed, [MANIFEST_FILE]: manifest(changes) });
}
/** The good mirror, but for one path. */
function except(path: string, answer: RequestListener): RequestListener {
  const rest = staticFiles(but({}));
  return (request, response) => (request.url?.endsWith(`/${path}`) ? answer : rest)(request, response);
}
/** Bytes without end and without saying so. */
const endless: RequestListener = (_request, response) => {
  response.writeHead(200);
  const pour = (): void => {
    while (response.write(Buffer.alloc(65_536)));
    response.once('drain', pour);
  };
  pour();
};
/** A byte now and then. */
const drip: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Length': 5_000 });
  const timer = setInterval(() => response.write('{'), 20);
  response.once('close', () => clearInterval(timer));
};
const blockPage: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' });
  response.end('<html><body>This page is not available in your country.</body></html>');
};
const status =
  (code: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(code).end();

export interface Attack {
  name: string;
  serve: RequestListener;
  problem: Problem;
  detail: RegExp;
  /** What the device's clock shows meanwhile. */
  now?: number;
  deadlineMs?: number;
}
type Row = [
  name: string,
  what: Files | RequestListener,
  problem: Problem,
  detail: RegExp,
  more?: Pick<Attack, 'now' | 'deadlineMs'>,
];

const ROWS: Row[] = [
  [
    'forged: a byte of the set',
    but({ [FULL]: full.map((b, i) => (i === 99 ? b ^ 1 : b)) }),
    'bad-hash',
    /full-.*not the file/,
  ],
  [
    'forged: the manifest',
    but({ [MANIFEST_FILE]: forged(MANIFEST_FILE, { version: 99 }) }),
    'bad-signature',
    /manifest.*by 0/,
  ],
  [
    'forged: the root',
    but({ [ROOT_FILE]: forged(ROOT_FILE, { version: 99 }) }),
    'bad-signature',
    /root.*by 0/,
  ],
  ['truncated: a shorter file', but({ [FULL]: full.subarray(0, 500) }), 'truncated', /500 of \d+ bytes/],
  [
    'truncated: the line goes dead',
    except(FULL, (_, response) => {
      response.writeHead(200, { 'Content-Length': full.length });
      response.write(full.subarray(0, 500), () => response.destroy());
    }),
    'truncated',
    /full-/,
  ],
  [
    'oversized: a longer file, announced',
    but({ [FULL]: Buffer.concat([full, full]) }),
    'too-large',
    /bytes announced/,
  ],
  ['oversized: a file without end', except(FULL, endless), 'too-large', /full-.*more than/],
  [
    'oversized: a manifest without end',
    except(MANIFEST_FILE, endless),
    'too-large',
    /manifest.*more than 65536/,
  ],
  ['oversized: a root without end', except(ROOT_FILE, endless), 'too-large', /root.*more than 65536/],
  [
    'zip bomb: 100 MB from 100 KB',
    signedSet('0'.repeat(100_000_000), 1_000_000),
    'too-large',
    /unpacked: more than 1000000/,
  ],
  ['zip bomb: announced', signedSet('[]', 1_000_000_000), 'malformed', /full\.unpacked/],
  ['rolled back: an older manifest', older, 'rolled-back', /number 2, yet 3 was seen/],
  ['rolled back: the root before', underRootOne, 'rolled-back', /root.*number 1, yet 2/],
  [
    'rolled back: a second manifest of one number',
    but({ [MANIFEST_FILE]: manifest({ version: 3 }) }),
    'rolled-back',
    /another number 3/,
  ],
  ['frozen: a manifest past its date', had, 'expired', /manifest.*2026-12-25/, { now: day('2026-12-26') }],
  [
    'frozen: a root past its date',
    but({ [ROOT_FILE]: root({ version: 3, expires: '2026-11-20T00:00:00Z' }, [ROOT]) }),
    'expired',
    /root/,
  ],
  [
    'mixed: the manifest of one, the file of another',
    but({
      [FULL]: Buffer.concat([bytesOf(had, `${FORMAT}/full-${HAD}.bin`), full]).subarray(0, full.length),
    }),
    'bad-hash',
    /full-/,
  ],
  [
    'mixed: a manifest for the root',
    but({ [ROOT_FILE]: bytesOf(good, MANIFEST_FILE) }),
    'malformed',
    /root.*payloadType/,
  ],
  ['wrong key: all of it', but({ [ROOT_FILE]: root({ version: 3 }, [STRANGER]) }), 'bad-signature', /root/],
  [
    'wrong key: the manifest',
    but({ [MANIFEST_FILE]: manifest({}, [STRANGER]) }),
    'bad-signature',
    /manifest/,
  ],
  [
    'wrong key: a release key signs a root',
    but({ [ROOT_FILE]: root({ version: 3 }, [RELEASE]) }),
    'bad-signature',
    /root/,
  ],
  ['revoked key', but({ [MANIFEST_FILE]: manifest({ version: 99 }, [STOLEN]) }), 'bad-signature', /manifest/],
  [
    'one key signs twice where two have to',
    but({
      [ROOT_FILE]: root(
        { version: 3, release: { keys: [RELEASE.publicKey, STRANGER.publicKey], threshold: 2 } },
        [ROOT],
      ),
      [MANIFEST_FILE]: manifest({}, [RELEASE, RELEASE]),
    }),
    'bad-signature',
    /by 1 of the keys that may, 2 needed/,
  ],
  ['slow-loris: never an answer', () => {}, 'timeout', /root.*too long/, { deadlineMs: SOON_MS }],
  [
    'slow-loris: a byte now and then',
    except(MANIFEST_FILE, drip),
    'timeout',
    /manifest.*too long/,
    { deadlineMs: SOON_MS },
  ],
  ['a block page with 200', blockPage, 'malformed', /root.*no JSON/],
  ['a block page with 200 for the set alone', except(FULL, blockPage), 'truncated', /full-/],
  ['a page that says nothing', but({ [ROOT_FILE]: '' }), 'malformed', /root.*no JSON/],
  ['wrong clock: years ahead', except('nothing', blockPage), 'expired', /ended/, { now: day('2029-01-01') }],
  [
    'wrong clock: years ahead, as the mirror knows',
    (request, response) => {
      response.setHeader('Date', new Date(NOW).toUTCString());
      staticFiles(good)(request, response);
    },
    'clock-ahead',
    /not by the mirror's clock/,
    { now: day('2029-01-01') },
  ],
  [
    'wrong clock: years behind',
    good,
    'clock-behind',
    /2026-11-20, which is yet to come/,
    { now: day('2020-01-01') },
  ],
  [
    'redirect to elsewhere',
    (request, response) =>
      request.url?.startsWith('/elsewhere/')
        ? staticFiles(new Map([...good].map(([path, bytes]) => [`/elsewhere/${path}`, bytes])))(
            request,
            response,
          )
        : response.writeHead(302, { Location: request.url?.replace('/facts/', '/elsewhere/') }).end(),
    'redirected',
    /root.*elsewhere/,
  ],
  ['not there', new Map(), 'bad-status', /root.*404/],
  ['unchanged, though nobody asked that', status(304), 'bad-status', /304/],
  ['a broken line', (request) => void request.socket.destroy(), 'unreachable', /root/],
  [
    'a record that is none',
    signedSet(set(NEXT).replace('"block"', '"rumour"')),
    'bad-record',
    /incidents\[0\]\.kind/,
  ],
  ['a set under a false name', signedSet(set('2099-01-01-z')), 'bad-record', /version/],
  [
    'a set checked on a day to come',
    but({ [MANIFEST_FILE]: manifest({ bundle: { version: '2099-01-01-z', sha256: '0'.repeat(64) } }) }),
    'malformed',
    /bundle\.version/,
  ],
  ['records of another format', but({ [MANIFEST_FILE]: manifest({ format: 2 }) }), 'malformed', /format/],
  [
    'a file from outside the folder',
    but({
      [MANIFEST_FILE]: manifest({
        full: { ...(payloadOf(MANIFEST_FILE) as { full: object }).full, path: '../../evil.bin' },
      }),
    }),
    'malformed',
    /full\.path/,
  ],
];

export const ATTACKS: Attack[] = ROWS.map(([name, what, problem, detail, more]) => ({
  name,
  serve: what instanceof Map ? staticFiles(what) : what,
  problem,
  detail,
  ...more,
}));
