/** What a mirror, or whoever stands before it, may try; each against a device that has publication 3 and root 2. */
import type { RequestListener } from 'node:http';
import { RECORD_FORMAT } from '../../../src/knowledge/bundle.ts';
import { MANIFEST_FILE, ROOT_FILE } from '../../../src/updates/repository-format.ts';
import type { UpdateProblem } from '../../../src/updates/update-state.ts';
import type { MirrorFiles } from '../publication.ts';
import {
  blockPageResponse,
  drippingResponse,
  endlessResponse,
  FULL_PATH,
  forgedEnvelope,
  fullBytes,
  goodPayload,
  goodPublication,
  INSTALLED_VERSION,
  installedPublication,
  NEW_VERSION,
  olderPublication,
  publicationOfText,
  publicationWith,
  REVOKED_KEY,
  replacingPath,
  requireBytes,
  revokedRootPublication,
  signedManifest,
  signedRoot,
  statusResponse,
  UNKNOWN_KEY,
} from './forgeries.ts';
import { makeTestBundle, parseDay, RELEASE_SIGNER, ROOT_SIGNER, serveStaticFiles } from './mirror.ts';

export const ATTACK_TIME = parseDay('2026-11-21');
/** For mirrors that are slow on purpose; all others get the time that a busy machine needs. */
const SHORT_DEADLINE_MS = 400;

export interface Attack {
  name: string;
  serve: RequestListener;
  problem: UpdateProblem;
  detail: RegExp;
  /** What the device's clock shows meanwhile. */
  now?: number;
  deadlineMs?: number;
}
type AttackRow = [
  name: string,
  what: MirrorFiles | RequestListener,
  problem: UpdateProblem,
  detail: RegExp,
  more?: Pick<Attack, 'now' | 'deadlineMs'>,
];

const ATTACK_ROWS: AttackRow[] = [
  [
    'forged: a byte of the set',
    publicationWith({ [FULL_PATH]: fullBytes.map((b, i) => (i === 99 ? b ^ 1 : b)) }),
    'bad-hash',
    /full-.*not the file/,
  ],
  [
    'forged: the manifest',
    publicationWith({ [MANIFEST_FILE]: forgedEnvelope(MANIFEST_FILE, { version: 99 }) }),
    'bad-signature',
    /manifest.*by 0/,
  ],
  [
    'forged: the root',
    publicationWith({ [ROOT_FILE]: forgedEnvelope(ROOT_FILE, { version: 99 }) }),
    'bad-signature',
    /root.*by 0/,
  ],
  [
    'truncated: a shorter file',
    publicationWith({ [FULL_PATH]: fullBytes.subarray(0, 500) }),
    'truncated',
    /500 of \d+ bytes/,
  ],
  [
    'truncated: the line goes dead',
    replacingPath(FULL_PATH, (_, response) => {
      response.writeHead(200, { 'Content-Length': fullBytes.length });
      response.write(fullBytes.subarray(0, 500), () => response.destroy());
    }),
    'truncated',
    /full-/,
  ],
  [
    'truncated: unpacks to less than announced',
    publicationOfText(makeTestBundle(NEW_VERSION), makeTestBundle(NEW_VERSION).length + 1),
    'truncated',
    /bytes unpacked/,
  ],
  [
    'oversized: a longer file, announced',
    publicationWith({ [FULL_PATH]: Buffer.concat([fullBytes, fullBytes]) }),
    'too-large',
    /bytes announced/,
  ],
  [
    'oversized: a file without end',
    replacingPath(FULL_PATH, endlessResponse),
    'too-large',
    /full-.*more than/,
  ],
  [
    'oversized: a manifest without end',
    replacingPath(MANIFEST_FILE, endlessResponse),
    'too-large',
    /manifest.*more than 65536/,
  ],
  [
    'oversized: a root without end',
    replacingPath(ROOT_FILE, endlessResponse),
    'too-large',
    /root.*more than 65536/,
  ],
  [
    'zip bomb: 100 MB from 100 KB',
    publicationOfText('0'.repeat(100_000_000), 1_000_000),
    'too-large',
    /unpacked: more than 1000000/,
  ],
  ['zip bomb: announced', publicationOfText('[]', 1_000_000_000), 'malformed', /full\.unpacked/],
  ['rolled back: an older manifest', olderPublication, 'rolled-back', /number 2, yet 3 was seen/],
  ['rolled back: the root before', revokedRootPublication, 'rolled-back', /root.*number 1, yet 2/],
  [
    'rolled back: a second manifest of one number',
    publicationWith({ [MANIFEST_FILE]: signedManifest({ version: 3 }) }),
    'rolled-back',
    /another number 3/,
  ],
  [
    'frozen: a manifest past its date',
    installedPublication,
    'expired',
    /manifest.*2026-12-25/,
    { now: parseDay('2026-12-26') },
  ],
  [
    'frozen: a root past its date',
    publicationWith({
      [ROOT_FILE]: signedRoot({ version: 3, expires: '2026-11-20T00:00:00Z' }, [ROOT_SIGNER]),
    }),
    'expired',
    /root/,
  ],
  [
    'mixed: the manifest of one, the file of another',
    publicationWith({
      [FULL_PATH]: Buffer.concat([
        requireBytes(installedPublication, `${RECORD_FORMAT}/full-${INSTALLED_VERSION}.bin`),
        fullBytes,
      ]).subarray(0, fullBytes.length),
    }),
    'bad-hash',
    /full-/,
  ],
  [
    'mixed: the digest of one set, the file of another',
    publicationWith({
      [MANIFEST_FILE]: signedManifest({ bundle: { version: NEW_VERSION, sha256: '0'.repeat(64) } }),
    }),
    'bad-hash',
    /full-.*not the set/,
  ],
  [
    'mixed: a manifest for the root',
    publicationWith({ [ROOT_FILE]: requireBytes(goodPublication, MANIFEST_FILE) }),
    'malformed',
    /root.*payloadType/,
  ],
  [
    'wrong key: all of it',
    publicationWith({ [ROOT_FILE]: signedRoot({ version: 3 }, [UNKNOWN_KEY]) }),
    'bad-signature',
    /root/,
  ],
  [
    'wrong key: the manifest',
    publicationWith({ [MANIFEST_FILE]: signedManifest({}, [UNKNOWN_KEY]) }),
    'bad-signature',
    /manifest/,
  ],
  [
    'wrong key: a release key signs a root',
    publicationWith({ [ROOT_FILE]: signedRoot({ version: 3 }, [RELEASE_SIGNER]) }),
    'bad-signature',
    /root/,
  ],
  [
    'revoked key',
    publicationWith({ [MANIFEST_FILE]: signedManifest({ version: 99 }, [REVOKED_KEY]) }),
    'bad-signature',
    /manifest/,
  ],
  [
    'one key signs twice where two have to',
    publicationWith({
      [ROOT_FILE]: signedRoot(
        { version: 3, release: { keys: [RELEASE_SIGNER.publicKey, UNKNOWN_KEY.publicKey], threshold: 2 } },
        [ROOT_SIGNER],
      ),
      [MANIFEST_FILE]: signedManifest({}, [RELEASE_SIGNER, RELEASE_SIGNER]),
    }),
    'bad-signature',
    /by 1 of the keys that may, 2 needed/,
  ],
  [
    'one key named twice where two have to sign',
    publicationWith({
      [ROOT_FILE]: signedRoot(
        { version: 3, release: { keys: [RELEASE_SIGNER.publicKey, RELEASE_SIGNER.publicKey], threshold: 2 } },
        [ROOT_SIGNER],
      ),
      [MANIFEST_FILE]: signedManifest({}),
    }),
    'bad-signature',
    /by 1 of the keys that may, 2 needed/,
  ],
  [
    'more have to sign than there are keys',
    publicationWith({
      [ROOT_FILE]: signedRoot({ version: 3, release: { keys: [RELEASE_SIGNER.publicKey], threshold: 2 } }, [
        ROOT_SIGNER,
      ]),
    }),
    'malformed',
    /root.*more have to sign/,
  ],
  ['slow-loris: never an answer', () => {}, 'timeout', /root.*too long/, { deadlineMs: SHORT_DEADLINE_MS }],
  [
    'slow-loris: a byte now and then',
    replacingPath(MANIFEST_FILE, drippingResponse),
    'timeout',
    /manifest.*too long/,
    { deadlineMs: SHORT_DEADLINE_MS },
  ],
  ['a block page with 200', blockPageResponse, 'malformed', /root.*no JSON/],
  [
    'a block page with 200 for the set alone',
    replacingPath(FULL_PATH, blockPageResponse),
    'truncated',
    /full-/,
  ],
  ['a page that says nothing', publicationWith({ [ROOT_FILE]: '' }), 'malformed', /root.*no JSON/],
  [
    'wrong clock: years ahead',
    replacingPath('nothing', blockPageResponse),
    'expired',
    /ended/,
    { now: parseDay('2029-01-01') },
  ],
  [
    'wrong clock: years ahead, as the mirror knows',
    (request, response) => {
      response.setHeader('Date', new Date(ATTACK_TIME).toUTCString());
      serveStaticFiles(goodPublication)(request, response);
    },
    'clock-ahead',
    /not by the mirror's clock/,
    { now: parseDay('2029-01-01') },
  ],
  [
    'wrong clock: years behind',
    goodPublication,
    'clock-behind',
    /2026-11-20, which is yet to come/,
    { now: parseDay('2020-01-01') },
  ],
  [
    'redirect to elsewhere',
    (request, response) =>
      request.url?.startsWith('/elsewhere/')
        ? serveStaticFiles(
            new Map([...goodPublication].map(([path, bytes]) => [`/elsewhere/${path}`, bytes])),
          )(request, response)
        : response.writeHead(302, { Location: request.url?.replace('/facts/', '/elsewhere/') }).end(),
    'redirected',
    /root.*elsewhere/,
  ],
  ['not there', new Map(), 'bad-status', /root.*404/],
  ['unchanged, though nobody asked that', statusResponse(304), 'bad-status', /304/],
  ['a broken line', (request) => void request.socket.destroy(), 'unreachable', /root/],
  [
    'a record that is none',
    publicationOfText(makeTestBundle(NEW_VERSION).replace('"block"', '"rumour"')),
    'bad-record',
    /incidents\[0\]\.kind/,
  ],
  ['a set under a false name', publicationOfText(makeTestBundle('2099-01-01-z')), 'bad-record', /version/],
  [
    'a set checked on a day to come',
    publicationWith({
      [MANIFEST_FILE]: signedManifest({ bundle: { version: '2099-01-01-z', sha256: '0'.repeat(64) } }),
    }),
    'malformed',
    /bundle\.version/,
  ],
  [
    'records of another format',
    publicationWith({ [MANIFEST_FILE]: signedManifest({ format: 2 }) }),
    'malformed',
    /format/,
  ],
  [
    'a file from outside the folder',
    publicationWith({
      [MANIFEST_FILE]: signedManifest({
        full: { ...(goodPayload(MANIFEST_FILE) as { full: object }).full, path: '../../evil.bin' },
      }),
    }),
    'malformed',
    /full\.path/,
  ],
];

export const ATTACKS: Attack[] = ATTACK_ROWS.map(([name, what, problem, detail, more]) => ({
  name,
  serve: what instanceof Map ? serveStaticFiles(what) : what,
  problem,
  detail,
  ...more,
}));
