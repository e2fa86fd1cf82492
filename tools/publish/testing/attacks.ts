/** What a mirror, or whoever stands before it, may try; each against a device that has publication 3 and root 2. */
import type { RequestListener } from 'node:http';
import { RECORD_FORMAT } from '../../../src/knowledge/bundle.ts';
import { MANIFEST_FILE, ROOT_FILE } from '../../../src/updates/repository-format.ts';
import type { UpdateProblem } from '../../../src/updates/update-state.ts';
import type { MirrorFiles } from '../publication.ts';
import {
  blockPage,
  but,
  bytesOf,
  drip,
  endless,
  except,
  FULL,
  forged,
  full,
  good,
  HAD,
  had,
  manifest,
  NEXT,
  older,
  payloadOf,
  root,
  STOLEN,
  STRANGER,
  signedSet,
  status,
  underRootOne,
} from './forgeries.ts';
import { day, RELEASE, ROOT, set, staticFiles } from './mirror.ts';

export const NOW = day('2026-11-21');
/** For mirrors that are slow on purpose; all others get the time that a busy machine needs. */
const SOON_MS = 400;

export interface Attack {
  name: string;
  serve: RequestListener;
  problem: UpdateProblem;
  detail: RegExp;
  /** What the device's clock shows meanwhile. */
  now?: number;
  deadlineMs?: number;
}
type Row = [
  name: string,
  what: MirrorFiles | RequestListener,
  problem: UpdateProblem,
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
    'truncated: unpacks to less than announced',
    signedSet(set(NEXT), set(NEXT).length + 1),
    'truncated',
    /bytes unpacked/,
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
      [FULL]: Buffer.concat([bytesOf(had, `${RECORD_FORMAT}/full-${HAD}.bin`), full]).subarray(
        0,
        full.length,
      ),
    }),
    'bad-hash',
    /full-/,
  ],
  [
    'mixed: the digest of one set, the file of another',
    but({ [MANIFEST_FILE]: manifest({ bundle: { version: NEXT, sha256: '0'.repeat(64) } }) }),
    'bad-hash',
    /full-.*not the set/,
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
  [
    'one key named twice where two have to sign',
    but({
      [ROOT_FILE]: root(
        { version: 3, release: { keys: [RELEASE.publicKey, RELEASE.publicKey], threshold: 2 } },
        [ROOT],
      ),
      [MANIFEST_FILE]: manifest({}),
    }),
    'bad-signature',
    /by 1 of the keys that may, 2 needed/,
  ],
  [
    'more have to sign than there are keys',
    but({ [ROOT_FILE]: root({ version: 3, release: { keys: [RELEASE.publicKey], threshold: 2 } }, [ROOT]) }),
    'malformed',
    /root.*more have to sign/,
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
