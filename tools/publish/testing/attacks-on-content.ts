/** Files that true keys did not sign, did not sign together, or should not have signed. */
import { RECORD_FORMAT } from '../../../src/knowledge/bundle.ts';
import { MANIFEST_FILE, ROOT_FILE } from '../../../src/updates/repository-format.ts';
import type { Attack } from './attack.ts';
import {
  FULL_PATH,
  forgedEnvelope,
  fullBytes,
  goodPayload,
  goodPublication,
  INSTALLED_VERSION,
  installedPublication,
  NEW_VERSION,
  publicationOfText,
  publicationWith,
  requireBytes,
  respelled,
  signedManifest,
  signedRoot,
  UNKNOWN_KEY,
} from './forgeries.ts';
import { makeTestBundle, RELEASE_SIGNER, ROOT_SIGNER } from './mirror.ts';

export const CONTENT_ATTACKS: readonly Attack[] = [
  {
    group: 'arbitrary installation',
    name: 'a set with one byte changed',
    mirror: publicationWith({ [FULL_PATH]: fullBytes.map((b, i) => (i === 99 ? b ^ 1 : b)) }),
    problem: 'bad-hash',
    detail: /full-.*not the file/,
  },
  {
    group: 'arbitrary installation',
    name: 'a forged manifest',
    mirror: publicationWith({ [MANIFEST_FILE]: forgedEnvelope(MANIFEST_FILE, { version: 99 }) }),
    problem: 'bad-signature',
    detail: /manifest.*by 0/,
  },
  {
    group: 'arbitrary installation',
    name: 'a forged root',
    mirror: publicationWith({ [ROOT_FILE]: forgedEnvelope(ROOT_FILE, { version: 99 }) }),
    problem: 'bad-signature',
    detail: /root.*by 0/,
  },
  {
    group: 'arbitrary installation',
    name: 'a root signed by an unknown key',
    mirror: publicationWith({ [ROOT_FILE]: signedRoot({ version: 3 }, [UNKNOWN_KEY]) }),
    problem: 'bad-signature',
    detail: /root/,
  },
  {
    group: 'arbitrary installation',
    name: 'a manifest signed by an unknown key',
    mirror: publicationWith({ [MANIFEST_FILE]: signedManifest({}, [UNKNOWN_KEY]) }),
    problem: 'bad-signature',
    detail: /manifest/,
  },
  {
    group: 'key compromise',
    name: 'a root signed by a release key',
    mirror: publicationWith({ [ROOT_FILE]: signedRoot({ version: 3 }, [RELEASE_SIGNER]) }),
    problem: 'bad-signature',
    detail: /root/,
  },
  {
    group: 'key compromise',
    name: 'two signatures of one key, threshold 2',
    mirror: publicationWith({
      [ROOT_FILE]: signedRoot(
        { version: 3, release: { keys: [RELEASE_SIGNER.publicKey, UNKNOWN_KEY.publicKey], threshold: 2 } },
        [ROOT_SIGNER],
      ),
      [MANIFEST_FILE]: signedManifest({}, [RELEASE_SIGNER, RELEASE_SIGNER]),
    }),
    problem: 'bad-signature',
    detail: /by 1 of the keys that may, 2 needed/,
  },
  {
    group: 'key compromise',
    name: 'one key listed twice, threshold 2',
    mirror: publicationWith({
      [ROOT_FILE]: signedRoot(
        { version: 3, release: { keys: [RELEASE_SIGNER.publicKey, RELEASE_SIGNER.publicKey], threshold: 2 } },
        [ROOT_SIGNER],
      ),
      [MANIFEST_FILE]: signedManifest({}),
    }),
    problem: 'malformed',
    detail: /root.*more have to sign/,
  },
  {
    group: 'key compromise',
    name: 'one key in two spellings, threshold 2',
    mirror: publicationWith({
      [ROOT_FILE]: signedRoot(
        {
          version: 3,
          release: { keys: [RELEASE_SIGNER.publicKey, respelled(RELEASE_SIGNER.publicKey)], threshold: 2 },
        },
        [ROOT_SIGNER],
      ),
      [MANIFEST_FILE]: signedManifest({}),
    }),
    problem: 'malformed',
    detail: /root.*canonical/,
  },
  {
    group: 'key compromise',
    name: 'a threshold above the number of keys',
    mirror: publicationWith({
      [ROOT_FILE]: signedRoot({ version: 3, release: { keys: [RELEASE_SIGNER.publicKey], threshold: 2 } }, [
        ROOT_SIGNER,
      ]),
    }),
    problem: 'malformed',
    detail: /root.*more have to sign/,
  },
  {
    group: 'mix-and-match',
    name: 'the manifest of one publication, the set of another',
    mirror: publicationWith({
      [FULL_PATH]: Buffer.concat([
        requireBytes(installedPublication, `${RECORD_FORMAT}/full-${INSTALLED_VERSION}.bin`),
        fullBytes,
      ]).subarray(0, fullBytes.length),
    }),
    problem: 'bad-hash',
    detail: /full-/,
  },
  {
    group: 'mix-and-match',
    name: 'a manifest with the digest of another set',
    mirror: publicationWith({
      [MANIFEST_FILE]: signedManifest({ bundle: { version: NEW_VERSION, sha256: '0'.repeat(64) } }),
    }),
    problem: 'bad-hash',
    detail: /full-.*not the set/,
  },
  {
    group: 'mix-and-match',
    name: 'a manifest in place of the root',
    mirror: publicationWith({ [ROOT_FILE]: requireBytes(goodPublication, MANIFEST_FILE) }),
    problem: 'malformed',
    detail: /root.*payloadType/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed set with an invalid record',
    mirror: publicationOfText(makeTestBundle(NEW_VERSION).replace('"block"', '"rumour"')),
    problem: 'bad-record',
    detail: /incidents\[0\]\.kind/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed set with another version',
    mirror: publicationOfText(makeTestBundle('2099-01-01-z')),
    problem: 'bad-record',
    detail: /version/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed set verified on a future day',
    mirror: publicationWith({
      [MANIFEST_FILE]: signedManifest({ bundle: { version: '2099-01-01-z', sha256: '0'.repeat(64) } }),
    }),
    problem: 'malformed',
    detail: /bundle\.version/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed set of a day that does not exist',
    mirror: publicationWith({
      [MANIFEST_FILE]: signedManifest({ bundle: { version: '9999-99-99-z', sha256: '0'.repeat(64) } }),
    }),
    problem: 'malformed',
    detail: /bundle\.version.*calendar/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed manifest of another record format',
    mirror: publicationWith({ [MANIFEST_FILE]: signedManifest({ format: 2 }) }),
    problem: 'malformed',
    detail: /format/,
  },
  {
    group: 'wrong software installation',
    name: 'a signed manifest that names a file outside the folder',
    mirror: publicationWith({
      [MANIFEST_FILE]: signedManifest({
        full: { ...(goodPayload(MANIFEST_FILE) as { full: object }).full, path: '../../evil.bin' },
      }),
    }),
    problem: 'malformed',
    detail: /full\.path/,
  },
];
