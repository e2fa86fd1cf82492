/** Metadata that is signed but out of date, out of order, or judged by a wrong clock. */
import { MANIFEST_FILE, ROOT_FILE } from '../../../src/updates/repository-format.ts';
import { ATTACK_TIME, type Attack } from './attack.ts';
import {
  blockPageResponse,
  goodPublication,
  installedPublication,
  olderPublication,
  publicationWith,
  REVOKED_KEY,
  replacingPath,
  revokedRootPublication,
  signedManifest,
  signedRoot,
} from './forgeries.ts';
import { parseDay, ROOT_SIGNER, serveStaticFiles } from './mirror.ts';

export const FRESHNESS_ATTACKS: readonly Attack[] = [
  {
    group: 'rollback',
    name: 'an older manifest',
    mirror: olderPublication,
    problem: 'rolled-back',
    detail: /number 2, yet 3 was seen/,
  },
  {
    group: 'rollback',
    name: 'the root before',
    mirror: revokedRootPublication,
    problem: 'rolled-back',
    detail: /root.*number 1, yet 2/,
  },
  {
    group: 'rollback',
    name: 'a second manifest with the same number',
    mirror: publicationWith({ [MANIFEST_FILE]: signedManifest({ version: 3 }) }),
    problem: 'rolled-back',
    detail: /another number 3/,
  },
  {
    group: 'fast-forward',
    name: 'manifest 99 signed by a revoked key',
    mirror: publicationWith({ [MANIFEST_FILE]: signedManifest({ version: 99 }, [REVOKED_KEY]) }),
    problem: 'bad-signature',
    detail: /manifest/,
  },
  {
    group: 'indefinite freeze',
    name: 'an expired manifest',
    mirror: installedPublication,
    problem: 'expired',
    detail: /manifest.*2026-12-25/,
    now: parseDay('2026-12-26'),
  },
  {
    group: 'indefinite freeze',
    name: 'an expired root',
    mirror: publicationWith({
      [ROOT_FILE]: signedRoot({ version: 3, expires: '2026-11-20T00:00:00Z' }, [ROOT_SIGNER]),
    }),
    problem: 'expired',
    detail: /root/,
  },
  {
    group: 'wrong clock',
    name: 'the device is years ahead',
    mirror: replacingPath('nothing', blockPageResponse),
    problem: 'expired',
    detail: /ended/,
    now: parseDay('2029-01-01'),
  },
  {
    group: 'wrong clock',
    name: 'the device is years ahead, and the mirror sends its time',
    mirror: (request, response) => {
      response.setHeader('Date', new Date(ATTACK_TIME).toUTCString());
      serveStaticFiles(goodPublication)(request, response);
    },
    problem: 'clock-ahead',
    detail: /not by the mirror's clock/,
    now: parseDay('2029-01-01'),
  },
  {
    group: 'wrong clock',
    name: 'the device is years behind',
    mirror: goodPublication,
    problem: 'clock-behind',
    detail: /2026-11-20, which is yet to come/,
    now: parseDay('2020-01-01'),
  },
];
