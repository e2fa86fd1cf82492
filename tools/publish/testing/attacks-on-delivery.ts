/** Answers that are too long, too slow, cut off, or not from the mirror at all. */
import { MANIFEST_FILE, ROOT_FILE } from '../../../src/updates/repository-format.ts';
import { type Attack, SHORT_DEADLINE_MS } from './attack.ts';
import {
  blockPageResponse,
  drippingResponse,
  endlessResponse,
  FULL_PATH,
  fullBytes,
  goodPublication,
  NEW_VERSION,
  publicationOfText,
  publicationWith,
  replacingPath,
  statusResponse,
} from './forgeries.ts';
import { makeTestBundle, serveStaticFiles } from './mirror.ts';

export const DELIVERY_ATTACKS: readonly Attack[] = [
  {
    group: 'endless data',
    name: 'a longer set, announced',
    mirror: publicationWith({ [FULL_PATH]: Buffer.concat([fullBytes, fullBytes]) }),
    problem: 'too-large',
    detail: /bytes announced/,
  },
  {
    group: 'endless data',
    name: 'an endless set',
    mirror: replacingPath(FULL_PATH, endlessResponse),
    problem: 'too-large',
    detail: /full-.*more than/,
  },
  {
    group: 'endless data',
    name: 'an endless manifest',
    mirror: replacingPath(MANIFEST_FILE, endlessResponse),
    problem: 'too-large',
    detail: /manifest.*more than 65536/,
  },
  {
    group: 'endless data',
    name: 'an endless root',
    mirror: replacingPath(ROOT_FILE, endlessResponse),
    problem: 'too-large',
    detail: /root.*more than 65536/,
  },
  {
    group: 'endless data',
    name: 'a zip bomb: 100 MB from 100 KB',
    mirror: publicationOfText('0'.repeat(100_000_000), 1_000_000),
    problem: 'too-large',
    detail: /unpacked: more than 1000000/,
  },
  {
    group: 'endless data',
    name: 'a zip bomb, announced',
    mirror: publicationOfText('[]', 1_000_000_000),
    problem: 'malformed',
    detail: /full\.unpacked/,
  },
  {
    group: 'slow retrieval',
    name: 'no answer',
    mirror: () => {},
    problem: 'timeout',
    detail: /root.*too long/,
    deadlineMs: SHORT_DEADLINE_MS,
  },
  {
    group: 'slow retrieval',
    name: 'a byte now and then',
    mirror: replacingPath(MANIFEST_FILE, drippingResponse),
    problem: 'timeout',
    detail: /manifest.*too long/,
    deadlineMs: SHORT_DEADLINE_MS,
  },
  {
    group: 'malicious mirror',
    name: 'a truncated set',
    mirror: publicationWith({ [FULL_PATH]: fullBytes.subarray(0, 500) }),
    problem: 'truncated',
    detail: /500 of \d+ bytes/,
  },
  {
    group: 'malicious mirror',
    name: 'a connection closed within the set',
    mirror: replacingPath(FULL_PATH, (_, response) => {
      response.writeHead(200, { 'Content-Length': fullBytes.length });
      response.write(fullBytes.subarray(0, 500), () => response.destroy());
    }),
    problem: 'truncated',
    detail: /full-/,
  },
  {
    group: 'malicious mirror',
    name: 'a set that unpacks to less than announced',
    mirror: publicationOfText(makeTestBundle(NEW_VERSION), makeTestBundle(NEW_VERSION).length + 1),
    problem: 'truncated',
    detail: /bytes unpacked/,
  },
  {
    group: 'malicious mirror',
    name: 'a block page with status 200',
    mirror: blockPageResponse,
    problem: 'malformed',
    detail: /root.*no JSON/,
  },
  {
    group: 'malicious mirror',
    name: 'a block page with status 200 for the set alone',
    mirror: replacingPath(FULL_PATH, blockPageResponse),
    problem: 'truncated',
    detail: /full-/,
  },
  {
    group: 'malicious mirror',
    name: 'an empty root',
    mirror: publicationWith({ [ROOT_FILE]: '' }),
    problem: 'malformed',
    detail: /root.*no JSON/,
  },
  {
    group: 'malicious mirror',
    name: 'a redirect',
    mirror: (request, response) =>
      request.url?.startsWith('/elsewhere/')
        ? serveStaticFiles(
            new Map([...goodPublication].map(([path, bytes]) => [`/elsewhere/${path}`, bytes])),
          )(request, response)
        : response.writeHead(302, { Location: request.url?.replace('/facts/', '/elsewhere/') }).end(),
    problem: 'redirected',
    detail: /root.*elsewhere/,
  },
  {
    group: 'malicious mirror',
    name: 'no files',
    mirror: new Map(),
    problem: 'bad-status',
    detail: /root.*404/,
  },
  {
    group: 'malicious mirror',
    name: 'status 304 without a tag in the request',
    mirror: statusResponse(304),
    problem: 'bad-status',
    detail: /304/,
  },
  {
    group: 'malicious mirror',
    name: 'a closed connection',
    mirror: (request) => void request.socket.destroy(),
    problem: 'unreachable',
    detail: /root/,
  },
];
